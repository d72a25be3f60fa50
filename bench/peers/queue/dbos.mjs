import { DBOS } from '@dbos-inc/dbos-sdk'
import { ready, task } from '../../parent.ts'
import { scorekeeper } from '../../queue/contest.ts'

// At its best for this: a partition per subject that runs one at a time keeps the order.
const { superuserUrl } = task()
const QUEUE = 'nothing'
let keeper
let filled = { subjects: 0, hintsEach: 0 }
const work = DBOS.registerWorkflow(
  async (subject, nth) => {
    await DBOS.runStep(async () => keeper.handle(subject, [nth]), {
      name: 'handle',
      retriesAllowed: true,
      intervalSeconds: 0.1,
      maxAttempts: 3,
    })
  },
  { name: 'work' },
)
DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: superuserUrl,
  systemDatabasePoolSize: 10,
  logLevel: 'error',
  runAdminServer: false,
})
await DBOS.launch()
await DBOS.registerQueue(QUEUE, { partitionConcurrency: 1, minPollingIntervalMs: 20 })

ready(undefined, async (question) => {
  if ('fill' in question) {
    filled = question.fill
    return undefined
  }
  // It has no way to put work aside first: it is enqueued while it drains, and both are timed together.
  keeper = scorekeeper(filled.subjects, filled.hintsEach, question.drain.failingShare)
  const startedAt = performance.now()
  for (let nth = 1; nth <= filled.hintsEach; nth++) {
    for (let from = 0; from < filled.subjects; from += 50) {
      await Promise.all(
        Array.from({ length: Math.min(50, filled.subjects - from) }, (_, at) =>
          DBOS.startWorkflow(work, { queueName: QUEUE, enqueueOptions: { queuePartitionKey: String(from + at) } })(
            String(from + at),
            nth,
          ),
        ),
      )
    }
  }
  await keeper.finished
  return keeper.score((performance.now() - startedAt) / 1000)
})
