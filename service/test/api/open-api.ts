import { Registry } from 'prom-client'
import type { TenantId } from '../../src/domain/ids.ts'
import { api } from '../../src/http/api/api.ts'
import type { ApiOptions } from '../../src/http/api/api-options.ts'
import { createServer } from '../../src/http/server.ts'
import { createKey } from '../../src/verbs/api-keys.ts'
import { createLedgerWorld } from '../ledger-world.ts'

export type ApiWorld = Awaited<ReturnType<typeof openApi>>

/** Of a world without outside systems. */
export const noPort = (): never => {
  throw new Error('This world has no outside systems')
}

/** The REST API over a ledger of its own. Nobody is called outside: what its connections say is the test's choice. */
export async function openApi(options: Partial<ApiOptions> = {}) {
  const world = await createLedgerWorld()
  const server = createServer({
    plugins: [
      api({
        database: world.database,
        ledger: world.ledger,
        afterCommit: world.desk().afterCommit,
        connectionsOf: async () => ({
          zoho: {
            state: async () => ({ tokenExpiresAt: new Date('2026-01-25T10:00:00Z'), pausedUntil: null, creditsRemaining: 4711 }),
            probe: async () => {},
            port: noPort,
          },
          moodle: { probe: async () => {}, port: noPort },
        }),
        outsideOf: () => Promise.reject(new Error('Nobody is called outside')),
        planner: {
          create: () => Promise.reject(new Error('Nobody plans')),
          apply: () => Promise.reject(new Error('Nobody plans')),
        },
        simulated: { zoho: true, moodle: true },
        registry: new Registry(),
        docsNeedKey: true,
        ...options,
      }),
    ],
  })
  const { key } = await createKey(world.desk(), 'registrar')

  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, given: { key?: string | null; body?: object } = {}) => {
    const bearer = given.key === undefined ? key : given.key
    const answer = await server.inject({
      method,
      url,
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      ...(given.body === undefined ? {} : { payload: given.body }),
    })
    const isJson = /json/.test(String(answer.headers['content-type']))
    // Tests know what they asked for and say what they expect.
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: isJson ? answer.json() : undefined }
  }

  return {
    ...world,
    ask,
    key,
    get: (url: string, as?: string | null) => ask('GET', url, as === undefined ? {} : { key: as }),
    post: (url: string, body: object = {}, as?: string) => ask('POST', url, { body, ...(as === undefined ? {} : { key: as }) }),
    put: (url: string, body: object) => ask('PUT', url, { body }),
    /** A key of another college, whose books are opened for it. */
    async keyOfAnother(name: string): Promise<string> {
      const tenant: TenantId = await world.another(name)
      return (await createKey(world.desk(tenant), 'registrar')).key
    },
    async stop() {
      await server.close()
      await world.stop()
    },
  }
}
