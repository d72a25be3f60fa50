import { Counter, Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBreaker } from '../../src/connections/breaker.store.ts'
import { RetryLaterError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT, zohoId } from '../../src/domain/ids.ts'
import { settings } from '../../src/settings/definitions.ts'
import { endSyncRun, keepPlace, takeSyncRun } from '../../src/sync/sync-runs.store.ts'
import { administer, inDatabase } from '../database.ts'
import { student } from '../ledger-world.ts'
import { type ApiWorld, noPort, openApi } from './open-api.ts'

let world: ApiWorld
const registry = new Registry()
new Counter({ name: 'kept_promises', help: 'Kept promises', registers: [registry] }).inc(3)
const well = async () => {}
const unwell = { probe: well }

beforeAll(async () => {
  world = await openApi({
    registry,
    simulated: { zoho: true, moodle: false },
    connectionsOf: async () => ({
      zoho: {
        state: async () => ({
          tokenExpiresAt: new Date('2026-01-25T10:00:00Z'),
          pausedUntil: new Date('2026-01-25T09:10:00Z'),
          creditsRemaining: 4711,
        }),
        probe: well,
        port: noPort,
      },
      moodle: { probe: () => unwell.probe(), port: noPort },
    }),
  })
})
afterAll(() => world.stop())

test('every setting is there with what it says, and a change is remembered with who made it', async () => {
  const { body } = await world.get('/v1/settings')
  expect(body.settings.map(({ key }: { key: string }) => key)).toEqual(Object.keys(settings))
  const changed = await world.put('/v1/settings/deletions.per_hour', { value: 25 })
  expect(changed).toMatchObject({ status: 200, body: { value: 25, standard: 10, is_standard: false, released: 0 } })
  expect((await world.get('/v1/settings/deletions.per_hour')).body.value).toBe(25)
  expect((await world.get('/v1/settings/deletions.per_hour/history')).body.changes).toMatchObject([
    { before: null, after: 25, changed_by: 'key registrar' },
  ])
})

test('a comparison of both sides can be asked for', async () => {
  expect(await world.post('/v1/drift', {})).toMatchObject({ status: 202, body: { status: 'asked' } })
  expect((await world.get('/v1/drift')).body).toEqual({ reports: [] })
})

test('a setting that is wrong or unknown changes nothing', async () => {
  expect(await world.put('/v1/settings/deletions.per_hour', { value: 'many' })).toMatchObject({
    status: 422,
    body: { code: 'setting.invalid' },
  })
  expect(await world.put('/v1/settings/weather', { value: 'fair' })).toMatchObject({
    status: 404,
    body: { code: 'setting.unknown' },
  })
  expect(await world.put('/v1/settings/deletions.per_hour', { value: 1, also: 2 })).toMatchObject({ status: 400 })
})

test('a bulk read tells how far it is, and what became of its hints', async () => {
  const runId = await world.database.withTenant(DEFAULT_TENANT, async (tx) => {
    const run = await takeSyncRun(tx, 'students', 'a test')
    const counts = { read: 9, added: 1, changed: 1, gone: 0, withheld: 0, unchanged: 7 }
    await keepPlace(tx, run, run.place, { source: 'students', readUpTo: zohoId(student(9)) }, counts)
    await endSyncRun(tx, run.runId, 'completed')
    return run.runId
  })
  for (const n of [1, 2]) {
    await world.receive(student(n), { source: 'sync', eventId: `sync:${runId}:${student(n)}`, lane: 'bulk' })
  }
  expect((await world.get(`/v1/sync/status/${runId}`)).body).toMatchObject({
    job_id: runId,
    status: 'completed',
    read: 9,
    unchanged: 7,
    events: { written: 2, in_line: 2, done: 0 },
  })
  const other = await world.keyOfAnother('sync-college')
  expect((await world.get(`/v1/sync/status/${runId}`, other)).status).toBe(404)
})

test('a connection tells its token, its pause, its credits and whether it is a stand-in', async () => {
  expect((await world.get('/health/zoho')).body).toMatchObject({
    status: 'ok',
    simulated: true,
    mixed: true,
    token_expires_at: '2026-01-25T10:00:00.000Z',
    paused_until: '2026-01-25T09:10:00.000Z',
    credits_left: 4711,
    probe: null,
  })
  const other = await world.keyOfAnother('real-college')
  expect((await world.get('/health/zoho', other)).body).toMatchObject({ simulated: false, mixed: false })
})

