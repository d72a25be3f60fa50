import { PgBoss } from 'pg-boss'
import { ready, task } from '../../parent.ts'
import { scorekeeper } from '../../queue/contest.ts'

// At its best for this: strict order per key, fetched in batches of a hundred.
const { superuserUrl } = task()
const boss = new PgBoss({ connectionString: superuserUrl, max: 10 })
boss.on('error', () => {})
await boss.start()
let filled = { subjects: 0, hintsEach: 0 }
/** A queue of its own for each round: finished jobs stay in theirs and would slow the next round's fetches down. */
let queue = ''
let rounds = 0

ready(undefined, async (question) => {
  if ('fill' in question) {
    filled = question.fill
    queue = `nothing-${++rounds}`
    await boss.createQueue(queue, { policy: 'key_strict_fifo', retryLimit: 3, retryDelay: 0 })
    for (let nth = 1; nth <= filled.hintsEach; nth++) {
      for (let from = 0; from < filled.subjects; from += 500) {
        await boss.insert(
          queue,
          Array.from({ length: Math.min(500, filled.subjects - from) }, (_, at) => ({
            data: { subject: String(from + at), nth },
            singletonKey: String(from + at),
          })),
        )
      }
    }
    return undefined
  }
  const { failingShare } = question.drain
  const keeper = scorekeeper(filled.subjects, filled.hintsEach, failingShare)
  const startedAt = performance.now()
  // Several fetchers at once; where single jobs are to fail, a job must be fetched alone to fail alone.
  await boss.work(
    queue,
    { batchSize: failingShare > 0 ? 1 : 100, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true, localConcurrency: 4 },
    async (jobs) => {
      for (const { data } of jobs) keeper.handle(data.subject, [data.nth])
    },
  )
  await keeper.finished
  const seconds = (performance.now() - startedAt) / 1000
  await boss.offWork(queue)
  return keeper.score(seconds)
})
