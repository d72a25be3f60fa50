import { NeedsAttentionError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { TemplateWritten } from '../../ports/moodle-templates.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import type { FlowContext } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'
import type { Plan } from './plan.ts'
import { hasNewForm } from './state.ts'
import { failedBecause, SYNCED } from './status-words.ts'

/** When we last changed the template; written together with the status and never by itself. */
const LAST_SYNC = 'Last_Sync_with_Moodle'

type RowsBefore = ReadonlyMap<ZohoId, KnownRecord[]>
type Outcomes = ReadonlyMap<ZohoId, Written<TemplateWritten> | undefined>

/** What became of the telling, and when each unit was last told, as an instant in ISO 8601; '' for never. */
export type ToldZoho = { outcomes: ReadonlyMap<ZohoId, Written>; toldAt(plan: Plan): string }

/** Tells Zoho how it went: the word, and when the template was changed. Only when something is new; passing trouble is no failure yet. */
export async function tellZoho(
  plans: readonly Plan[],
  written: Outcomes,
  rowsBefore: RowsBefore,
  context: FlowContext,
): Promise<ToldZoho> {
  const untold = await changedByBrokenRuns(plans, rowsBefore, context)
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const { from } = context.mappings.units.rules.template
  const tellings = plans.flatMap((plan): ZohoChange[] => {
    const { id, template } = plan.record
    const status = statusOf(plan, written.get(id))
    const isNew = written.get(id)?.outcome === 'done' || template !== status || untold.has(id)
    if (status === undefined || !isNew) return []
    return [
      { subject: id, module: 'BTEC', record: id, before: { [from]: template }, after: { [from]: status, [LAST_SYNC]: now } },
    ]
  })
  const outcomes = outcomesOf(tellings, ({ record }) => record, await context.zoho.updateRecords(tellings))
  return {
    outcomes,
    toldAt: ({ record: { id }, known }) => (outcomes.get(id)?.outcome === 'done' ? now : String(known?.targets.told ?? '')),
  }
}

/** The word for a unit; undefined where there is nothing to say. */
function statusOf(plan: Plan, written: Written<TemplateWritten> | undefined): string | undefined {
  if (plan.do === 'nothing' || written?.outcome === 'withheld') return undefined
  if (written?.outcome !== 'refused') return SYNCED
  return written.error instanceof NeedsAttentionError ? failedBecause(written.error) : undefined
}

/**
 * Units whose template an earlier run changed, which then broke off and may not have told Zoho: their form says something else than when
 * we settled them, and the time in Zoho is still the one we wrote then.
 */
async function changedByBrokenRuns(
  plans: readonly Plan[],
  rowsBefore: RowsBefore,
  context: FlowContext,
): Promise<ReadonlySet<ZohoId>> {
  const moved = plans.filter(
    (plan) =>
      plan.do === 'keep' && plan.record.template === SYNCED && hasNewForm(plan, rowsBefore.get(plan.record.id) ?? [], context),
  )
  if (moved.length === 0) return new Set()
  const ids = moved.map(({ record }) => record.id)
  const times = await context.zoho.records({ module: 'BTEC', fields: [LAST_SYNC] }, ids)
  return new Set(
    moved
      .filter(({ record: { id }, known }) => instantOf(times.get(id)?.values[LAST_SYNC]) === instantOf(known?.targets.told))
      .map(({ record }) => record.id),
  )
}

const instantOf = (text: unknown): number => (typeof text === 'string' ? Date.parse(text) || 0 : 0)
