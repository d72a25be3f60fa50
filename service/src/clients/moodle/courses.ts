import { NeedsAttentionError } from '../../domain/errors.ts'
import { type MoodleCourseId, moodleCourseId } from '../../domain/ids.ts'
import { done, type Written } from '../../domain/written.ts'
import type { CourseFields, MoodleCourse, NewMoodleCourse } from '../../ports/moodle-courses.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import { refusalOfRecord, type Widths } from './record-refusals.ts'
import { isAskable, rowsOf } from './rows.ts'
import { courseOf, courseRows, createdRows, RAW } from './teaching-answers.ts'
import { type Refusal, writeWhole } from './whole-batches.ts'

const READ = 'core_course_get_courses_by_field'
const CREATE = 'core_course_create_courses'
/** A course costs Moodle 84 ms (reference/moodle.md §3). */
const ROWS_PER_CALL = 20
const IDS_PER_CALL = 50
const widths: Widths = { fullname: 254, shortname: 255, idnumber: 100 }

type Field = 'id' | 'idnumber' | 'shortname'

/** Ids go as one list; Moodle takes a single ID number or short name per call. The front page of the site is never in the answer. */
export async function coursesBy(ask: Ask, field: Field, values: readonly string[]): Promise<MoodleCourse[]> {
  const wanted = new Set(values.filter((value) => isAskable(field, value)))
  const found = new Map<number, MoodleCourse>()
  const read = async (batch: readonly string[]): Promise<void> => {
    const asked = field === 'id' && batch.length > 1 ? 'ids' : field
    try {
      const { courses } = await ask.read(READ, [RAW, ['value', batch.join(',')], ['field', asked]], courseRows)
      for (const row of courses) if (row.categoryid !== 0) found.set(row.id, courseOf(row, READ))
    } catch (error) {
      // One of a list that is not there any more breaks the whole answer (course/externallib.php, an error of PHP); alone it is just absent.
      if (!(error instanceof RefusedCall) || batch.length === 1) throw error
      for (const half of halvesOf(batch)) await read(half)
    }
  }
  await inBatches([...wanted], () => (field === 'id' ? IDS_PER_CALL : 1), read)
  // A database that ignores case finds more than was asked for.
  return [...found.values()].filter((course) => field === 'shortname' || wanted.has(String(course[field])))
}

/** A course that was there already, with our ID number, is `unchanged`: nobody has compared it. After a lost answer it counts as done. */
export const createCourses = (ask: Ask, courses: readonly NewMoodleCourse[]): Promise<Written<MoodleCourseId>[]> =>
  writeWhole(courses, {
    function: CREATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ course, format, sections }) => ({ format, numsections: sections, ...rowOf(course) }))
      const made = await ask.write(CREATE, rowsOf('courses', rows), createdRows)
      return made.slice(0, items.length).map(({ id }) => done(moodleCourseId(id)))
    },
    async standing(items) {
      const idnumbers = items.map(({ course }) => course.idnumber)
      const there = new Map((await coursesBy(ask, 'idnumber', idnumbers)).map((course) => [course.idnumber, course.id]))
      return idnumbers.map((idnumber) => {
        const id = there.get(idnumber)
        return id === undefined ? undefined : done(id)
      })
    },
    stoodBefore: { outcome: 'unchanged' },
    refusalOf: ({ subject, course }, refusal) => refusalOfCourse(ask, subject, course, refusal),
  })

/** The fields of a course in Moodle's words, what it requires last. */
export const rowOf = ({ category, fullname, shortname, ...rest }: Partial<CourseFields>) => ({
  ...rest,
  ...(category === undefined ? {} : { categoryid: category }),
  ...(fullname === undefined ? {} : { fullname }),
  ...(shortname === undefined ? {} : { shortname }),
})

/** Why Moodle refused a course; a short name that is taken is told with the course that has it. */
export async function refusalOfCourse(
  ask: Ask,
  subject: string,
  sent: Partial<CourseFields>,
  refusal: RefusedCall,
): Promise<Refusal> {
  if (refusal.errorcode !== 'shortnametaken' || sent.shortname === undefined) {
    return refusalOfRecord(subject, refusal, sent, widths)
  }
  const holder = (await coursesBy(ask, 'shortname', [sent.shortname]))[0]
  return new NeedsAttentionError('course.shortname_taken', { subject, shortname: sent.shortname, course: holder?.id ?? 0 })
}
