import { noteChange } from '../changes.ts'
import { MoodleError, missingRecord, moodleException, noPermission } from '../errors.ts'
import type { Parsed } from '../params.ts'
import { requireFormat } from '../teaching/format.ts'
import { FRONT_PAGE } from '../teaching/seed.ts'
import { secondsNow, type Visit } from '../world.ts'
import {
  type ChangedCourse,
  checkDates,
  columnsOf,
  invalidParam,
  refuseTooLong,
  type updateCoursesParams,
  withEndOfWeeks,
} from './course-fields.ts'
import { refuseTaken } from './create-courses.ts'

type Warning = { item: 'course'; itemid: number; warningcode: string; message: string }

/** core_course_update_courses: each row for itself, failures as warnings. Equal values are an event too. */
export function updateCourses({ courses }: Parsed<typeof updateCoursesParams>, visit: Visit): { warnings: Warning[] } {
  const warnings: Warning[] = []
  for (const sent of courses) {
    try {
      updateOne(sent, visit)
      visit.rows.written += 1
    } catch (error) {
      if (!(error instanceof MoodleError)) throw error
      warnings.push({ item: 'course', itemid: sent.id, warningcode: error.errorcode, message: error.message })
    }
  }
  return { warnings }
}

function updateOne(sent: ChangedCourse, visit: Visit): void {
  const { world } = visit
  const { courses, categories } = world.teaching
  const known = courses.get(sent.id)
  if (known === undefined) throw missingRecord('course')
  for (const name of ['fullname', 'shortname'] as const)
    if (sent[name] !== undefined && sent[name] !== known[name] && sent[name].trim() === '') throw invalidParam(name)
  if (sent.summaryformat !== undefined && sent.summaryformat !== known.summaryformat) requireFormat(sent.summaryformat)
  if (sent.lang !== undefined && sent.lang !== '') throw noPermission('Force course or activity language')
  if (known.id === FRONT_PAGE) throw moodleException('invalidcourse', 'Invalid course')
  const said = columnsOf(sent)
  refuseTaken(said, known.id, world)
  checkDates(said)
  refuseTooLong(said)

  const isMoved = sent.categoryid !== undefined && sent.categoryid !== 0 && sent.categoryid !== known.category
  const category = isMoved ? categories.get(sent.categoryid ?? 0) : undefined
  courses.replace(
    withEndOfWeeks({
      ...known,
      ...said,
      ...(isMoved ? { category: sent.categoryid ?? 0 } : {}),
      ...(isMoved && said.visible === undefined && category?.visible !== 1 ? { visible: 0 } : {}),
      ...(said.enablecompletion === 0 ? { showcompletionconditions: null } : {}),
      timemodified: secondsNow(world),
    }),
  )
  // Moodle has stored the course by the time that it looks for the category.
  if (isMoved && category === undefined) throw missingRecord('course_categories')
  noteChange(visit, 'course_updated', { courseid: known.id })
}
