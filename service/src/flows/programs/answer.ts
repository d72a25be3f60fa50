import type { MoodleCategoryId } from '../../domain/ids.ts'
import type { Route } from '../../domain/route.ts'
import { completed, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import { asSeen } from '../differences.ts'
import type { Answer, FlowContext, ObservedTarget } from '../flow.ts'
import { isDone, refusalIn, verdictOfRefusal } from '../outcomes.ts'
import type { Plan } from './plan.ts'
import { stateOfProgram } from './state.ts'

type Outcomes = { category: Written<unknown> | undefined; cohort: Written | undefined; told: Written | undefined }

/** What became of one programme, from what was planned and what the systems answered. */
export function answerFor(
  plan: Plan,
  category: MoodleCategoryId | undefined,
  outcomes: Outcomes,
  { feeds, cohort }: { feeds: readonly Route[]; cohort: ObservedTarget | undefined },
  context: FlowContext,
): Answer {
  const { record, twin } = plan
  const link = { module: 'Products' as const, zohoId: record.id }
  if (plan.do === 'nothing') {
    const lost = twin.kind === 'deleted' ? [{ ...link, moodleId: twin.id, deletedInMoodle: true }] : []
    return { verdict: plan.verdict, remember: { links: lost } }
  }
  const common = {
    observed: { moodle: plan.do === 'change' ? seen(plan) : null, zoho: { [zohoField(context)]: record.moodleId } },
    observedEach: cohort === undefined ? [] : [cohort],
    feeds,
  }
  const links = category === undefined ? [] : [{ ...link, moodleId: category }]
  const refusal = refusalIn(Object.values(outcomes))
  if (refusal !== undefined) return { verdict: verdictOfRefusal(refusal), remember: { links }, ...common }
  const changed = Object.values(outcomes).some(isDone)
  const records = category === undefined ? [] : [{ ...stateOfProgram(record, category, context), changed }]
  return { verdict: verdictOf(plan, category, outcomes), remember: { links, records }, ...common }
}

const zohoField = ({ mappings }: FlowContext): string => mappings.programs.rules.moodleId.from

function seen({ there: { id: _id, ...fields } }: Extract<Plan, { do: 'change' }>): Record<string, string | boolean> {
  return asSeen(fields)
}

function verdictOf(plan: Exclude<Plan, { do: 'nothing' }>, made: MoodleCategoryId | undefined, outcomes: Outcomes): Verdict {
  const category = made ?? '?'
  const { name } = plan.record
  if (plan.do === 'create') return completed('program.created', { category, name })
  const renamed = isDone(outcomes.cohort) ? ['the name of its cohort'] : []
  const fields = [...Object.keys(plan.change.after), ...renamed].join(', ')
  if (plan.twin.kind === 'adopt') return completed('program.adopted', { category, fields: fields || 'none' })
  if (fields !== '') return completed('program.updated', { category, fields })
  return isDone(outcomes.told) ? completed('program.id_written_back', { category }) : completed('program.in_step', { category })
}
