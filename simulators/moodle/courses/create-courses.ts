import { noteChange } from '../changes.ts'
import { moodleException } from '../errors.ts'
import type { Parsed } from '../params.ts'
import { languages } from '../site.ts'
import { requireFormat } from '../teaching/format.ts'
import type { Course } from '../teaching/rows.ts'
import { type MoodleWorld, secondsNow, type Visit } from '../world.ts'
import {
  checkDates,
  columnsOf,
  courseOf,
  type createCoursesParams,
  invalidParam,
  type NewCourse,
  refuseTooLong,
  withEndOfWeeks,
} from './course-fields.ts'

/** core_course_create_courses: all or nothing. Every course has a manual enrolment from the beginning. */
export function createCourses(
  { courses }: Parsed<typeof createCoursesParams>,
  visit: Visit,
): { id: number; shortname: string }[] {
  const made = visit.world.teaching.journal.transaction(() => courses.map((sent) => createOne(sent, visit)))
  visit.rows.written += made.length
  return made.map(({ id, shortname }) => ({ id, shortname }))
}

function createOne(sent: NewCourse, visit: Visit): Course {
  const { world } = visit
  const category = world.teaching.categories.get(sent.categoryid)
  if (category === undefined) {
    const why = 'The context error message was: Invalid parameter value detected'
    const where = `You cannot execute functions in the category context (category id:${sent.categoryid}).`
    throw moodleException('errorcatcontextnotvalid', `${where} ${why}`)
  }
  if (sent.fullname.trim() === '') throw invalidParam('fullname')
  if (sent.shortname.trim() === '') throw invalidParam('shortname')
  // The service user may not force a language: one that is there is dropped.
  if (sent.lang !== undefined && !(languages as readonly string[]).includes(sent.lang)) throw invalidParam('lang')
  requireFormat(sent.summaryformat)
  const said = columnsOf(sent)
  refuseTaken(said, 0, world)
  const now = secondsNow(world)
  const course = courseOf({ visible: category.visible, ...said, fullname: sent.fullname, shortname: sent.shortname }, now)
  checkDates(course)
  refuseTooLong(course)
  const { courses, contexts } = world.teaching
  const made = courses.insert(
    withEndOfWeeks({ ...course, id: courses.nextId(), category: category.id, contextid: contexts.nextId() }),
  )
  noteChange(visit, 'course_created', { courseid: made.id })
  return made
}

/** Short names and idnumbers of courses are single; an empty one is none. */
export function refuseTaken({ shortname = '', idnumber = '' }: Partial<Course>, own: number, { teaching }: MoodleWorld): void {
  const isTaken = (index: 'shortname' | 'idnumber', text: string): boolean =>
    text !== '' && teaching.courses.where(index, text).some(({ id }) => id !== own)
  if (isTaken('shortname', shortname))
    throw moodleException('shortnametaken', `Short name is already used for another course (${shortname})`)
  if (isTaken('idnumber', idnumber))
    throw moodleException('courseidnumbertaken', `ID number is already used for another course (${idnumber})`)
}
