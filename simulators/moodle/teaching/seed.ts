import { courseOf } from '../courses/course-fields.ts'
import { type MoodleWorld, secondsNow } from '../world.ts'

/** The context of the site itself. */
export const SYSTEM_CONTEXT = 1

/** The front page, a course in which nobody is enrolled. */
export const FRONT_PAGE = 1

/** A fresh site: one category and the front page. */
export function seedTeaching(world: MoodleWorld): void {
  const { teaching } = world
  const now = secondsNow(world)
  teaching.clear()
  // The system, the front page and what every site has besides.
  for (let context = 0; context < 20; context += 1) teaching.contexts.nextId()
  teaching.categories.insert({
    id: 1,
    name: 'Category 1',
    idnumber: null,
    description: '',
    descriptionformat: 0,
    parent: 0,
    sortorder: 10_000,
    visible: 1,
    visibleold: 1,
    timemodified: now,
    depth: 1,
    path: '/1',
    contextid: teaching.contexts.nextId(),
  })
  teaching.courses.insert({
    ...courseOf({ fullname: 'Example College', shortname: 'college' }, now),
    id: FRONT_PAGE,
    category: 0,
    format: 'site',
    newsitems: 3,
    startdate: 0,
    enddate: 0,
    enablecompletion: 0,
    showcompletionconditions: null,
    manualenrolment: 'none',
    contextid: 2,
  })
}
