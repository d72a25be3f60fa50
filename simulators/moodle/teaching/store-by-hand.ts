import { noteChange } from '../changes.ts'
import { renumber } from '../courses/category-tree.ts'
import { courseOf } from '../courses/course-fields.ts'
import { type Acting, type MoodleWorld, secondsNow } from '../world.ts'
import type { Category, Cohort, CohortMember, Course } from './rows.ts'
import { SYSTEM_CONTEXT } from './seed.ts'
import { requireUser, sureFields } from './sure-fields.ts'

const idOf = (sent: { id?: unknown }, next: () => number): number => (sent.id === undefined ? next() : Number(sent.id))

export function storeCategory(fields: Record<string, unknown>, world: MoodleWorld): Category {
  const { categories, contexts } = world.teaching
  const empty = { idnumber: null, description: '', descriptionformat: 1, parent: 0, visible: 1, visibleold: 1 }
  const numbered = { sortorder: 0, depth: 1, path: '', timemodified: secondsNow(world) }
  const known = ['id', 'name', 'contextid', ...Object.keys({ ...empty, ...numbered })]
  const sent = sureFields<Partial<Category> & { name: string }>(fields, known, ['name'])
  if (sent.parent && categories.get(sent.parent) === undefined) throw new Error(`There is no category ${sent.parent}`)
  const contextid = sent.contextid ?? contexts.nextId()
  const id = idOf(sent, categories.nextId)
  const category = { ...empty, ...numbered, ...sent, timemodified: numbered.timemodified, id, contextid }
  categories.replace(category)
  renumber(world)
  return categories.get(id) ?? category
}

export function storeCourse(fields: Record<string, unknown>, person: Acting): Course {
  const { world } = person
  const { courses, categories, contexts } = world.teaching
  const now = secondsNow(world)
  const known = ['id', 'category', 'contextid', ...Object.keys(courseOf({ fullname: '', shortname: '' }, now))]
  const sent = sureFields<Partial<Course> & { fullname: string; shortname: string }>(fields, known, ['fullname', 'shortname'])
  const category = sent.category ?? 1
  if (category !== 0 && categories.get(category) === undefined) throw new Error(`There is no category ${category}`)
  const before = sent.id === undefined ? undefined : courses.get(Number(sent.id))
  const contextid = before?.contextid ?? sent.contextid ?? contexts.nextId()
  const id = idOf(sent, courses.nextId)
  const course = courses.replace({ ...courseOf(sent, now), timemodified: now, id, category, contextid })
  noteChange(person, before === undefined ? 'course_created' : 'course_updated', { courseid: id })
  return course
}

export function storeCohort(fields: Record<string, unknown>, world: MoodleWorld): Cohort {
  const { cohorts } = world.teaching
  const now = secondsNow(world)
  const empty = { contextid: SYSTEM_CONTEXT, idnumber: null, description: '', descriptionformat: 1, visible: 1, timecreated: now }
  const known = ['id', 'name', 'timemodified', ...Object.keys(empty)]
  const sent = sureFields<Partial<Cohort> & { name: string }>(fields, known, ['name'])
  return cohorts.replace({ ...empty, ...sent, id: idOf(sent, cohorts.nextId), timemodified: now })
}

export function storeCohortMember(fields: Record<string, unknown>, world: MoodleWorld): CohortMember {
  const { cohorts, cohort_members: members } = world.teaching
  const known = ['id', 'cohortid', 'userid', 'timeadded']
  const sent = sureFields<Partial<CohortMember> & { cohortid: number; userid: number }>(fields, known, ['cohortid', 'userid'])
  if (cohorts.get(sent.cohortid) === undefined) throw new Error(`There is no cohort ${sent.cohortid}`)
  requireUser(sent.userid, world)
  return members.replace({ timeadded: secondsNow(world), ...sent, id: idOf(sent, members.nextId) })
}
