import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log/log.ts'
import { type Boundary, watchCalls, watchCommits } from './boundaries.ts'
import type { FromChild, ToChild } from './service-process.ts'

// The whole service in a process of its own, which dies by SIGKILL at the boundary it is told.
let target: (Boundary & { nth: number }) | undefined
let passed = 0
/** The queue is asked for work all the time; only a claim after a receipt takes what the test has sent. */
let received = false

const say = (message: FromChild): void => void process.send?.(message)

function at(boundary: Boundary): void {
  if (boundary.label === 'commit of the claim' && !received) return
  if (boundary.label === 'commit of the receipt' && boundary.when === 'after') received = true
  if (target === undefined) {
    say({ boundary })
    return
  }
  if (boundary.label !== target.label || boundary.when !== target.when) return
  passed += 1
  if (passed === target.nth) process.kill(process.pid, 'SIGKILL')
}

process.on('message', (message: ToChild) => {
  if ('start' in message) {
    const { databaseUrl, addresses } = message.start
    target = message.dieAt
    const config = { ...readConfig({ ENVIRONMENT: 'test', LOG_LEVEL: 'silent' }), port: 0 }
    void startApp({ config, databaseUrl, addresses, log: createLog('silent') }).then((app) => {
      process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)))
      say({ url: app.url })
    })
  } else {
    target = message.dieAt
    received = false
    say({ armed: true })
  }
})
process.on('disconnect', () => process.exit(1))
watchCommits(at)
watchCalls(at)
