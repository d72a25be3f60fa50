import type { FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { SystemHeldError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT, type TenantId } from '../../src/domain/ids.ts'
import { api } from '../../src/http/api/api.ts'
import { createServer } from '../../src/http/server.ts'
import { createKey } from '../../src/verbs/api-keys.ts'
import { createLedgerWorld } from '../ledger-world.ts'

export type ApiWorld = Awaited<ReturnType<typeof createApiWorld>>

/** The REST API over a ledger of its own. Moodle is well; Zoho has lost our consent. */
export async function createApiWorld(given: { docsNeedKey?: boolean } = {}) {
  const ledger = await createLedgerWorld()
  const routes: { method: string; url: string }[] = []
  const registry = new Registry()
  const server: FastifyInstance = createServer({
    plugins: [
      async (scope) => {
        scope.addHook('onRoute', ({ method, url }) => {
          for (const one of [method].flat()) routes.push({ method: one, url })
        })
        await scope.register(
          api({
            database: ledger.database,
            afterCommit: ledger.desk().afterCommit,
            connectionsOf: async () => ({
              zoho: {
                state: async () => ({
                  tokenExpiresAt: new Date('2026-01-01T00:00:00Z'),
                  pausedUntil: null,
                  creditsRemaining: 1200,
                }),
                probe: async () => {
                  throw new SystemHeldError('zoho', 'zoho.consent_lost', { error: 'invalid_code' })
                },
              },
              moodle: { probe: async () => {} },
            }),
            simulated: { zoho: true, moodle: false },
            registry,
            docsNeedKey: given.docsNeedKey ?? true,
          }),
        )
      },
    ],
  })
  await server.ready()
  const newKey = async (tenant: TenantId = DEFAULT_TENANT): Promise<string> =>
    (await createKey(ledger.desk(tenant), 'a test')).key
  const key = await newKey()

  return {
    ...ledger,
    server,
    routes,
    key,
    newKey,
    /** A request with a key; an empty one carries none. */
    async ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, withKey = key) {
      const answer = await server.inject({
        method,
        url,
        headers: withKey === '' ? {} : { authorization: `Bearer ${withKey}` },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const isJson = /json/.test(String(answer.headers['content-type']))
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: isJson ? answer.json() : undefined }
    },
    async stop() {
      await server.close()
      await ledger.stop()
    },
  }
}