test('a held connection says why in words, and a probe asks it now', async () => {
  await world.database.withTenant(DEFAULT_TENANT, (tx) =>
    openBreaker(tx, 'moodle', { code: 'moodle.maintenance', params: {}, probeAfterMs: 15_000 }),
  )
  unwell.probe = async () => {
    throw new RetryLaterError('moodle.unreachable', { reason: 'ECONNREFUSED' })
  }
  expect((await world.get('/health/moodle?probe=1')).body).toMatchObject({
    status: 'held',
    held_because: { code: 'moodle.maintenance', todo: expect.stringMatching(/\w/) },
    next_probe_at: expect.stringMatching(/Z$/),
    probe: { ok: false, trouble: { code: 'moodle.unreachable' } },
  })
})

test('the figures are for the operator: only the default college’s keys see them', async () => {
  const { status, text, headers } = await world.get('/metrics')
  expect(status).toBe(200)
  expect(headers['content-type']).toContain('text/plain')
  expect(text).toContain('kept_promises 3')
  expect((await world.get('/metrics', await world.keyOfAnother('curious-college'))).status).toBe(404)
})

test('a Moodle whose plugin has spoken and falls silent is told', async () => {
  expect((await world.get('/health/moodle')).body).toMatchObject({ last_sign_of_life: null, is_silent: false })
  const ping = { source: 'moodle', name: 'moodle.ping.ping', eventType: 'ping', entityType: 'ping', recordId: 'ping' } as const
  const { eventId } = await world.receive('ping', ping)
  expect((await world.get('/health/moodle')).body).toMatchObject({
    last_sign_of_life: expect.stringMatching(/Z$/),
    is_silent: false,
  })
  await administer(
    world.superuserUrl,
    `update integration_events_log set created_at = now() - interval '36 minutes' where event_id = '${eventId}'`,
  )
  expect((await world.get('/health/moodle')).body).toMatchObject({ is_silent: true })
})

test('the description is OpenAPI 3.1, names every parameter of a path, and asks for a key everywhere but at /health', async () => {
  const { body } = await world.get('/openapi.json')
  expect(body.openapi).toMatch(/^3\.1\./)
  type Operation = { parameters?: { name: string; in: string }[]; security?: unknown[]; summary?: string }
  for (const [path, methods] of Object.entries<Record<string, Operation>>(body.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const operation of Object.values(methods)) {
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect([path, described]).toEqual([path, named])
      expect(operation.summary).toMatch(/\w/)
      expect([path, operation.security]).toEqual([path, path === '/health' ? [] : undefined])
    }
  }
  expect(body.security).toEqual([{ key: [] }])
  const pointers = JSON.stringify(body).match(/#\/components\/schemas\/\w+/g) ?? []
  expect(pointers.length).toBeGreaterThan(5)
  for (const pointer of pointers) expect(body.components.schemas).toHaveProperty(pointer.split('/').at(-1) ?? '')
})

test('the page to read it in comes from this server alone', async () => {
  const page = await world.get('/docs/')
  expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  expect(page.headers['content-security-policy']).toContain("connect-src 'self'")
  expect((await world.get('/docs/js/scalar.js')).status).toBe(200)
})

test('in development anybody may read the description', async () => {
  const open = await openApi({ docsNeedKey: false })
  try {
    expect((await open.get('/openapi.json', null)).status).toBe(200)
    expect((await open.get('/docs/', null)).status).toBe(200)
    expect((await open.get('/v1/events', null)).status).toBe(401)
  } finally {
    await open.stop()
  }
})

test('without its database the service says so, and when to come back', async () => {
  const lost = await openApi()
  const name = new URL(lost.url).pathname.slice(1)
  await administer(inDatabase(lost.superuserUrl, 'postgres'), `drop database ${name} with (force)`)
  try {
    expect(await lost.get('/health', null)).toMatchObject({ status: 503, body: { status: 'not ok' } })
    const refused = await lost.get('/v1/events')
    expect(refused).toMatchObject({ status: 503, body: { code: 'database.unreachable' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  } finally {
    await lost.stop()
  }
})
