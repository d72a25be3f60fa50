import { isInForce } from '../enrolments/in-force.ts'
import { HTML, shown } from '../teaching/format.ts'
import { EDITING_TEACHER } from '../teaching/roles.ts'
import type { Course } from '../teaching/rows.ts'
import { FRONT_PAGE } from '../teaching/seed.ts'
import type { Visit } from '../world.ts'

const filters = ['displayh5p', 'activitynames', 'mathjaxloader', 'emoticon', 'urltolink', 'mediaplugin'].map((filter) => ({
  filter,
  localstate: 0,
  inheritedstate: 1,
}))

/** A course as somebody sees it who may change it. */
export function courseDetails(course: Course, { world, siteUrl, raw }: Visit): Record<string, unknown> {
  const { categories, courses } = world.teaching
  const category = categories.get(course.category)
  const isFrontPage = course.id === FRONT_PAGE
  // The newest stands first in its category.
  const place = courses.where('category', course.category).filter(({ id }) => id > course.id).length + 1
  return {
    id: course.id,
    fullname: shown(course.fullname, raw),
    displayname: shown(course.fullname, raw),
    shortname: shown(course.shortname, raw),
    courseimage: `${siteUrl}/pluginfile.php/${course.contextid}/course/generated/course.svg`,
    categoryid: course.category,
    categoryname: shown(category?.name ?? '', raw),
    sortorder: isFrontPage ? 1 : (category?.sortorder ?? 0) + place,
    summary: shown(course.summary, raw),
    summaryformat: HTML,
    summaryfiles: [],
    overviewfiles: [],
    showactivitydates: !isFrontPage,
    showcompletionconditions: course.showcompletionconditions,
    contacts: contactsOf(course, world),
    enrollmentmethods: course.manualenrolment === 'on' ? ['manual'] : [],
    idnumber: course.idnumber,
    format: course.format,
    showgrades: course.showgrades,
    newsitems: course.newsitems,
    startdate: course.startdate,
    enddate: course.enddate,
    maxbytes: course.maxbytes,
    showreports: course.showreports,
    visible: course.visible,
    groupmode: course.groupmode,
    groupmodeforce: course.groupmodeforce,
    defaultgroupingid: course.defaultgroupingid,
    enablecompletion: course.enablecompletion,
    completionnotify: course.completionnotify,
    lang: '',
    theme: '',
    marker: 0,
    legacyfiles: 0,
    calendartype: '',
    timecreated: course.timecreated,
    timemodified: course.timemodified,
    requested: 0,
    cacherev: course.timemodified,
    filters,
    ...(isFrontPage ? {} : { courseformatoptions: optionsOf(course) }),
  }
}

/** Teachers whose enrolment is in force. */
function contactsOf(course: Course, world: Visit['world']): { id: number; fullname: string }[] {
  const { role_assignments: roles, enrolments } = world.teaching
  return roles
    .where('course', course.id)
    .filter(({ roleid }) => roleid === EDITING_TEACHER)
    .filter(({ userid }) =>
      enrolments.where('course', course.id).some((each) => each.userid === userid && isInForce(each, world)),
    )
    .flatMap(({ userid }) => world.users.get(userid) ?? [])
    .sort((a, b) => a.lastname.localeCompare(b.lastname) || a.firstname.localeCompare(b.firstname) || a.id - b.id)
    .map(({ id, firstname, lastname }) => ({ id, fullname: `${firstname} ${lastname}` }))
}

const optionsOf = (course: Course): { name: string; value: number | string }[] => [
  { name: 'hiddensections', value: course.hiddensections },
  { name: 'coursedisplay', value: course.coursedisplay },
  ...(course.format === 'weeks' ? [{ name: 'automaticenddate', value: 1 }] : []),
  { name: 'indentation', value: '1' },
]
