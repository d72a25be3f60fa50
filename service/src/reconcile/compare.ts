import { CodedError, RetryLaterError, SystemHeldError } from '../domain/errors.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import type { SyncName } from '../sync/sources.ts'
import { type Compared, compareSet } from './compare-set.ts'
import type { FlowCounts } from './drift.ts'
import {
  type Comparison,
  dropOldReports,
  endComparison,
  keepComparison,
  letGoOfComparison,
  storeItems,
  takeComparison,
} from './drift-reports.store.ts'
import { type Finding, finding, type Sweeping, sourcesOf, sweptNames, writeFindings } from './sweeping.ts'
import { legsFrom, type Stretch, walk } from './walk.ts'

export type Comparing = Omit<Sweeping, 'zoho' | 'flows'> & {
  flows: readonly Flow[]
  /** Ports of the bulk lane, reporting their calls. */
  portsFor: (observe: (call: OutsideCall) => void) => Promise<Ports>
  /** What Zoho last said is left of the day's credits; null while more than half are. */
  creditsRemaining: () => Promise<number | null>
  /** Told of a flow that met a bug of ours: the others are compared all the same. */
  onBug: (error: unknown, flow: string) => void
}

export type ComparisonEnd = Comparison & { status: 'completed' | 'stopped'; because: string | null }

/** Who reads a copy calls it old after three days (docs/moodle/student-dashboard.md): those older than this are sent again. */
const CONFIRMED_AFTER_MS = 36 * 60 * 60_000
/** A Moodle without it keeps no copies. */
const KEEPS_COPIES = 'local_campusbridge_set_profiles'

/**
 * Compares both sides of everything, whatever was last known, within the night's budget; writes down what differs, and a hint for each
 * subject that a run may bring into step. It changes nothing itself.
 * @returns undefined while another process does the same
 */
export async function compareAll(comparing: Comparing, signal: AbortSignal): Promise<ComparisonEnd | undefined> {
  const { database, tenant, settings } = comparing
  const comparison = await database.withTenant(tenant, async (tx) => {
    await dropOldReports(tx, settings['reconcile.keep_days'])
    return takeComparison(tx, settings['reconcile.repair'])
  })
  if (comparison === undefined) return undefined
  try {
    const because = await goRound(comparing, comparison, signal)
    const status = because === null ? 'completed' : 'stopped'
    await database.withTenant(tenant, (tx) =>
      because === 'asked' ? letGoOfComparison(tx, comparison.reportId) : endComparison(tx, comparison.reportId, status, because),
    )
    return { ...comparison, status, because }
  } catch (error) {
    await database.withTenant(tenant, (tx) => endComparison(tx, comparison.reportId, 'failed', 'run.unexpected'))
    throw error
  }
}

