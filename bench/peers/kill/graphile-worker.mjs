import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { ready, task } from '../../parent.ts'
import { twoCalls } from './two-calls.mjs'

// It has no heartbeat: a dead worker's jobs stay locked for hours.
const { superuserUrl, target, role } = task()

if (role === 'giver') {
  const utils = await makeWorkerUtils({ connectionString: superuserUrl })
  await utils.migrate()
  ready(undefined, ({ key }) => utils.addJob('work', { key }, { queueName: key }))
} else {
  await run({
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: { work: ({ key }) => twoCalls(target, key) },
    preset: { worker: { connectionString: superuserUrl, concurrentJobs: 40, maxPoolSize: 10, pollInterval: 1000 } },
  })
  ready(undefined)
}
