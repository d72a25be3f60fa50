import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import {
  createZohoSimulator,
  DEFAULT_CLIENT_ID,
  DEFAULT_CLIENT_SECRET,
  DEFAULT_REFRESH_TOKEN,
  type ZohoSimulator,
} from './zoho.ts'

type Options = Omit<Parameters<typeof createZohoSimulator>[0], 'clock' | 'origin'>

export type Answer = { status: number; body: unknown; headers: Headers }

export type RunningSimulator = {
  simulator: ZohoSimulator
  origin: string
  clock: { now(): number; advance(milliseconds: number): void }
  token(): Promise<string>
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  stop(): Promise<void>
}

/** The records or per-record results of an answer. */
export const dataOf = (answer: Answer): Record<string, unknown>[] => (answer.body as { data: Record<string, unknown>[] }).data

export const infoOf = (answer: Answer): Record<string, unknown> => (answer.body as { info: Record<string, unknown> }).info

/** The id in the nth per-record result. */
export const idIn = (answer: Answer, index = 0): string => {
  const details = dataOf(answer)[index]?.details as { id?: string } | undefined
  if (details?.id === undefined) throw new Error(`No id in ${JSON.stringify(answer.body)}`)
  return details.id
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
}

/** A Zoho simulator on a port of its own, with a clock that stands still until a test moves it. For tests. */
export const runSimulator = async (options: Options = {}): Promise<RunningSimulator> => {
  let now = Date.parse('2026-11-24T09:00:00Z')
  const clock = {
    now: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds
    },
  }
  let origin = ''
  const simulator = createZohoSimulator({ ...options, clock, origin: () => origin })
  const server = Fastify({ forceCloseConnections: true })
  await server.register(async (scope) => simulator.routes(scope), { prefix: '/zoho' })
  await server.listen({ host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/zoho`

  let held: string | undefined
  const token = async (): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: DEFAULT_CLIENT_ID,
      client_secret: DEFAULT_CLIENT_SECRET,
      refresh_token: DEFAULT_REFRESH_TOKEN,
    })
    const answer = await read(await fetch(`${origin}/oauth/v2/token`, { method: 'POST', body }))
    return String((answer.body as { access_token?: string }).access_token)
  }

  return {
    simulator,
    origin,
    clock,
    token,
    async call(method, path, body, headers = {}) {
      if (headers.authorization === undefined) held ??= await token()
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: { authorization: `Zoho-oauthtoken ${held}`, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return read(response)
    },
    async stop() {
      await simulator.stop()
      await server.close()
    },
  }
}
