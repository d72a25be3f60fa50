import { PgBoss } from 'pg-boss'
import { ready, task } from '../../parent.ts'
import { twoCalls } from './two-calls.mjs'

const { superuserUrl, target, role, heartbeat } = task()
const QUEUE = 'work'
const shortest = heartbeat === 'shortest'
const boss = new PgBoss({
  connectionString: superuserUrl,
  max: 10,
  ...(shortest ? { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 } : {}),
})
boss.on('error', () => {})
await boss.start()

if (role === 'giver') {
  // Strict order per key, as ours; ten seconds is the shortest heartbeat it takes.
  await boss.createQueue(QUEUE, { policy: 'key_strict_fifo', retryDelay: 0, ...(shortest ? { heartbeatSeconds: 10 } : {}) })
  ready(undefined, ({ key }) => boss.send(QUEUE, { key }, { singletonKey: key }))
} else {
  await boss.work(
    QUEUE,
    { batchSize: 20, localConcurrency: 4, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
    async (jobs) => {
      await Promise.all(jobs.map(({ data }) => twoCalls(target, data.key)))
    },
  )
  ready(undefined)
}
