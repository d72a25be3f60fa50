import type { MoodleCategoryId } from '../../domain/ids.ts'
import { areAsSettled } from '../../mapping/mapping.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import { childrenOf } from '../children.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { findNumberedTwins } from '../numbered-twins.ts'
import { outcomesOf } from '../outcomes.ts'
import { answerFor } from './answer.ts'
import { renameCohorts } from './cohorts.ts'
import { type Plan, planFor } from './plan.ts'
import type { LivingProgram } from './program.ts'

/** Makes Moodle say what Zoho says about these living programmes, and Zoho know their categories. */
export async function bringIntoMoodle(living: readonly LivingProgram[], context: FlowContext): Promise<Map<string, Answer>> {
  if (living.length === 0) return new Map()
  const { moodle, zoho } = context
  const records = living.map(({ record }) => record)
  const links = await context.links.moodleOf(
    'Products',
    records.map(({ id }) => id),
  )
  const by = moodle.categoriesBy
  const twins = await findNumberedTwins({ module: 'Products', records, links, by }, context)
  const plans = living.map((one) => planFor(one, twins.get(one.record.id) ?? { kind: 'none' }, context))

  const creating = plans.filter((plan) => plan.do === 'create')
  const having = plans.filter((plan) => plan.do === 'change')
  const changing = having.filter(({ change }) => Object.keys(change.after).length > 0)
  const ofId = ({ record }: Plan) => record.id
  const created = outcomesOf(creating, ofId, await moodle.createCategories(creating.map(({ category }) => category)))
  const changed = outcomesOf(changing, ofId, await moodle.updateCategories(changing.map(({ change }) => change)))
  const cohorts = await renameCohorts(having.map(ofRecord), context)

  const categoryOf = (plan: Plan): MoodleCategoryId | undefined => {
    if (plan.do === 'change') return plan.there.id
    const made = created.get(plan.record.id)
    return made?.outcome === 'done' ? made.value : undefined
  }
  const tellings = plans.flatMap((plan) => tellingZoho(plan, categoryOf(plan), context))
  const told = outcomesOf(tellings, ({ record }) => record, await zoho.updateRecords(tellings))

  const newlyLinked = plans.filter((plan) => plan.twin.kind !== 'linked' && categoryOf(plan) !== undefined).map(ofId)
  const renamed = plans.filter((plan) => hasNewName(plan, context)).map(ofId)
  const classes = await childrenOf(newlyLinked, ['classes'], context)
  const registrations = await childrenOf([...newlyLinked, ...renamed], ['registrations'], context)
  return new Map(
    plans.map((plan) => {
      const { id } = plan.record
      const outcomes = { category: created.get(id) ?? changed.get(id), cohort: cohorts.outcomes.get(id), told: told.get(id) }
      const feeds = [...(classes.get(id) ?? []), ...(registrations.get(id) ?? [])]
      const answer = answerFor(plan, categoryOf(plan), outcomes, { feeds, cohort: cohorts.observed.get(id) }, context)
      return [plan.subject.id, answer]
    }),
  )
}

const ofRecord = ({ record }: Plan) => record

/** Students see the name of the programme with their registration. */
const hasNewName = ({ record, known }: Plan, { mappings }: FlowContext): boolean =>
  !areAsSettled(mappings.programs, ['name'], record, known)

/** Written only when it differs: that is what ends the loop of a write that fires its own workflow. */
function tellingZoho({ record }: Plan, category: MoodleCategoryId | undefined, { mappings }: FlowContext): ZohoChange[] {
  if (category === undefined || record.moodleId === String(category)) return []
  const { from } = mappings.programs.rules.moodleId
  const { id, moodleId } = record
  return [{ subject: id, module: 'Products', record: id, before: { [from]: moodleId }, after: { [from]: String(category) } }]
}
