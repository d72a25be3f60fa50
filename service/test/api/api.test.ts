import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventPage, eventStory, systemHealth } from '../../../contract/rest.ts'
import { openBreaker } from '../../src/connections/breaker.store.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { needsAttention } from '../../src/domain/verdicts.ts'
import { revokeKey } from '../../src/verbs/api-keys.ts'
import { student } from '../ledger-world.ts'
import { type ApiWorld, createApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await createApiWorld()
})
afterEach(() => world.stop())

const noEmail = (id: string) => needsAttention('student.no_academic_email', { student: id })

const exemplary: Record<string, string> = { id: '1', key: 'system.dry_run', job_id: '5b0d8d4e-0000-4000-8000-000000000000' }
const addressOf = (url: string): string => url.replace(/:(\w+)/g, (_, name: string) => exemplary[name] ?? 'x')

test('a stranger is refused at every address but /health, and so is whoever shows a wrong key', async () => {
  const routes = world.routes.filter(({ method, url }) => method !== 'OPTIONS' && url !== '/health')
  expect(routes.map(({ url }) => url)).toEqual(expect.arrayContaining(['/v1/events', '/metrics', '/openapi.json', '/docs/']))
  const wrong = [
    undefined,
    'Bearer ',
    'Bearer cb_default_0000000000_0000000000000000000000000000000000000000000',
    `Bearer ${world.key}x`,
    `Bearer ${world.key.replace('cb_default', 'cb_other')}`,
    `Basic ${world.key}`,
    world.key,
  ]
  for (const { method, url } of routes) {
    for (const authorization of wrong) {
      const answer = await world.server.inject({
        method: method as 'GET',
        url: addressOf(url),
        headers: authorization === undefined ? {} : { authorization },
      })
      expect([url, answer.statusCode]).toEqual([url, 401])
      if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'api.unauthorized', status: 401 })
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  }
  expect(await world.ask('GET', '/health', undefined, '')).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('a key that was revoked opens nothing, and neither does one of a college that was closed', async () => {
  expect((await world.ask('GET', '/v1/events')).status).toBe(200)
  await revokeKey(world.desk(), world.key.split('_')[2] ?? '')
  expect((await world.ask('GET', '/v1/events')).status).toBe(401)

  const other = await world.another('other')
  const theirs = await world.newKey(other)
  expect((await world.ask('GET', '/v1/events', undefined, theirs)).status).toBe(200)
  await world.sql(`update extension_tenants set disabled_at = now() where tenant_id = 'other'`)
  expect((await world.ask('GET', '/v1/events', undefined, theirs)).status).toBe(401)
})

test('when a key was last used is kept to the minute, and its secret nowhere', async () => {
  await world.ask('GET', '/v1/events')
  const [first] = await world.sql(`select last_used_at, encode(secret_hash, 'escape') as hash from api_keys`)
  expect(first?.last_used_at).toBeInstanceOf(Date)
  expect(first?.hash).not.toContain(world.key.split('_').slice(3).join('_'))
  await world.ask('GET', '/v1/events')
  const [second] = await world.sql('select last_used_at from api_keys')
  expect(second?.last_used_at).toEqual(first?.last_used_at)
  await world.sql(`update api_keys set last_used_at = now() - interval '61 seconds'`)
  await world.ask('GET', '/v1/events')
  const [third] = await world.sql(`select last_used_at > now() - interval '10 seconds' as fresh from api_keys`)
  expect(third?.fresh).toBe(true)
})

describe('events', () => {
  test('pages follow each other by their cursor', async () => {
    for (let n = 1; n <= 3; n++) await world.receive(student(n))
    const first = eventPage.parse((await world.ask('GET', '/v1/events?limit=2')).body)
    expect([first.events.map(({ id }) => id), first.count, first.count_is_capped]).toEqual([[3, 2], 3, false])
    const second = eventPage.parse((await world.ask('GET', `/v1/events?limit=2&cursor=${first.next_cursor}`)).body)
    expect([second.events.map(({ id }) => id), second.next_cursor]).toEqual([[1], null])
  })

  test('a filter that is not understood is refused by its name', async () => {
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=501', 'limit'],
      ['status=completed,done', 'status'],
      ['since=yesterday', 'since'],
      ['colour=blue', 'request'],
    ]) {
      expect(await world.ask('GET', `/v1/events?${query}`)).toMatchObject({ status: 400, body: { code: 'api.invalid', field } })
    }
    expect(await world.ask('GET', '/v1/events?cursor=xyz')).toMatchObject({ status: 422, body: { field: 'cursor' } })
  })

  test('one event tells its story in words, and a retry puts it back in line', async () => {
    await world.receive(student(1), { eventId: 'e-1' })
    await world.runAll(noEmail)
    const story = eventStory.parse((await world.ask('GET', '/v1/events/e-1')).body)
    expect(story.verdict?.todo).toContain('fill in Academic Email')
    expect(story.timeline.map(({ kind }) => kind)).toEqual(['received', 'run', 'settled'])
    expect((await world.ask('GET', '/v1/causes')).body).toMatchObject({ causes: [{ events: 1, example: 1 }] })

    expect(await world.ask('POST', '/v1/events/1/retry')).toMatchObject({ status: 202, body: { status: 'pending' } })
    expect(world.wakeUps()).toBe(1)
    expect(await world.ask('POST', '/v1/events/1/retry')).toMatchObject({ status: 409, body: { code: 'api.not_retryable' } })
    expect(await world.ask('POST', '/v1/events/none/retry')).toMatchObject({ status: 404, body: { code: 'api.not_found' } })
    expect(await world.ask('GET', '/v1/events/none')).toMatchObject({ status: 404 })
  })

  test('failed events go back by filter, counted first', async () => {
    await world.receive(student(1))
    await world.receive(student(2))
    await world.runAll(noEmail)
    expect((await world.ask('POST', '/v1/events/reset', { count_only: true })).body).toEqual({ events: 2, done: false })
    expect((await world.ask('POST', '/v1/events/reset', { subject: student(2) })).body).toEqual({ events: 1, done: true })
    expect(await world.ask('POST', '/v1/events/reset', { statuses: ['completed'] })).toMatchObject({ status: 400 })
  })
})

