import { once } from 'node:events'
import { type Child, startChild } from '../child.ts'
import type { BenchDatabase } from '../cluster.ts'
import type { Contestant } from './contestant.ts'
import type { Deed } from './target.ts'

/** A peer with a handler that makes two calls, one after the other. Whoever gives it work is another process, which is not killed. */
export async function peer(
  name: string,
  file: string,
  database: BenchDatabase,
  answerAfterMs: number,
  heartbeat: 'as it comes' | 'shortest',
): Promise<Contestant> {
  const target: Child<string> = await startChild<string>(new URL('./target.ts', import.meta.url), { answerAfterMs })
  const at = new URL(`../peers/kill/${file}`, import.meta.url)
  const common = { superuserUrl: database.superuserUrl, target: target.ready, heartbeat }
  const giver = await startChild(at, { ...common, role: 'giver' })
  let asking: Promise<unknown> = Promise.resolve()
  let living: Child<undefined> | undefined

  return {
    name,
    kinds: ['create', 'tell'],
    async start() {
      const worker = await startChild(at, { ...common, role: 'worker' })
      living = worker
      return { kill: () => void worker.process.kill('SIGKILL'), ended: once(worker.process, 'exit') }
    },
    async give(nth) {
      // A child answers one question at a time.
      asking = asking.then(() => giver.ask({ key: `k${nth}` }))
      await asking
      return { key: `k${nth}`, acceptedAt: Date.now() }
    },
    deeds: () => target.ask<Deed[]>('deeds'),
    async stop() {
      living?.process.kill('SIGKILL')
      giver.process.kill('SIGKILL')
      await target.stop()
    },
  }
}
