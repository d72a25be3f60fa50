import { dmlWriteError, moodleException } from '../errors.ts'
import { list, optional, optionalList, type Parsed, struct, value, withDefault } from '../params.ts'
import type { Course } from '../teaching/rows.ts'

const YEAR = 31_536_000
const WEEK = 604_800

/** Columns that a call sets as they come. */
const plain = [
  'fullname',
  'shortname',
  'idnumber',
  'summary',
  'summaryformat',
  'format',
  'showgrades',
  'newsitems',
  'startdate',
] as const
const alsoPlain = ['enddate', 'maxbytes', 'showreports', 'visible', 'groupmode', 'groupmodeforce', 'defaultgroupingid'] as const
const settings = ['enablecompletion', 'completionnotify', 'numsections', 'hiddensections'] as const
const columns = [...plain, ...alsoPlain, ...settings] as const

const shared = {
  idnumber: optional('raw'),
  summary: optional('raw'),
  startdate: optional('int'),
  enddate: optional('int'),
  numsections: optional('int'),
  visible: optional('int'),
  hiddensections: optional('int'),
  enablecompletion: optional('int'),
  completionnotify: optional('int'),
  lang: optional('alphanumext'),
  forcetheme: optional('plugin'),
  courseformatoptions: optionalList(struct({ name: value('alphanumext'), value: value('raw') })),
  // A site without custom fields drops every one.
  customfields: optionalList(struct({ shortname: value('alphanumext'), value: value('raw') })),
}

const newCourse = struct({
  fullname: value('text'),
  shortname: value('text'),
  categoryid: value('int'),
  summaryformat: withDefault('int', '1'),
  format: withDefault('plugin', 'topics'),
  showgrades: withDefault('int', '1'),
  newsitems: withDefault('int', '5'),
  maxbytes: withDefault('int', '0'),
  showreports: withDefault('int', '0'),
  groupmode: withDefault('int', '0'),
  groupmodeforce: withDefault('int', '0'),
  defaultgroupingid: withDefault('int', '0'),
  ...shared,
})

const changedCourse = struct({
  id: value('int'),
  fullname: optional('text'),
  shortname: optional('text'),
  categoryid: optional('int'),
  summaryformat: optional('int'),
  format: optional('plugin'),
  showgrades: optional('int'),
  newsitems: optional('int'),
  maxbytes: optional('int'),
  showreports: optional('int'),
  groupmode: optional('int'),
  groupmodeforce: optional('int'),
  defaultgroupingid: optional('int'),
  ...shared,
})

export const createCoursesParams = struct({ courses: list(newCourse) })
export const updateCoursesParams = struct({ courses: list(changedCourse) })
export type NewCourse = Parsed<typeof newCourse>
export type ChangedCourse = Parsed<typeof changedCourse>

/** A course as Moodle's own settings make it, for somebody who says no more than this. Without an id, a category and a context. */
export function courseOf(said: Partial<Course> & Pick<Course, 'fullname' | 'shortname'>, now: number) {
  const startdate = said.startdate ?? now - (now % 86_400)
  return {
    idnumber: '',
    summary: '',
    summaryformat: 1,
    format: 'topics',
    showgrades: 1,
    newsitems: 5,
    enddate: startdate + YEAR,
    maxbytes: 0,
    showreports: 0,
    visible: 1,
    groupmode: 0,
    groupmodeforce: 0,
    defaultgroupingid: 0,
    enablecompletion: 1,
    completionnotify: 0,
    showcompletionconditions: said.enablecompletion === 0 ? null : true,
    numsections: 0,
    hiddensections: 1,
    coursedisplay: 0,
    timecreated: now,
    timemodified: now,
    manualenrolment: 'on' as Course['manualenrolment'],
    ...said,
    startdate,
  }
}

/** The columns among what was sent, the options of the format too. */
export function columnsOf(sent: NewCourse | ChangedCourse): Partial<Course> {
  const options = Object.fromEntries((sent.courseformatoptions ?? []).map(({ name, value: given }) => [name, Number(given)]))
  const given: Record<string, unknown> = { ...sent, ...options }
  const set = [...columns, 'coursedisplay'].filter((column) => given[column] !== undefined)
  return Object.fromEntries(set.map((column) => [column, given[column]]))
}

/** Moodle's course_validate_dates(): looks at what was sent alone, so an end needs its start in the same call. */
export function checkDates({ startdate = 0, enddate = 0 }: Partial<Course>): void {
  if (startdate !== 0 && enddate !== 0 && enddate < startdate)
    throw moodleException('enddatebeforestartdate', 'The course end date must be after the start date.')
  if (startdate === 0 && enddate !== 0)
    throw moodleException('nostartdatenoenddate', 'A course end date can only be set if a start date is also set.')
}

/** The format `weeks` ends a course with its last week, whatever end was sent. */
export const withEndOfWeeks = (course: Course): Course =>
  course.format === 'weeks' ? { ...course, enddate: course.startdate + Math.max(course.numsections, 1) * WEEK } : course

/** Nothing checks lengths before the database does. */
export function refuseTooLong({ fullname = '', shortname = '', idnumber = '' }: Partial<Course>): void {
  for (const [text, width] of [
    [fullname, 254],
    [shortname, 255],
    [idnumber, 100],
  ] as const)
    if ([...text].length > width) throw dmlWriteError(`ERROR:  value too long for type character varying(${width})`)
}

export const invalidParam = (name: string) => moodleException('errorinvalidparam', `The param "${name}" is invalid.`)
