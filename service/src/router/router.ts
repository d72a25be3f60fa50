import { randomUUID } from 'node:crypto'
import { LeaseLostError } from '../audit/trail.store.ts'
import { readBreakers } from '../connections/breaker.store.ts'
import type { Database } from '../db/database.ts'
import { SystemHeldError } from '../domain/errors.ts'
import type { Hint } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import { needsAttention } from '../domain/verdicts.ts'
import type { Answer, Flow, Subject } from '../flows/flow.ts'
import { beginRun } from '../ledger/begin.store.ts'
import { mappingsOf } from '../mapping/field-sets.ts'
import { readOverrides } from '../mapping/overrides.store.ts'
import type { ClaimedJob, ClaimedSet } from '../queue/job.ts'
import { readSettings } from '../settings/settings.store.ts'
import type { Outcome } from './answers.ts'
import { retrying } from './retrying.ts'
import type { Run } from './run.ts'
import { openingsFor, type RunPorts } from './run-ports.ts'
import { settleRun } from './settle-run.ts'
import { type Sorted, sortBySwitch } from './switches.ts'
import { waitForSystem } from './system-waits.ts'

export type RouterOptions = {
  database: Database
  flows: readonly Flow[]
  /** The ports of one run, reporting its calls. */
  portsFor: (tenant: TenantId, run: { calls: OutsideCall[]; lane: 'live' | 'bulk' }) => Promise<RunPorts>
  /** One line per attempt, with everything. */
  log: (line: AttemptLine) => void
}

export type AttemptLine = {
  tenant: TenantId
  run: string
  flow: string
  subjects: string[]
  events: number[]
  outcomes: Record<string, number>
  attempt: number
  ms: number
  calls: number
  credits: number
  error?: unknown
}

/** Runs a claimed set: which flow, switched on?, held?, rehearsal? – and takes the verdicts back to the ledger. */
export function createRouter(options: RouterOptions): (set: ClaimedSet) => Promise<void> {
  const flows = new Map(options.flows.map((flow) => [flow.name, flow]))

  return async (set) => {
    const flow = flows.get(set.flow)
    if (flow === undefined) throw new Error(`The queue handed out a job of an unknown flow: ${set.flow}`)
    const { database } = options
    // Marks that a crash may take away: whoever claims the job next makes them again.
    const { settings, overrides, breakers, hints } = await retrying(() =>
      database.withTenant(
        set.tenant,
        async (tx) => {
          const [settings, overrides, breakers, hints] = await Promise.all([
            readSettings(tx),
            readOverrides(tx),
            readBreakers(tx),
            beginRun(tx, set.jobs),
          ])
          return { settings, overrides, breakers, hints }
        },
        { durable: false, keepsPlans: true },
      ),
    )
    const run: Run = {
      id: randomUUID(),
      tenant: set.tenant,
      flow,
      jobs: set.jobs,
      settings,
      mappings: mappingsOf(settings, overrides),
      breakers,
      startedAt: new Date(),
      calls: [],
    }
    const sorted: Sorted = new Map(
      set.jobs.map((job) => [job, sortBySwitch(hints.get(job) ?? [], run.settings['workflows.auto_enabled'])]),
    )
    const subjects = set.jobs.flatMap((job) => subjectOf(job, sorted.get(job)?.on ?? []))

    const { outcome, error } = await answersFor(options, run, subjects)
    if (error instanceof LeaseLostError) {
      options.log({ ...lineOf(run, []), error })
      return
    }
    const settled = await settleRun(database, run, sorted, outcome)
    options.log({ ...lineOf(run, settled), ...(error === undefined ? {} : { error }) })
  }
}

/** Asks the flow, and turns what it throws into an outcome of the whole set. */
async function answersFor(
  options: RouterOptions,
  run: Run,
  subjects: readonly Subject[],
): Promise<{ outcome: Outcome; error?: unknown }> {
  if (subjects.length === 0) return { outcome: { kind: 'answers', answers: new Map() } }
  try {
    const held = run.flow.systems.map((system) => run.breakers.get(system)).find((breaker) => breaker?.open)
    if (held !== undefined)
      return { outcome: { kind: 'answers', answers: forAll(subjects, waitForSystem(held.system, held.code, held.params)) } }

    const ports = await options.portsFor(run.tenant, { calls: run.calls, lane: run.jobs[0]?.lane ?? 'live' })
    const answers = tooOftenExpired(run)
    const fit = subjects.filter(({ id }) => !answers.has(id))
    for (const opening of openingsFor(options.database, run, fit, ports)) {
      for (const [id, answer] of await opening()) answers.set(id, answer)
    }
    return { outcome: { kind: 'answers', answers } }
  } catch (error) {
    if (error instanceof LeaseLostError) return { outcome: { kind: 'answers', answers: new Map() }, error }
    if (error instanceof SystemHeldError) return { outcome: { kind: 'system held', error }, error }
    return { outcome: { kind: 'trouble', error }, error }
  }
}

/** A subject that keeps taking its workers down is not tried for ever. */
const MOST_EXPIRED_LEASES = 5

const tooOftenExpired = (run: Run): Map<string, Answer> =>
  new Map(
    run.jobs
      .filter(({ expiredLeases }) => expiredLeases >= MOST_EXPIRED_LEASES)
      .map((job) => [job.subject, { verdict: needsAttention('run.lease_expired_too_often', { times: job.expiredLeases }) }]),
  )

function subjectOf(job: ClaimedJob, hints: readonly Hint[]): Subject[] {
  if (hints.length === 0) return []
  return [
    {
      id: job.subject,
      hints,
      mayBeEcho: hints.every(({ source, putBackBy }) => (source === 'zoho' || source === 'moodle') && putBackBy === null),
      askedByPerson: hints.some(({ source, putBackBy }) => source === 'person' || putBackBy === 'person'),
      ...(hints.some(({ source, eventType }) => source === 'sync' && eventType === 'confirmed') ? { confirms: true } : {}),
    },
  ]
}

const forAll = (subjects: readonly Subject[], answer: Answer): Map<string, Answer> =>
  new Map(subjects.map(({ id }) => [id, answer]))

function lineOf(run: Run, settled: readonly string[]): AttemptLine {
  const outcomes: Record<string, number> = {}
  for (const code of settled) outcomes[code] = (outcomes[code] ?? 0) + 1
  return {
    tenant: run.tenant,
    run: run.id,
    flow: run.flow.name,
    subjects: run.jobs.map((job) => job.subject),
    events: run.jobs.flatMap((job) => job.hints),
    outcomes,
    attempt: Math.max(...run.jobs.map((job) => job.attempts)) + 1,
    ms: Date.now() - run.startedAt.getTime(),
    calls: run.calls.length,
    credits: run.calls.reduce((sum, call) => sum + (call.credits ?? 0), 0),
  }
}
