import type { MoodleCourseId } from '../../domain/ids.ts'
import type { Route } from '../../domain/route.ts'
import { completed, completedButLook, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import { asSeen } from '../differences.ts'
import type { Answer, FlowContext, LookAlsoAt } from '../flow.ts'
import { isDone, refusalIn, verdictOfRefusal } from '../outcomes.ts'
import type { Enrolled } from './enrol-teachers.ts'
import type { Plan } from './plan.ts'
import { stateOfClass } from './state.ts'
import type { Told } from './tell-plugin.ts'

/** What became of one class, part by part. */
export type Outcomes = {
  course: Written<unknown> | undefined
  enrolled: Enrolled | undefined
  plugin: Told
  told: Written | undefined
  note: string
  feeds: readonly Route[]
  lookAlsoAt: readonly LookAlsoAt[]
  without: NonNullable<Answer['without']>
}

/** What became of one class, from what was planned and what the systems answered. */
export function answerFor(plan: Plan, course: MoodleCourseId | undefined, outcomes: Outcomes, context: FlowContext): Answer {
  const { record, twin } = plan
  const link = { module: 'BTEC_Classes' as const, zohoId: record.id }
  if (plan.do === 'nothing') {
    const lost = twin.kind === 'deleted' ? [{ ...link, moodleId: twin.id, deletedInMoodle: true }] : []
    return { verdict: plan.verdict, remember: { links: lost } }
  }
  const { enrolled, plugin, feeds, lookAlsoAt, without } = outcomes
  const ofPlugin = plugin.observed.get(record.id)
  const common = {
    observed: { moodle: seen(plan), zoho: { [context.mappings.classes.rules.moodleId.from]: record.moodleId } },
    observedEach: [...(enrolled?.observed ?? []), ...(ofPlugin === undefined ? [] : [ofPlugin])],
    feeds,
    lookAlsoAt,
    without,
  }
  const links = course === undefined ? [] : [{ ...link, moodleId: course }]
  const all = [outcomes.course, ...(enrolled?.outcomes ?? []), plugin.outcomes.get(record.id), outcomes.told]
  const refusal = refusalIn(all)
  if (refusal !== undefined) return { verdict: verdictOfRefusal(refusal), remember: { links }, ...common }
  const verdict = verdictOf(plan, course, outcomes)
  if (course === undefined) return { verdict, ...common }
  const state = stateOfClass(record, { course, teacher: enrolled?.teacher, told: plugin.hashes.get(record.id) }, context)
  return { verdict, remember: { links, records: [{ ...state, changed: all.some(isDone) }] }, ...common }
}

function seen(plan: Exclude<Plan, { do: 'nothing' }>): Record<string, string | boolean> | null {
  if (plan.do === 'create') return null
  const { id: _id, ...fields } = plan.there
  return asSeen(fields)
}

function verdictOf(plan: Exclude<Plan, { do: 'nothing' }>, made: MoodleCourseId | undefined, outcomes: Outcomes): Verdict {
  const course = made ?? '?'
  const { note, enrolled, plugin, told } = outcomes
  if (plan.do === 'create') return completed('class.created', { course, note })
  const { after } = plan.change
  const record = isDone(plugin.outcomes.get(plan.record.id)) ? ['what students see of the class'] : []
  const fields = [...Object.keys(after), ...(enrolled?.changed ?? []), ...record].join(', ')
  if (plan.leftHidden) return completedButLook('class.left_hidden', { course, note })
  if (after.visible === false) return completed('class.hidden', { course, status: plan.record.status, note })
  if (after.visible === true) return completed('class.shown', { course, fields, note })
  if (plan.twin.kind === 'adopt') return completed('class.adopted', { course, fields: fields || 'none', note })
  if (fields !== '') return completed('class.updated', { course, fields, note })
  return isDone(told) ? completed('class.id_written_back', { course, note }) : completed('class.in_step', { course, note })
}
