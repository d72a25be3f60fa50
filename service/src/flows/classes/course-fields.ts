import { endOfDay, startOfDay } from '../../domain/days.ts'
import type { MoodleCategoryId } from '../../domain/ids.ts'
import type { CourseFields } from '../../ports/moodle-courses.ts'
import { idnumberOf } from '../numbered-twins.ts'
import type { Class } from './class.ts'

/** Moodle's column lengths, not checked before its database refuses. */
const MAX_FULLNAME = 254
const MAX_SHORTNAME = 255

/** What Zoho says about a course; whether it is seen is decided elsewhere. Absent fields are left as they are. */
export type SaidOfCourse = Pick<CourseFields, 'fullname' | 'shortname' | 'idnumber' | 'category'> &
  Partial<Pick<CourseFields, 'startdate' | 'enddate'>>

/**
 * The course a class should have. A day begins at midnight in the college's time zone, and an end date ends with its day. Moodle takes no
 * end without a start, so the end of a class that has no start is left out.
 */
export function courseOf(record: Class, category: MoodleCategoryId, timeZone: string): SaidOfCourse {
  const { startDate, endDate } = record
  return {
    fullname: cut(record.name, MAX_FULLNAME),
    shortname: cut(record.shortName === '' ? record.name : record.shortName, MAX_SHORTNAME),
    idnumber: idnumberOf('BTEC_Classes', record.id),
    category,
    ...(startDate === null ? {} : { startdate: startOfDay(startDate, timeZone) }),
    ...(endDate === null ? { enddate: 0 } : startDate === null ? {} : { enddate: endOfDay(endDate, timeZone) }),
  }
}

/** For a class whose short name another course has: ` (BC-104)`, the class's own number in Zoho. */
export function numbered(shortname: string, { number, id }: Class): string {
  const suffix = ` (${number === '' ? id : number})`
  return `${cut(shortname, MAX_SHORTNAME - suffix.length)}${suffix}`
}

/** By characters as people count them, so that no surrogate pair is split; compared in the same way on both sides. */
const cut = (text: string, length: number): string => Array.from(text).slice(0, length).join('').trimEnd()
