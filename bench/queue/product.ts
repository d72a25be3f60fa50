import { createHash } from 'node:crypto'
import { openDatabase } from '../../service/src/db/database.ts'
import { RetryLaterError } from '../../service/src/domain/errors.ts'
import { DEFAULT_TENANT } from '../../service/src/domain/ids.ts'
import { completed } from '../../service/src/domain/verdicts.ts'
import type { Flow } from '../../service/src/flows/flow.ts'
import { insertEvents } from '../../service/src/ledger/receive.store.ts'
import { finish, handBack } from '../../service/src/queue/hand-back.ts'
import type { ClaimedSet } from '../../service/src/queue/job.ts'
import { promise } from '../../service/src/queue/promise.ts'
import { startWorker } from '../../service/src/queue/worker.ts'
import { createRouter } from '../../service/src/router/router.ts'
import { ready, task } from '../parent.ts'
import { type Question, scorekeeper } from './contest.ts'

const FLOW = 'nothing'
const HINTS_PER_CALL = 500

/** Our queue by itself (`alone`), or with the router and the ledger's verdicts around it. */
const { databaseUrl, kind } = task<{ databaseUrl: string; kind: 'alone' | 'with verdicts' }>()
const database = openDatabase(databaseUrl, { max: 10, onError: (error) => console.error(error) })

let filled = { subjects: 0, hintsEach: 0 }
/** Which hint of its subject a ledger row is. */
const nthOf = new Map<number, number>()

async function fill(subjects: number, hintsEach: number): Promise<void> {
  filled = { subjects, hintsEach }
  nthOf.clear()
  let next = 1
  for (let nth = 1; nth <= hintsEach; nth++) {
    for (let from = 0; from < subjects; from += HINTS_PER_CALL) {
      const batch = Array.from({ length: Math.min(HINTS_PER_CALL, subjects - from) }, (_, at) => String(from + at))
      const ids = kind === 'alone' ? batch.map(() => next++) : await write(batch, nth)
      ids.forEach((id) => void nthOf.set(id, nth))
      if (kind === 'with verdicts') continue
      const hints = batch.map((subject, at) => ({ flow: FLOW, subject, lane: 'live' as const, hint: ids[at] ?? 0 }))
      await database.withTenant(DEFAULT_TENANT, (tx) => promise(tx, DEFAULT_TENANT, hints))
    }
  }
}

async function write(subjects: readonly string[], nth: number): Promise<number[]> {
  const batch = subjects.map((subject) => ({
    event: {
      source: 'zoho' as const,
      eventId: `${process.pid}-${Date.now()}-${subject}-${nth}`,
      name: 'zoho.student.updated',
      eventType: 'updated',
      module: 'BTEC_Students' as const,
      recordId: subject,
      payload: { module: 'BTEC_Students', record_id: subject },
      bodyHash: createHash('sha256').update(`${subject} ${nth}`).digest('hex'),
      lane: 'live' as const,
    },
    routes: [{ flow: FLOW, subject }],
  }))
  return (await insertEvents(database, DEFAULT_TENANT, batch)).map((id) => id ?? 0)
}

async function drain(failingShare: number) {
  const keeper = scorekeeper(filled.subjects, filled.hintsEach, failingShare)
  const nths = (hints: readonly number[]): number[] => hints.map((id) => nthOf.get(id) ?? 0)

  const runAlone = async (set: ClaimedSet): Promise<void> => {
    const failed = set.jobs.filter((job) => !tried(() => keeper.handle(job.subject, nths(job.hints))))
    await database.withTenant(DEFAULT_TENANT, async (tx) => {
      await finish(tx, set.jobs)
      await handBack(
        tx,
        failed.map((job) => ({ job, afterMs: 100, waitsFor: undefined, attempts: job.attempts + 1, alone: false })),
      )
    })
  }
  const nothing: Flow = {
    name: FLOW,
    systems: [],
    run: async (subjects) =>
      new Map(
        subjects.map(({ id, hints }) => [
          id,
          tried(() => keeper.handle(id, nths(hints.map((hint) => hint.id))))
            ? { verdict: completed('student.in_step', { user: 0, note: '' }) }
            : { verdict: new RetryLaterError('run.unexpected', { kind: 'forced' }, { retryAfterMs: 100 }) },
        ]),
      ),
  }
  const router = createRouter({ database, flows: [nothing], portsFor: async () => ({}) as never, log: () => {} })

  const startedAt = performance.now()
  const worker = startWorker({
    database,
    flows: [FLOW],
    runSet: kind === 'alone' ? runAlone : router,
    onError: (error) => console.error(error),
    setSize: 100,
    slots: 6,
    bulkSlots: 3,
    leaseMs: 8_000,
    pollMs: 1_000,
  })
  await keeper.finished
  const seconds = (performance.now() - startedAt) / 1000
  await worker.stop()
  return keeper.score(seconds)
}

/** Whether it came through: a forced failure is not an error of ours. */
function tried(handle: () => void): boolean {
  try {
    handle()
    return true
  } catch {
    return false
  }
}

ready(undefined, async (question: Question) => {
  if ('fill' in question) return fill(question.fill.subjects, question.fill.hintsEach)
  return drain(question.drain.failingShare)
})
