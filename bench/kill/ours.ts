import { once } from 'node:events'
import { createServer } from 'node:net'
import type { BenchDatabase } from '../cluster.ts'
import { createSender } from '../live/hints.ts'
import { setSetting, startService } from '../service.ts'
import { type Call, startCollege } from '../simulated-college.ts'
import type { Contestant } from './contestant.ts'
import type { Deed } from './target.ts'

/**
 * The whole service with its students' flow: a new student gets an account (looked for, then made) and Zoho is told its id.
 * @param leaseMs undefined for the service as it comes
 */
export async function ours(
  name: string,
  database: BenchDatabase,
  answerAfterMs: number,
  students: number,
  leaseMs: number | undefined,
): Promise<Contestant> {
  const college = await startCollege()
  const enrolled = await college.enrol(students)
  for (const system of ['zoho', 'moodle'] as const) await college.pace({ system, perCallMs: answerAfterMs })
  await setSetting(database, 'moodle.auth', 'oauth2')
  if (leaseMs !== undefined)
    await setSetting(database, 'queue.timings', { lease_ms: leaseMs, poll_ms: Math.min(1_000, leaseMs / 4) })
  // Killed and started again, it must be found at the same door.
  const port = await freePort()
  const sender = createSender(`http://127.0.0.1:${port}`)
  let living: Awaited<ReturnType<typeof startService>> | undefined

  return {
    name,
    kinds: ['create', 'tell'],
    async start() {
      const service = await startService(database, college.addresses, port)
      living = service
      return { kill: () => void service.process.kill('SIGKILL'), ended: once(service.process, 'exit') }
    },
    async give(nth) {
      const id = enrolled[nth]?.id
      if (id === undefined) throw new Error('There are no more students')
      await sender.hint(id, `bench-${nth}`)
      return { key: id, acceptedAt: Date.now() }
    },
    async deeds() {
      const made = (await college.accounts()).map(({ idnumber }) => String(idnumber))
      return deedsIn(await college.calls(0), made)
    },
    async stop() {
      living?.process.kill('SIGKILL')
      await sender.close()
      await college.stop()
    },
  }
}

/**
 * Reads the simulators' log: `look` is any call about a student, `create` an account that is there, `tell` a write to Zoho. A create that
 * Moodle refused has no effect; one account too many has.
 */
function deedsIn(calls: readonly Call[], made: readonly string[]): Deed[] {
  const deeds: Deed[] = []
  const createdAt = new Map<string, number>()
  for (const { operation, url, body, at, system } of calls) {
    const text = system === 'moodle' ? decodeURIComponent(body ?? '') : `${decodeURIComponent(url)} ${body ?? ''}`
    const when = Date.parse(at)
    for (const [key] of text.matchAll(/5847596000000\d{6}/g)) {
      deeds.push({ key, kind: operation.startsWith('PUT ') ? 'tell' : 'look', at: when })
      if (operation.includes('create_users') && !createdAt.has(key)) createdAt.set(key, when)
    }
  }
  for (const key of made) deeds.push({ key, kind: 'create', at: createdAt.get(key) ?? 0 })
  return deeds
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free')
  return address.port
}