/** @returns why it stopped before it was round */
async function goRound(comparing: Comparing, comparison: Comparison, signal: AbortSignal): Promise<string | null> {
  const { database, tenant, settings, flows } = comparing
  const ports = await comparing.portsFor((call) => {
    comparison.credits += call.credits ?? 0
  })
  const sweeping: Sweeping = { ...comparing, zoho: ports.zoho, flows: new Set(flows.map(({ name }) => name)) }
  const whyStop = async (): Promise<string | null> => {
    if (signal.aborted) return 'asked'
    if (comparison.credits >= settings['reconcile.credits']) return 'budget'
    const left = await comparing.creditsRemaining()
    return left !== null && left < settings['reconcile.reserve'] ? 'reserve' : null
  }

  const legs = legsFrom(sweptNames(sweeping), comparison.began)
  const from = comparison.reached
  for (const [leg, { name, after, until }] of legs.entries()) {
    if (from !== null && leg < from.leg) continue
    const flow = flows.find((one) => one.name === name)
    if (flow === undefined) continue
    const begin = from !== null && leg === from.leg ? (from.after ?? undefined) : after
    const counts = comparison.flows[name] ?? { lookedAt: 0, inStep: 0, differ: 0, confirmed: 0 }
    comparison.flows[name] = counts
    const reach = async (record: Stretch['upTo']): Promise<void> => {
      comparison.reached = { leg, name, after: record }
      await database.withTenant(tenant, (tx) => keepComparison(tx, comparison))
    }
    await reach(begin ?? null)
    try {
      const because = await whyStop()
      if (because !== null) return because
      const confirms = settings['reconcile.repair'] && flow.keepsCopies === true && (await ports.moodle.offers(KEEPS_COPIES))
      for await (const stretch of walk(sweeping, { name, after: begin, until })) {
        const compared = await compareSet(sweeping, flow, sourcesOf(name)[0], stretch, ports)
        await conclude(sweeping, comparison.reportId, name, compared, { counts, confirms })
        if (stretch.upTo !== null) await reach(stretch.upTo)
        const enough = await whyStop()
        if (enough !== null) return enough
      }
    } catch (error) {
      if (endsTheNight(error)) return error.code
      counts.trouble = error instanceof CodedError ? error.code : 'run.unexpected'
      if (!(error instanceof CodedError)) comparing.onBug(error, name)
    }
  }
  await database.withTenant(tenant, (tx) => keepComparison(tx, comparison))
  return null
}

/** A system that is away is away for every flow; a function that Moodle lacks concerns those that use it. */
const endsTheNight = (error: unknown): error is CodedError =>
  error instanceof RetryLaterError || (error instanceof SystemHeldError && error.code !== 'moodle.function_missing')

/** First the report, then the hints: should we die between the two, the set is compared once more and says both again. */
async function conclude(
  sweeping: Sweeping,
  reportId: string,
  name: SyncName,
  compared: readonly Compared[],
  { counts, confirms }: { counts: FlowCounts; confirms: boolean },
): Promise<void> {
  const { database, tenant, settings } = sweeping
  const repairs = settings['reconcile.repair']
  const hints: Finding[] = []
  const items = compared.flatMap((one) => {
    if (one.items.length === 0 || !one.repairable || !repairs) return one.items
    const hint = repairOf(reportId, name, one)
    hints.push(hint)
    return one.items.map((item) => ({ ...item, eventId: hint.event.eventId }))
  })
  await database.withTenant(tenant, (tx) => storeItems(tx, reportId, items))
  const old = confirms ? compared.filter(isOldCopy) : []
  if (old.length > 0) hints.push(confirmationOf(reportId, name, old))
  await writeFindings(sweeping, hints)

  const differing = compared.filter((one) => one.items.length > 0).length
  counts.lookedAt += compared.length
  counts.differ += differing
  counts.inStep += compared.length - differing
  counts.confirmed += old.length
}

const isOldCopy = ({ items, walked: { hasTargets, settledAt } }: Compared): boolean =>
  items.length === 0 && hasTargets && settledAt !== null && Date.now() - settledAt.getTime() > CONFIRMED_AFTER_MS

function repairOf(reportId: string, name: SyncName, { walked: { subject, record, lost } }: Compared): Finding {
  const { module } = sourcesOf(name)[0]
  const about = { module, recordId: record, eventType: lost ? 'deleted' : 'updated' } as const
  return finding(`sweep:drift:${reportId}:${name}:${subject}`, about, [{ flow: name, subject }])
}

/** One event for all of a set: nothing has happened to them, so they shall not fill the ledger. */
function confirmationOf(reportId: string, name: SyncName, old: readonly Compared[]): Finding {
  const { module } = sourcesOf(name)[0]
  const [first] = old
  const record = first?.walked.record ?? ''
  return finding(
    `sweep:confirm:${reportId}:${name}:${record}`,
    { module, recordId: record, eventType: 'confirmed' },
    old.map(({ walked: { subject } }) => ({ flow: name, subject })),
  )
}
