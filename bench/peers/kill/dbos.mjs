import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import { ready, task } from '../../parent.ts'
import { call } from './two-calls.mjs'

// It has no heartbeat to shorten: a process that starts takes up what it left when it died.
const { superuserUrl, target, role } = task()
const QUEUE = 'work'

if (role === 'giver') {
  const client = await DBOSClient.create({ systemDatabaseUrl: superuserUrl })
  ready(undefined, async ({ key }) => {
    await client.enqueue({ workflowName: 'work', queueName: QUEUE, workflowID: key, queuePartitionKey: key }, key)
    return undefined
  })
} else {
  DBOS.registerWorkflow(
    async (key) => {
      await DBOS.runStep(() => call(target, 'create', key), { name: 'create' })
      await DBOS.runStep(() => call(target, 'tell', key), { name: 'tell' })
    },
    { name: 'work' },
  )
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: superuserUrl,
    systemDatabasePoolSize: 10,
    logLevel: 'error',
    runAdminServer: false,
    applicationVersion: 'one',
  })
  await DBOS.launch()
  await DBOS.registerQueue(QUEUE, { partitionConcurrency: 1, minPollingIntervalMs: 100 })
  ready(undefined)
}
