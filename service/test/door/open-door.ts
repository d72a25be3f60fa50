import { createHmac } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type Database, openDatabase } from '../../src/db/database.ts'
import type { NewEvent } from '../../src/domain/events.ts'
import { createServer } from '../../src/http/server.ts'
import type { DoorOutcome } from '../../src/http/webhooks/door-errors.ts'
import { webhooks } from '../../src/http/webhooks/webhooks.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createCipher } from '../../src/secrets/cipher.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import type { DoorSecrets } from '../../src/tenants/door-keys.ts'
import { createDoors } from '../../src/tenants/doors.ts'

export const secrets = {
  zoho: { secrets: ['zoho-signing-secret-of-this-test'], tokens: ['static-token-of-this-test-0123456789abcdef'] },
  moodle: { secrets: ['moodle-signing-secret-of-this-test'], tokens: ['moodle-token-of-this-test-0123456789abcdef'] },
} satisfies DoorSecrets

export const cipher = createCipher([{ id: 'test', key: Buffer.alloc(32, 7) }])

/** Every part behind the door for real, on the database given. Students have a flow here, nothing else has. */
export function openDoor(database: Database, options: { now?: () => number; secrets?: DoorSecrets } = {}) {
  const now = options.now ?? Date.now
  const outcomes: DoorOutcome[] = []
  const ledger = createLedger({ database, routesOf, afterCommit: () => {} })
  const doors = createDoors({ database, cipher, defaultSecrets: options.secrets ?? secrets, now })
  const server = createServer({
    plugins: [
      webhooks({
        doors,
        ledger,
        settings: (tenant) => settingsOf(database, tenant),
        observe: (outcome) => outcomes.push(outcome),
        now,
      }),
    ],
  })
  return { server, outcomes }
}

export const connect = (url: string): Database => openDatabase(url, { max: 8, onError: () => {} })

const routesOf = (event: NewEvent) => (event.module === 'BTEC_Students' ? [{ flow: 'students', subject: event.recordId }] : [])

export const signatureOf = (secret: string, body: string | Buffer, at = Date.now()): string => {
  const seconds = Math.floor(at / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`
}

export type Sending = { path?: string; headers?: Record<string, string> }

/** Sends a body as a sender who holds the secret would. */
export async function send(
  server: FastifyInstance,
  system: 'zoho' | 'moodle',
  body: unknown,
  { path = system === 'zoho' ? '/v1/events/zoho/student' : '/v1/events/moodle/user', headers }: Sending = {},
): Promise<LightMyRequestResponse> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const signed = { [`x-${system}-signature`]: signatureOf(secrets[system].secrets[0] ?? '', payload) }
  return server.inject({ method: 'POST', url: path, headers: headers ?? signed, payload })
}

export const storedEvents = async (database: Database, tenant = 'default') => {
  const { rows } = await database.withTenant(tenant, (tx) =>
    tx.query<{ event_id: string; name: string; record_id: string; status: string; payload: unknown; jobs: number }>(
      `select event_id, name, record_id, status, payload, (select count(*)::int from queue_jobs where hints @> array[e.id]) as jobs
         from integration_events_log e order by id`,
    ),
  )
  return rows
}

export const student = (over: Record<string, unknown> = {}) => ({
  event_id: 'evt_1',
  event_type: 'updated',
  module: 'BTEC_Students',
  record_id: '5847596000000123456',
  timestamp: '2026-01-25T10:30:00Z',
  ...over,
})

export const moodleUser = (over: Record<string, unknown> = {}) => ({
  schema: 1,
  event_id: '3f1c8e52-6a0b-4f7d-9c1e-2b8a4d5e6f01',
  seq: 1,
  event_type: 'user_updated',
  occurred_at: 1_760_000_000,
  actor: { id: 2, bridge: false },
  data: { userid: 42 },
  ...over,
})
