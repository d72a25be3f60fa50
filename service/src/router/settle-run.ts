import { closeUncertain, type Observed } from '../audit/trail.store.ts'
import { closeBreaker } from '../connections/breaker.store.ts'
import type { Database, Tx } from '../db/database.ts'
import type { System } from '../domain/errors.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Answer } from '../flows/flow.ts'
import { linkedKeys, locksOfLinks, storeLinks } from '../identity/links.store.ts'
import { writeAttempts } from '../ledger/attempts.store.ts'
import { feed } from '../ledger/feed.store.ts'
import { resolveOlderFailures } from '../ledger/resolve.store.ts'
import { writeVerdicts } from '../ledger/settle.store.ts'
import { finish, handBack } from '../queue/hand-back.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { lockKeys, promise } from '../queue/promise.ts'
import { keysOfStates, notePhotos, storeStates } from '../sync/states.store.ts'
import { answersOfAll, type Outcome } from './answers.ts'
import { arrivedAmong } from './arrivals.ts'
import { judge } from './judge.ts'
import { lateChildren } from './late-children.ts'
import { type LookAlso, lookAlsoAt } from './look-also-at.ts'
import { retrying } from './retrying.ts'
import type { Run } from './run.ts'
import type { Sorted } from './switches.ts'

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

  const judged = judge(run, jobs, sorted, answerOf, { lost, childrenOf, arrived })
  const { verdicts, passes, settled } = judged

  const fed = await feed(
    tx,
    judged.feedings,
    verdicts.flatMap(({ hints }) => hints),
  )
  await writeVerdicts(tx, verdicts, run.startedAt)
  await storeStates(tx, [...unsettled, ...settled.flatMap((job) => answerOf(job).remember?.records ?? [])])
  await notePhotos(
    tx,
    settled.flatMap((job) => answerOf(job).remember?.photos ?? []),
  )
  await resolveOlderFailures(tx, judged.inStep)
  await closeUncertain(
    tx,
    run.flow.name,
    run.id,
    jobs.flatMap((job) => observedOf(job, answerOf(job))),
  )
  await writeAttempts(tx, run, [...verdicts, ...passes])
  await handBack(tx, judged.returns)
  await promise(tx, run.tenant, fed)
  await lookAlsoAt(
    tx,
    run,
    jobs.flatMap((job) => looksOf(job, answerOf(job), linkedMeanwhile)),
  )
  await noteHealth(tx, run, outcome)
  return [...verdicts, ...passes].map(({ verdict }) => verdict.code)
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
