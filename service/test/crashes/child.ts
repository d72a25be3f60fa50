import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log/log.ts'
import { type Boundary, watchCalls, watchCommits } from './boundaries.ts'
import type { FromChild, ToChild } from './service-process.ts'

// The whole service in a process of its own, which dies by SIGKILL at the boundary it is told.
let target: (Boundary & { nth: number }) | undefined
let passed = 0

const say = (message: FromChild): void => void process.send?.(message)

function at(boundary: Boundary): void {
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
    const config = { ...readConfig({ ENVIRONMENT: 'test', LOG_LEVEL: 'silent' }), port: 0 }
    void startApp({ config, databaseUrl, addresses, log: createLog('silent') }).then((app) => {
      process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)))
      say({ url: app.url })
    })
  } else {
    target = message.dieAt
    say({ armed: true })
  }
})
process.on('disconnect', () => process.exit(1))
watchCommits(at)
watchCalls(at)
