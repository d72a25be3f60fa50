import type { MoodleCourseId, ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { FlowContext } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'
import { numbered } from './course-fields.ts'
import type { Plan } from './plan.ts'

/** What became of the courses of a set, by class. */
export type WrittenCourses = {
  created: Map<ZohoId, Written<MoodleCourseId>>
  changed: Map<ZohoId, Written>
}

type Creating = Extract<Plan, { do: 'create' }>
type Changing = Extract<Plan, { do: 'change' }>

/** Makes and changes courses. Where another course has the short name, once more with the class's own number in it. */
export async function writeCourses(plans: readonly Plan[], { moodle }: Pick<FlowContext, 'moodle'>): Promise<WrittenCourses> {
  const create = async (some: readonly Creating[]): Promise<Map<ZohoId, Written<MoodleCourseId>>> =>
    outcomesOf(some, ofId, await moodle.createCourses(some.map(({ wanted }) => wanted)))
  const change = async (some: readonly Changing[]): Promise<Map<ZohoId, Written>> =>
    outcomesOf(some, ofId, await moodle.updateCourses(some.map((plan) => plan.change)))

  const creating = plans.filter((plan) => plan.do === 'create')
  const created = await create(creating)
  for (const [id, outcome] of await create(creating.filter((plan) => isTaken(created.get(plan.record.id))).map(createNumbered))) {
    created.set(id, outcome)
  }
  const changing = plans.filter((plan) => plan.do === 'change').filter((plan) => Object.keys(plan.change.after).length > 0)
  const changed = await change(changing)
  const again = changing.filter((plan) => isTaken(changed.get(plan.record.id))).map(changeNumbered)
  for (const [id, outcome] of await change(again)) changed.set(id, outcome)
  return { created, changed }
}

const ofId = ({ record }: Plan): ZohoId => record.id

const isTaken = (outcome: Written<unknown> | undefined): boolean =>
  outcome?.outcome === 'refused' && outcome.error.code === 'course.shortname_taken'

const createNumbered = (plan: Creating): Creating => {
  const { course } = plan.wanted
  return { ...plan, wanted: { ...plan.wanted, course: { ...course, shortname: numbered(course.shortname, plan.record) } } }
}

const changeNumbered = (plan: Changing): Changing => {
  const { after } = plan.change
  const shortname = numbered(after.shortname ?? plan.there.shortname, plan.record)
  return { ...plan, change: { ...plan.change, after: { ...after, shortname } } }
}
