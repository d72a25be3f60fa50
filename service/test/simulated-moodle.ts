import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Simulators, startSimulators } from '../../simulators/server.ts'
import { connectMoodle, type MoodleConnection, type MoodleOptions } from '../src/clients/moodle/connect-moodle.ts'
import type { Lane } from '../src/domain/events.ts'
import { type ZohoId, zohoId } from '../src/domain/ids.ts'
import type { OutsideCall } from '../src/domain/outside-calls.ts'
import type { Written } from '../src/domain/written.ts'
import type { Moodle, MoodleProfile, NewMoodleUser } from '../src/ports/moodle.ts'

export type SimulatedUser = Record<string, unknown> & { id: number; username: string; idnumber: string }
type SimulatedCall = { operation: string; body: string; status: number | null }

/** For one test file: an empty simulated Moodle, and a fresh connection to it for each test. */
export function simulatedMoodle() {
  let simulators: Simulators
  let connection: MoodleConnection
  const calls: OutsideCall[] = []

  beforeAll(async () => {
    simulators = await startSimulators({ seed: 'empty' })
  })
  afterAll(() => simulators.stop())
  beforeEach(async () => {
    await tell('POST', '/reset', { seed: 'empty' })
    calls.length = 0
    connection = connectMoodle(simulators.moodle)
  })
  afterEach(() => connection.close())

  const tell = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${simulators.url}/__sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer.json()
  }

  return {
    address: () => simulators.moodle,
    connection: () => connection,
    /** The port under test; its calls are reported to `calls`. */
    port: (lane: Lane = 'live', of = connection): Moodle => of.port((call) => calls.push(call), lane),
    calls,
    tell,
    breakCall: (match: string, how: string, rest: object = {}) =>
      tell('POST', '/faults', { system: 'moodle', match, how, ...rest }),
    setSite: (settings: object) => tell('PATCH', '/moodle/settings', settings),
    put: (user: object) => tell('PUT', '/moodle/records/users', user) as Promise<SimulatedUser>,
    /** Everybody but guest, administrator and service user. */
    async users(): Promise<SimulatedUser[]> {
      const { records } = (await tell('GET', '/moodle/records/users')) as { records: SimulatedUser[] }
      return records.filter(({ id }) => id > 3)
    },
    async received(operation = ''): Promise<SimulatedCall[]> {
      const { calls } = (await tell('GET', `/calls?system=moodle&operation=${operation}`)) as { calls: SimulatedCall[] }
      return calls
    },
  }
}

/** A server that answers each call with this text; the call itself may be passed on first. */
export async function serverThat(
  answer: (form: string) => Promise<string>,
): Promise<{ url: string; connect(options?: Partial<MoodleOptions>): MoodleConnection; stop(): Promise<void> }> {
  const server: Server = createServer(async (request, reply) => {
    let form = ''
    for await (const piece of request) form += String(piece)
    reply.end(await answer(form))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    connect: (options) => connectMoodle({ url, token: 'secret-token', ...options }),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export const subjectOf = (n: number): ZohoId => zohoId(String(5843104000000100000n + BigInt(n)))

export function newStudent(n: number, profile: Partial<MoodleProfile> = {}, rest: Partial<NewMoodleUser> = {}): NewMoodleUser {
  return {
    subject: subjectOf(n),
    username: `student${n}@college.example`,
    auth: 'oauth2',
    createPassword: false,
    profile: {
      firstname: `First${n}`,
      lastname: `Last${n}`,
      email: `student${n}@college.example`,
      city: 'London',
      country: 'GB',
      idnumber: subjectOf(n),
      ...profile,
    },
    ...rest,
  }
}

export const newStudents = (count: number): NewMoodleUser[] => Array.from({ length: count }, (_, n) => newStudent(n))

export const refusalsIn = (written: readonly Written<unknown>[]) =>
  written.flatMap((answer, place) =>
    answer.outcome === 'refused' ? [{ place, code: answer.error.code, params: answer.error.params }] : [],
  )

export const accountIn = (answer: Written<unknown> | undefined): unknown =>
  answer?.outcome === 'done' ? answer.value : undefined
