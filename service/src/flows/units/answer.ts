import type { Route } from '../../domain/route.ts'
import { completed, completedButLook, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { GradingTemplate, TemplateWritten } from '../../ports/moodle-templates.ts'
import type { Answer, FlowContext, Seen } from '../flow.ts'
import { isDone, refusalIn, verdictOfRefusal } from '../outcomes.ts'
import type { Plan } from './plan.ts'
import { statesOfUnit } from './state.ts'
import { SYNCED } from './status-words.ts'
import { criterionNames } from './unit.ts'

type Outcomes = {
  written: Written<TemplateWritten> | undefined
  told: Written | undefined
  toldAt: string
  /** The rows of its subform that we knew. */
  rows: readonly KnownRecord[]
  feeds: readonly Route[]
}

/** What became of one unit, from what was planned and what the systems answered. */
export function answerFor(plan: Plan, { written, told, toldAt, rows, feeds }: Outcomes, context: FlowContext): Answer {
  const { record, known } = plan
  if (plan.do === 'nothing') {
    if (plan.verdict.status !== 'skipped') return { verdict: plan.verdict, feeds }
    const state = { status: record.template, changed: false, hasTemplate: known?.targets.template !== undefined, told: toldAt }
    return { verdict: plan.verdict, remember: { records: statesOfUnit(plan, state, rows, context) }, feeds }
  }
  const there = plan.do === 'keep' ? plan.there : plan.change.before
  const observed = {
    moodle: there === null ? null : seen(there),
    zoho: { [context.mappings.units.rules.template.from]: record.template },
  }
  const refusal = refusalIn([written, told])
  if (refusal !== undefined) return { verdict: verdictOfRefusal(refusal), observed, feeds }
  const verdict = verdictOf(plan, written, told)
  if (written?.outcome === 'withheld') return { verdict, observed, feeds }
  const state = { status: SYNCED, changed: isDone(written) || isDone(told), hasTemplate: true, told: toldAt }
  return { verdict, remember: { records: statesOfUnit(plan, state, rows, context) }, observed, feeds }
}

/** As the audit names the parts of a template: a criterion that is not there says so, because an earlier run may have taken it away. */
const seen = ({ name, criteria }: GradingTemplate): Seen => ({
  ...Object.fromEntries(criterionNames.map((shortname) => [shortname, null])),
  ...Object.fromEntries(criteria.map(({ shortname, description }) => [shortname, description])),
  name,
})

function verdictOf(
  plan: Exclude<Plan, { do: 'nothing' }>,
  written: Written<TemplateWritten> | undefined,
  told: Written | undefined,
): Verdict {
  const unit = plan.record.id
  if (plan.do === 'keep') {
    return isDone(told) ? completed('unit.status_written_back', {}) : completed('unit.in_step', {})
  }
  const fields = plan.fields.join(', ')
  if (plan.change.before === null) return completed('unit.created', { unit, criteria: plan.change.template.criteria.length })
  if (written?.outcome === 'done' && written.value.copiesBehind > 0) {
    return completedButLook('unit.copies_behind', { copies: written.value.copiesBehind, fields })
  }
  return completed('unit.updated', { fields })
}
