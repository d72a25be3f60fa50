import { closeUncertain, type Observed } from '../audit/trail.store.ts'
import { closeBreaker, countOutage, openBreaker } from '../connections/breaker.store.ts'
import type { Database, Tx } from '../db/database.ts'
import { CodedError, RetryLaterError, type System, type SystemHeldError } from '../domain/errors.ts'
import { sameRoute } from '../domain/route.ts'
import { needsAttention, needsAttentionBecause, passedOn, type Verdict } from '../domain/verdicts.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Answer } from '../flows/flow.ts'
import { linkedKeys, locksOfLinks, storeLinks } from '../identity/links.store.ts'
import { writeAttempts } from '../ledger/attempts.store.ts'
import { type Feeding, feed } from '../ledger/feed.store.ts'
import { resolveOlderFailures } from '../ledger/resolve.store.ts'
import { type HintVerdict, writeVerdicts } from '../ledger/settle.store.ts'
import type { NewLink } from '../ports/memory.ts'
import { finish, handBack, type Return } from '../queue/hand-back.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { lockKeys, promise } from '../queue/promise.ts'
import { keysOfStates, notePhotos, storeStates } from '../sync/states.store.ts'
import { arrivedAmong } from './arrivals.ts'
import { concluded } from './conclude.ts'
import { lateChildren } from './late-children.ts'
import { type LookAlso, lookAlsoAt } from './look-also-at.ts'
import { retrying } from './retrying.ts'
import type { Run } from './run.ts'
import type { Sorted } from './switches.ts'
import { waitForSystem } from './system-waits.ts'

/** How a run of a set ended: with an answer for each subject, or with something that concerns them all. */
export type Outcome =
  | { kind: 'answers'; answers: ReadonlyMap<string, Answer> }
  | { kind: 'system held'; error: SystemHeldError }
  | { kind: 'trouble'; error: unknown }

/**
 * Settles a run in one transaction, under the fence of its jobs: verdicts, links, last known state, the end of the jobs and their return
 * to the queue. @returns the codes of the verdicts, for the log
 */
export const settleRun = (database: Database, run: Run, sorted: Sorted, outcome: Outcome): Promise<string[]> =>
  retrying(() => database.withTenant(run.tenant, (tx) => settle(tx, run, sorted, outcome), { keepsPlans: true }))

async function settle(tx: Tx, run: Run, sorted: Sorted, outcome: Outcome): Promise<string[]> {
  const ours = await finish(tx, run.jobs)
  const jobs = run.jobs.filter(({ id }) => ours.has(id))
  const answerOf = await answersOfAll(tx, run, jobs, outcome)

  const links = jobs.flatMap((job) => answerOf(job).remember?.links ?? [])
  const unsettled = jobs.flatMap((job) => answerOf(job).remember?.unsettled ?? [])
  const states = [...unsettled, ...jobs.flatMap((job) => answerOf(job).remember?.records ?? [])]
  const waits = jobs.flatMap((job) => waitOf(answerOf(job)) ?? [])
  const without = jobs.flatMap((job) => answerOf(job).without ?? [])
  await lockKeys(tx, [...locksOfLinks(links), ...keysOfStates(states), ...waits, ...without])
  const childrenOf = await lateChildren(tx, links, run.startedAt)
  const lost = new Set(await storeLinks(tx, links))
  const linkedMeanwhile = await linkedKeys(tx, without)
  const arrived = await arrivedAmong(tx, waits, run.startedAt)

  const verdicts: HintVerdict[] = []
  const feedings: Feeding[] = []
  // What signposts did: part of the event's story, but no outcome of it.
  const passes: HintVerdict[] = []
  const returns: Return[] = []
  // Whose flow gave the last word, so that what it remembers is kept: not those whose hints merely were switched off.
  const settled: ClaimedJob[] = []
  // Whose older failures are over: a flow that has nothing to do has nothing to complain about either.
  const inStep: { flow: string; subject: string; by: number }[] = []
  for (const job of jobs) {
    const { on, off } = sorted.get(job) ?? { on: [], off: [] }
    for (const { hint, verdict } of off)
      verdicts.push({ job, hints: [hint.id], verdict, retryCount: job.attempts, nextAttemptAt: undefined })
    if (on.length === 0) continue
    const said = answerOf(job)
    const link = said.remember?.links?.find((mine) => lost.has(mine))
    const answer: Answer = link === undefined ? said : { verdict: takenByAnother(link) }
    const rest = { ...job, hints: on.map(({ id }) => id) }
    const by = rest.hints.at(-1) ?? 0
    const keys = answer.passOn ?? [
      ...(answer.feeds ?? []),
      ...(answer.remember?.links ?? [])
        .flatMap(({ zohoId }) => childrenOf(zohoId))
        .filter((key) => !answer.feeds?.some((fed) => sameRoute(fed, key))),
    ]
    if (keys.length > 0) feedings.push({ job, hints: rest.hints, keys, signpost: answer.passOn !== undefined })
    if (answer.passOn !== undefined) {
      passes.push({
        job: rest,
        hints: rest.hints,
        verdict: passedOn(answer.passOn),
        retryCount: job.attempts,
        nextAttemptAt: undefined,
      })
      settled.push(job)
      inStep.push({ flow: job.flow, subject: job.subject, by })
      continue
    }
    const { verdict, back } = concluded(run, job, answer, arrived)
    verdicts.push({
      job: rest,
      hints: rest.hints,
      verdict,
      retryCount: back?.attempts ?? job.attempts,
      nextAttemptAt: back?.afterMs === undefined ? undefined : new Date(Date.now() + back.afterMs),
    })
    if (back !== undefined) returns.push({ ...back, job: rest })
    if (verdict.status === 'completed' || verdict.status === 'skipped') settled.push(job)
    if (settled.includes(job) && !verdict.needsAttention) inStep.push({ flow: job.flow, subject: job.subject, by })
  }

  const fed = await feed(
    tx,
    feedings,
    verdicts.flatMap(({ hints }) => hints),
  )
  await writeVerdicts(tx, verdicts, run.startedAt)
  await storeStates(tx, [...unsettled, ...settled.flatMap((job) => answerOf(job).remember?.records ?? [])])
  await notePhotos(
    tx,
    settled.flatMap((job) => answerOf(job).remember?.photos ?? []),
  )
  await resolveOlderFailures(tx, inStep)
  await closeUncertain(
    tx,
    run.flow.name,
    run.id,
    jobs.flatMap((job) => observedOf(job, answerOf(job))),
  )
  await writeAttempts(tx, run, [...verdicts, ...passes])
  await handBack(tx, returns)
  await promise(tx, run.tenant, fed)
  await lookAlsoAt(
    tx,
    run,
    jobs.flatMap((job) => looksOf(job, answerOf(job), linkedMeanwhile)),
  )
  await noteHealth(tx, run, outcome)
  return [...verdicts, ...passes].map(({ verdict }) => verdict.code)
}

