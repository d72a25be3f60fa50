import { makeWorkerUtils, run } from 'graphile-worker'
import { ready, task } from '../../parent.ts'
import { scorekeeper } from '../../queue/contest.ts'

// At its best for this: a named queue per subject keeps the order, a local queue saves a round trip per job.
const { superuserUrl } = task()
const quiet = () => () => {}
const utils = await makeWorkerUtils({ connectionString: superuserUrl })
await utils.migrate()
let filled = { subjects: 0, hintsEach: 0 }

ready(undefined, async (question) => {
  if ('fill' in question) {
    filled = question.fill
    for (let nth = 1; nth <= filled.hintsEach; nth++) {
      for (let from = 0; from < filled.subjects; from += 500) {
        await utils.addJobs(
          Array.from({ length: Math.min(500, filled.subjects - from) }, (_, at) => ({
            identifier: 'nothing',
            payload: { subject: String(from + at), nth },
            queueName: `s${from + at}`,
          })),
        )
      }
    }
    return undefined
  }
  const keeper = scorekeeper(filled.subjects, filled.hintsEach, question.drain.failingShare)
  const { Logger } = await import('graphile-worker')
  const startedAt = performance.now()
  const runner = await run({
    noHandleSignals: true,
    logger: new Logger(quiet),
    taskList: { nothing: async ({ subject, nth }) => keeper.handle(subject, [nth]) },
    preset: {
      worker: {
        connectionString: superuserUrl,
        concurrentJobs: 24,
        maxPoolSize: 10,
        pollInterval: 1000,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  await keeper.finished
  const seconds = (performance.now() - startedAt) / 1000
  await runner.stop()
  return keeper.score(seconds)
})
