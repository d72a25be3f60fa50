import { RetryLaterError } from '../../domain/errors.ts'
import type { MoodleCourseId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { MoodleCourse, MoodleCourseChange } from '../../ports/moodle-courses.ts'
import type { Ask } from './call.ts'
import { coursesBy, refusalOfCourse, rowOf } from './courses.ts'
import { errorOfWarning } from './record-refusals.ts'
import { rowsOf } from './rows.ts'
import { rowWarnings } from './teaching-answers.ts'
import { writeWhole } from './whole-batches.ts'

const UPDATE = 'core_course_update_courses'
const ROWS_PER_CALL = 20

/**
 * Changes courses in batches. Moodle takes each row for itself and warns of those it minds; only a text that is none refuses the whole
 * call.
 */
export async function updateCourses(ask: Ask, changes: readonly MoodleCourseChange[]): Promise<Written[]> {
  const starts = await startsOf(ask, changes)
  return writeWhole(changes, {
    function: UPDATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ course, after }) => ({ ...starts.get(course), ...rowOf(after), id: course }))
      const { warnings } = await ask.write(UPDATE, rowsOf('courses', rows), rowWarnings)
      const codes = new Map(warnings.map(({ itemid, warningcode }) => [itemid, warningcode]))
      return Promise.all(items.map((item) => writtenOf(ask, item, codes.get(item.course))))
    },
    async standing(items) {
      const there = await coursesById(ask, items)
      return items.map((item) => (says(there.get(item.course), item) ? done(undefined) : undefined))
    },
    refusalOf: ({ subject, after }, refusal) => refusalOfCourse(ask, subject, after, refusal),
  })
}

async function writtenOf(ask: Ask, { subject, after }: MoodleCourseChange, warningcode: string | undefined): Promise<Written> {
  if (warningcode === undefined) return done(undefined)
  const error = errorOfWarning(warningcode, UPDATE)
  return refused(error instanceof RetryLaterError ? error : await refusalOfCourse(ask, subject, after, error))
}

/** Moodle takes an end only together with a start (course/lib.php, course_validate_dates): where only the end changes, that of the course is sent along. */
async function startsOf(
  ask: Ask,
  changes: readonly MoodleCourseChange[],
): Promise<ReadonlyMap<MoodleCourseId, { startdate: number }>> {
  const endsAlone = changes.filter(({ after }) => (after.enddate ?? 0) !== 0 && after.startdate === undefined)
  const courses = await coursesById(ask, endsAlone)
  return new Map([...courses.values()].map(({ id, startdate }) => [id, { startdate }]))
}

async function coursesById(ask: Ask, changes: readonly MoodleCourseChange[]): Promise<Map<MoodleCourseId, MoodleCourse>> {
  const ids = changes.map(({ course }) => String(course))
  return new Map((await coursesBy(ask, 'id', ids)).map((course) => [course.id, course]))
}

const says = (course: MoodleCourse | undefined, { after }: MoodleCourseChange): boolean =>
  course !== undefined && Object.entries(after).every(([field, wanted]) => course[field as keyof typeof after] === wanted)