/** Somebody else linked the same object at the same moment. */
const takenByAnother = ({ module, zohoId, moodleId }: NewLink): Verdict =>
  module === 'BTEC_Students'
    ? needsAttention('student.account_taken', { student: zohoId, user: moodleId })
    : needsAttention('link.taken', { module, record: zohoId, object: moodleId })

/** One answer per job, whatever happened to the set as a whole. Opens the breaker when a system is down. */
async function answersOfAll(
  tx: Tx,
  run: Run,
  jobs: readonly ClaimedJob[],
  outcome: Outcome,
): Promise<(job: ClaimedJob) => Answer> {
  if (outcome.kind === 'answers') {
    const unanswered: Answer = { verdict: new RetryLaterError('run.unexpected', { kind: 'no answer' }) }
    const lost: Answer = { verdict: new RetryLaterError('run.unexpected', { kind: 'passed on to itself' }) }
    return (job) => {
      const answer = outcome.answers.get(job.subject) ?? unanswered
      return answer.passOn?.some((key) => sameRoute(key, job)) ? lost : answer
    }
  }
  if (outcome.kind === 'system held') {
    const { system, code, params, retryAfterMs } = outcome.error
    await openBreaker(tx, system, { code, params, probeAfterMs: retryAfterMs ?? run.settings['breaker.probe_ms'] })
    return () => waitForSystem(system, code, params)
  }
  const { error } = outcome
  if (error instanceof RetryLaterError) {
    if (error.system === undefined || !(await outageOpensBreaker(tx, run, error.system, error))) return () => ({ verdict: error })
    const { system, code, params } = error
    return () => waitForSystem(system, code, params)
  }
  if (error instanceof CodedError && jobs.length === 1) return () => ({ verdict: needsAttentionBecause(error) })
  const unexpected: Answer = {
    verdict: new RetryLaterError('run.unexpected', { kind: error instanceof Error ? error.name : 'unknown' }),
  }
  return () => unexpected
}

async function outageOpensBreaker(tx: Tx, run: Run, system: System, error: RetryLaterError): Promise<boolean> {
  if ((await countOutage(tx, system)) < run.settings['breaker.outages']) return false
  const probeAfterMs = error.retryAfterMs ?? run.settings['breaker.probe_ms']
  await openBreaker(tx, system, { code: error.code, params: error.params, probeAfterMs })
  return true
}

/** A system that answered is not in a row of outages any more. */
async function noteHealth(tx: Tx, run: Run, outcome: Outcome): Promise<void> {
  if (outcome.kind !== 'answers') return
  for (const [system, breaker] of run.breakers) {
    const answered = run.calls.some((call) => call.system === system && call.status >= 200 && call.status < 500)
    if (!breaker.open && breaker.failures > 0 && answered) await closeBreaker(tx, system)
  }
}

const waitOf = ({ verdict }: Answer): string | undefined =>
  verdict === undefined || verdict instanceof Error || verdict.status !== 'waiting' ? undefined : verdict.waitsFor

/** What a flow asks for, and the key itself where it did without something that is there by now. */
const looksOf = (job: ClaimedJob, { lookAlsoAt: asked = [], without = [] }: Answer, arrived: ReadonlySet<string>): LookAlso[] => [
  ...asked.map((record) => ({ ...record, because: job })),
  ...without
    .filter((key) => arrived.has(key))
    .map((key) => {
      const [, module, recordId = ''] = key.split(':')
      return { flow: job.flow, subject: job.subject, module: module as ZohoModule, recordId, because: job }
    }),
]

const observedOf = ({ subject }: ClaimedJob, { observed = {}, observedEach = [] }: Answer): Observed[] => [
  ...observedEach.map((seen) => ({ subject, ...seen })),
  ...Object.entries(observed).map(([system, fields]) => ({ subject, system: system as System, fields: fields ?? null })),
]