test('a switch is turned on through the API, and what it held runs', async () => {
  const path = '/v1/settings/workflows.auto_enabled'
  expect(await world.ask('PUT', path, { value: { 'BTEC_Students.updated': 'hold' } })).toMatchObject({
    status: 200,
    body: { released: 0 },
  })
  await world.receive(student(1))
  await world.receive(student(2))
  await world.runAll()
  const released = await world.ask('POST', '/v1/events/release', { switch: 'BTEC_Students.updated', subject: student(2) })
  expect(released.body).toEqual({ events: 1, done: true })
  expect((await world.ask('PUT', path, { value: {} })).body).toMatchObject({ released: 1, is_standard: true })

  expect((await world.ask('GET', `${path}/history`)).body).toMatchObject({
    changes: [{ after: {}, changed_by: 'key a test' }, { after: { 'BTEC_Students.updated': 'hold' } }],
  })
  expect((await world.ask('GET', path)).body).toMatchObject({ value: {} })
  expect((await world.ask('GET', '/v1/settings')).body.settings.length).toBeGreaterThan(10)
  expect(await world.ask('PUT', path, { value: { 'BTEC_Students.updated': 'maybe' } })).toMatchObject({
    status: 422,
    body: { code: 'setting.invalid' },
  })
  expect(await world.ask('GET', '/v1/settings/nope')).toMatchObject({ status: 404, body: { code: 'setting.unknown' } })
})

test('another college’s key sees nothing of this one', async () => {
  await world.receive(student(1), { eventId: 'mine' })
  await world.runAll(noEmail)
  const theirs = await world.newKey(await world.another('other'))
  expect((await world.ask('GET', '/v1/events', undefined, theirs)).body).toMatchObject({ events: [], count: 0 })
  expect((await world.ask('GET', '/v1/causes', undefined, theirs)).body).toEqual({ causes: [] })
  for (const [method, url] of [
    ['GET', '/v1/events/1'],
    ['GET', '/v1/events/mine'],
    ['POST', '/v1/events/1/retry'],
    ['GET', '/metrics'],
  ] as const) {
    expect([url, (await world.ask(method, url, undefined, theirs)).status]).toEqual([url, 404])
  }
  expect((await world.ask('POST', '/v1/events/reset', {}, theirs)).body).toEqual({ events: 0, done: true })
  expect((await world.ask('GET', '/metrics')).status).toBe(200)
})

test('the health of a system shows why it is held, and asks it only when told to', async () => {
  await world.database.withTenant(DEFAULT_TENANT, (tx) =>
    openBreaker(tx, 'zoho', { code: 'zoho.consent_lost', params: { error: 'invalid_code' }, probeAfterMs: 60_000 }),
  )
  const zoho = systemHealth.parse((await world.ask('GET', '/health/zoho')).body)
  expect(zoho).toMatchObject({ status: 'held', simulated: true, mixed: true, credits_left: 1200, probe: null })
  expect(zoho.held_because?.code).toBe('zoho.consent_lost')
  const probed = systemHealth.parse((await world.ask('GET', '/health/zoho?probe=1')).body)
  expect(probed.probe).toMatchObject({ ok: false, trouble: { code: 'zoho.consent_lost' } })
  const moodle = systemHealth.parse((await world.ask('GET', '/health/moodle?probe=1')).body)
  expect(moodle).toMatchObject({ status: 'ok', probe: { ok: true }, simulated: false })
  expect((await world.ask('GET', '/health/database')).body).toMatchObject({ status: 'ok' })
})

test('when the database is away, strangers learn that the service is not ok and nothing else', async () => {
  await world.database.end()
  expect(await world.ask('GET', '/health', undefined, '')).toMatchObject({ status: 503, body: { status: 'not ok' } })
})
