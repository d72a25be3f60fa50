import type { ZohoId } from '../../domain/ids.ts'
import { completed, skipped } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import type { Answer, FlowContext, ObservedTarget } from '../flow.ts'
import { isDone, outcomesOf, refusalIn, verdictOfRefusal } from '../outcomes.ts'
import { bringIntoCohorts, type CohortPart } from './cohorts.ts'
import { type Dashboard, dashboardOf, show } from './dashboard.ts'
import { placesOf } from './places.ts'
import type { LivingRegistration, Placed } from './registration.ts'
import { isAsWeLeftIt, rememberUnsettled, statesOf } from './state.ts'

/** Zoho's field for the time of our last change; written together with the mark and never by itself. */
const LAST_SYNC = 'Last_Sync_Date'

/** Brings students into the cohorts of their programmes, shows them their registrations, and marks these in Zoho. */
export async function bringIntoMoodle(living: readonly LivingRegistration[], context: FlowContext): Promise<Map<string, Answer>> {
  if (living.length === 0) return new Map()
  const { placed: all, answers } = await placesOf(living, context)
  const dashboard = await dashboardOf(all, context)
  const placed = all.filter((one) => {
    const isEcho = one.subject.mayBeEcho && isAsWeLeftIt(one, context) && (dashboard?.isAsBefore(one) ?? true)
    if (isEcho) answers.set(one.subject.id, { verdict: skipped('record.echo', {}) })
    return !isEcho
  })

  const cohorts = await bringIntoCohorts(placed, context)
  const shown = dashboard === undefined ? undefined : await show(placed, dashboard, context)
  const parts = placed.map((one): Part => {
    const { id } = one.record
    const cohort = cohorts.get(id) ?? { cohort: undefined, outcomes: [], observed: [] }
    return { ...one, dashboard, cohort, told: shown?.outcomes.get(id), seen: shown?.observed.get(id) }
  })
  const marks = parts.flatMap((part) => markOf(part, context))
  const marked = outcomesOf(marks, ({ record }) => record, await context.zoho.updateRecords(marks))
  for (const part of parts) answers.set(part.subject.id, answerFor(part, marked, context))
  return answers
}

/** A registration, and what became of it in each place. */
type Part = Placed & {
  dashboard: Dashboard | undefined
  cohort: CohortPart
  told: Written | undefined
  seen: ObservedTarget | undefined
}

const wasWithheld = ({ cohort, told }: Part): boolean => [...cohort.outcomes, told].some((one) => one?.outcome === 'withheld')
const wasChanged = ({ cohort, told }: Part): boolean => [...cohort.outcomes, told].some(isDone)
const shownOf = ({ dashboard, record }: Part) => dashboard?.shown.get(record.id)

/** A registration that Moodle says nothing of has no mark: its status is none for a cohort, and nobody could show it. */
function markOf(part: Part, { mappings }: FlowContext): ZohoChange[] {
  const { record, cohort, told } = part
  const shown = shownOf(part)
  if (refusalIn([...cohort.outcomes, told]) !== undefined || wasWithheld(part)) return []
  if (shown !== undefined && 'problem' in shown) return []
  if (shown === undefined && cohort.cohort === undefined && !wasChanged(part)) return []
  if (record.synced && !wasChanged(part)) return []
  const { from } = mappings.registrations.rules.synced
  return [
    {
      subject: record.id,
      module: 'BTEC_Registrations',
      record: record.id,
      before: { [from]: record.synced },
      after: { [from]: true, [LAST_SYNC]: new Date().toISOString().replace(/\.\d+Z$/, 'Z') },
    },
  ]
}

function answerFor(part: Part, marked: ReadonlyMap<ZohoId, Written>, context: FlowContext): Answer {
  const { record, cohort, told, seen, user, programme } = part
  const mark = marked.get(record.id)
  const found = {
    observed: {
      zoho: { [context.mappings.registrations.rules.synced.from]: record.synced },
      ...(cohort.stood === undefined ? {} : { moodle: cohort.stood }),
    },
    observedEach: [...cohort.observed, ...(seen === undefined ? [] : [seen])],
  }
  const refusal = refusalIn([...cohort.outcomes, told, mark])
  const unsettled = rememberUnsettled(part, context)
  if (refusal !== undefined) return { verdict: verdictOfRefusal(refusal), ...unsettled, ...found }
  const shown = shownOf(part)
  if (shown !== undefined && 'problem' in shown) return { verdict: shown.problem, ...unsettled, ...found }

  const changes = [
    ...(cohort.outcomes.some(isDone) ? ['cohort'] : []),
    ...(isDone(told) ? ['what the student sees'] : []),
    ...(isDone(mark) ? ['mark in Zoho'] : []),
  ]
  const note = shown === undefined ? 'Moodle has no plugin that shows registrations, so only the cohort was looked at.' : ''
  const settled = { cohort: cohort.cohort, shown: shown?.hash, changed: changes.length > 0 }
  return {
    verdict:
      changes.length === 0
        ? completed('registration.in_step', { user, programme, note })
        : completed('registration.updated', { user, programme, changes: changes.join(', '), note }),
    remember: { records: statesOf(part, settled, context) },
    lookAlsoAt: part.lookAlsoAt,
    ...found,
  }
}
