import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { moodleSubjects } from '../../src/domain/events.ts'
import { zohoSubjects } from '../../src/domain/zoho-modules.ts'
import { writeSetting } from '../../src/settings/settings.store.ts'
import { saveConnection } from '../../src/tenants/connections.store.ts'
import { createTenant } from '../../src/tenants/tenants.store.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { cipher, connect, moodleUser, openDoor, secrets, send, signatureOf, storedEvents, student } from './open-door.ts'

let clone: TestDatabase
let database: Database
beforeAll(async () => {
  clone = await createTestDatabase()
  database = connect(clone.url)
})
afterEach(() =>
  database.withTenant('default', (tx) =>
    tx.query('delete from integration_events_log; delete from queue_jobs; delete from app_settings'),
  ),
)
afterAll(async () => {
  await database.end()
  await clone.drop()
})

const asSuperuser = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: clone.superuserUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
const set = (key: string, value: unknown) => database.withTenant('default', (tx) => writeSetting(tx, key, value, 'test'))
const token = (value: string) => ({ 'x-campusbridge-token': value })

describe('a stranger', () => {
  const paths = [
    ...zohoSubjects.map((subject) => `/events/zoho/${subject}`),
    ...moodleSubjects.map((subject) => `/events/moodle/${subject}`),
    '/events/moodle',
  ]
  const routes = paths.flatMap((path) => [`/v1${path}`, `/v1/t/default${path}`, `/v1/t/nobody${path}`])

  test.each(routes)('is refused at %s', async (url) => {
    const { server, outcomes } = openDoor(database)
    const answer = await server.inject({ method: 'POST', url, payload: JSON.stringify(student()) })
    expect(answer.statusCode).toBe(401)
    expect(outcomes).toMatchObject([{ result: 'refused', code: 'webhook.unauthorized' }])
  })

  test('learns nothing: every wrong proof and every unknown college is answered alike', async () => {
    const { server } = openDoor(database)
    const body = JSON.stringify(student())
    const right = signatureOf(secrets.zoho.secrets[0] ?? '', body)
    const wrong: [string, Record<string, string>][] = [
      ['/v1/events/zoho/student', {}],
      ['/v1/events/zoho/student', { 'x-zoho-signature': 'nonsense' }],
      ['/v1/events/zoho/student', { 'x-zoho-signature': signatureOf('another secret', body) }],
      ['/v1/events/zoho/student', { 'x-zoho-signature': signatureOf(secrets.zoho.secrets[0] ?? '', body, 0) }],
      ['/v1/events/zoho/student', { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' }],
      ['/v1/events/zoho/student', token('wrong')],
      ['/v1/events/zoho/student', token(secrets.moodle.tokens[0] ?? '')],
      ['/v1/t/nobody/events/zoho/student', { 'x-zoho-signature': right }],
      [`/v1/t/${'x'.repeat(300)}/events/zoho/student`, { 'x-zoho-signature': right }],
      ['/v1/t/No%20Body%00/events/zoho/student', { 'x-zoho-signature': right }],
      ['/v1/events/moodle/user', { 'x-zoho-signature': right }],
    ]
    const answers = await Promise.all(
      wrong.map(([url, headers]) => server.inject({ method: 'POST', url, headers, payload: body })),
    )
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]))
    expect(new Set(answers.map(({ body: text }) => text)).size).toBe(1)
    expect(answers[0]?.headers['content-type']).toContain('application/problem+json')
    expect(await storedEvents(database)).toEqual([])
  })

  test('is told 413 for more than 64 KiB, signed or not', async () => {
    const { server } = openDoor(database)
    const fits = await send(server, 'zoho', 'x'.repeat(64 * 1024))
    const large = await send(server, 'zoho', 'x'.repeat(64 * 1024 + 1))
    expect([fits.statusCode, large.statusCode]).toEqual([422, 413])
    expect(large.json()).toMatchObject({ status: 413, code: 'webhook.too_large' })
  })

  test('gets a problem for an address that does not exist or cannot be read', async () => {
    const { server } = openDoor(database)
    for (const [url, status] of [
      ['/v1/events/zoho/lead', 404],
      ['/v1/events/zoho/%', 400],
    ] as const) {
      const answer = await server.inject({ method: 'POST', url, payload: '{}' })
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })
})

describe('a signed hint from Zoho', () => {
  test('is written down with its job, ids only, before it is answered', async () => {
    const { server, outcomes } = openDoor(database)
    const answer = await send(server, 'zoho', student())
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toEqual({ status: 'accepted', event_id: 'evt_1', message: 'Event queued for processing' })
    expect(await storedEvents(database)).toMatchObject([
      {
        event_id: 'evt_1',
        name: 'zoho.student.updated',
        record_id: '5847596000000123456',
        status: 'pending',
        payload: student(),
        jobs: 1,
      },
    ])
    expect(outcomes).toEqual([{ source: 'zoho', result: 'accepted' }])
  })

  test('that comes again changes nothing', async () => {
    const { server } = openDoor(database)
    await send(server, 'zoho', student())
    const again = await send(server, 'zoho', student())
    expect([again.statusCode, again.json()]).toEqual([200, { status: 'skipped', reason: 'duplicate' }])
    expect(await storedEvents(database)).toHaveLength(1)
  })

  test('that had failed is put back in line when it comes again', async () => {
    const { server } = openDoor(database)
    await send(server, 'zoho', student())
    await asSuperuser(`update integration_events_log set status = 'failed'; delete from queue_jobs`)
    const again = await send(server, 'zoho', student())
    expect([again.statusCode, again.json()]).toEqual([202, { status: 'accepted', reason: 'requeued' }])
    expect(await storedEvents(database)).toMatchObject([{ status: 'pending', jobs: 1 }])
  })

  test('with a known id and another body is another hint', async () => {
    const { server } = openDoor(database)
    await send(server, 'zoho', student())
    const second = await send(server, 'zoho', student({ event_type: 'deleted' }))
    const third = await send(server, 'zoho', student({ event_type: 'created' }))
    expect([second.json(), third.json()]).toMatchObject([{ event_id: 'evt_1#2' }, { event_id: 'evt_1#3' }])
    expect((await send(server, 'zoho', student({ event_type: 'deleted' }))).json()).toEqual({
      status: 'skipped',
      reason: 'duplicate',
    })
    expect(await storedEvents(database)).toHaveLength(3)
  })

  test.each([
    ['webhook.full_record', 'Name', student({ Name: { first: 'Lina' } })],
    ['webhook.full_record', 'record_id', student({ record_id: { id: '5847596000000123456', name: 'Lina Haddad' } })],
    ['webhook.unsubstituted', 'event_id', student({ event_id: `\${BTEC_Students.Id}` })],
    ['webhook.module_mismatch', 'module', student({ module: 'BTEC' })],
    ['webhook.unstorable_text', 'event_id', student({ event_id: 'a\0b' })],
    ['webhook.not_understood', 'record_id', student({ record_id: 5847596000000123 })],
  ])('is refused as %s, naming %s and what to do', async (code, field, body) => {
    const { server } = openDoor(database)
    const answer = await send(server, 'zoho', body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code,
      field,
      status: 422,
      type: `urn:campusbridge:problem:${code}`,
      fix: expect.stringMatching(/\S/),
    })
    expect(answer.body).not.toContain('Lina')
    expect(await storedEvents(database)).toEqual([])
  })

  test('is answered 503 with Retry-After while the database cannot be reached', async () => {
    const nowhere = connect('postgres://nobody@127.0.0.1:1/nothing')
    const answer = await send(openDoor(nowhere).server, 'zoho', student())
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
    expect(answer.json()).toMatchObject({ status: 503, code: 'database.unreachable' })
    await nowhere.end()
  })

  test('is answered 503 when the database goes away under an open door, and accepted when it is back', async () => {
    const other = await createTestDatabase()
    const pool = connect(other.url)
    const { server } = openDoor(pool)
    expect((await send(server, 'zoho', student())).statusCode).toBe(202)
    const name = new URL(other.url).pathname.slice(1)
    await asSuperuser(`alter database ${name} allow_connections false`)
    await asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    const refused = await send(server, 'zoho', student({ event_id: 'evt_2' }))
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5'])
    await asSuperuser(`alter database ${name} allow_connections true`)
    expect((await send(server, 'zoho', student({ event_id: 'evt_2' }))).statusCode).toBe(202)
    await pool.end()
    await other.drop()
  })

  test('shares a commit with those that come at the same moment, and a bad one is refused alone', async () => {
    const { server } = openDoor(database)
    const bad = '5847596000000999999'
    await asSuperuser(`alter table integration_events_log add constraint bad check (record_id <> '${bad}') not valid`)
    const ids = Array.from({ length: 64 }, (_, nth) => (nth === 20 ? bad : `58475960000001${String(nth).padStart(5, '0')}`))
    const answers = await Promise.all(
      ids.map((record_id, nth) => send(server, 'zoho', student({ event_id: `evt_${nth}`, record_id }))),
    )
    await asSuperuser('alter table integration_events_log drop constraint bad')
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(63)
    expect(answers[20]?.json()).toMatchObject({ status: 422, code: 'webhook.unstorable_text' })
    expect(await storedEvents(database)).toHaveLength(63)
  })

  test('does not wait for commits one by one: 64 at once take fewer than 64', async () => {
    const { server } = openDoor(database)
    await send(server, 'zoho', student())
    await Promise.all(Array.from({ length: 64 }, (_, nth) => send(server, 'zoho', student({ event_id: `evt_g${nth}` }))))
    const { rows } = await database.withTenant('default', (tx) =>
      tx.query<{ commits: number }>(
        `select count(distinct xmin::text)::int as commits from integration_events_log where event_id like 'evt_g%'`,
      ),
    )
    expect(rows[0]?.commits).toBeLessThan(32)
  })
})

describe('a Zoho workflow that cannot sign', () => {
  const body = { module: 'BTEC_Students', zoho_id: '5847596000000123456' }
  const headers = token(secrets.zoho.tokens[0] ?? '')

  test('is let in with its token; each delivery is a hint of its own', async () => {
    const { server } = openDoor(database)
    const answers = [await send(server, 'zoho', body, { headers }), await send(server, 'zoho', body, { headers })]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202])
    const stored = await storedEvents(database)
    expect(stored).toMatchObject([{ name: 'zoho.student.updated', record_id: body.zoho_id }, { record_id: body.zoho_id }])
    expect(stored[0]?.event_id).toMatch(/^tok_[0-9a-f-]{36}$/)
  })

  test('is refused like a stranger when the setting is off', async () => {
    await set('webhooks.zoho.static_token', { enabled: false })
    const { server } = openDoor(database)
    expect((await send(server, 'zoho', body, { headers })).statusCode).toBe(401)
    expect((await send(server, 'zoho', student())).statusCode).toBe(202)
  })

  test('may not be a Moodle unless the setting is on', async () => {
    const asMoodle = { headers: token(secrets.moodle.tokens[0] ?? '') }
    expect((await send(openDoor(database).server, 'moodle', moodleUser(), asMoodle)).statusCode).toBe(401)
    await set('webhooks.moodle.static_token', { enabled: true })
    expect((await send(openDoor(database).server, 'moodle', moodleUser(), asMoodle)).statusCode).toBe(202)
  })
})

describe('Moodle', () => {
  test('sends one hint, and the same line in a batch later is a duplicate', async () => {
    const { server } = openDoor(database)
    expect((await send(server, 'moodle', moodleUser())).json()).toMatchObject({ status: 'accepted' })
    const batch = await send(server, 'moodle', { events: [moodleUser()] }, { path: '/v1/events/moodle' })
    expect([batch.statusCode, batch.json()]).toEqual([
      202,
      { results: [{ event_id: moodleUser().event_id, status: 'skipped', reason: 'duplicate' }] },
    ])
    expect(await storedEvents(database)).toMatchObject([{ name: 'moodle.user.user_updated', record_id: '42' }])
  })

  test('sends a batch of which one line is bad: that one is refused alone, by name', async () => {
    const { server, outcomes } = openDoor(database)
    const line = (nth: number, over = {}) =>
      moodleUser({ event_id: `3f1c8e52-6a0b-4f7d-9c1e-2b8a4d5e6f1${nth}`, seq: nth, ...over })
    const events = [line(1), line(2, { data: { userid: '42' } }), line(3), 'nonsense', line(1)]
    const answer = await send(server, 'moodle', { events }, { path: '/v1/events/moodle' })
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({
      results: [
        { event_id: line(1).event_id, status: 'accepted' },
        { event_id: line(2).event_id, status: 'refused', field: 'data.userid', fix: expect.stringMatching(/\S/) },
        { event_id: line(3).event_id, status: 'accepted' },
        { event_id: null, status: 'refused', field: 'body' },
        { event_id: line(1).event_id, status: 'skipped', reason: 'duplicate' },
      ],
    })
    expect(await storedEvents(database)).toHaveLength(2)
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['accepted', 'accepted', 'duplicate', 'refused', 'refused'])
  })

  test('sends every event type to its address, and the hint is named by it', async () => {
    const { server } = openDoor(database)
    const sample = (name: string) =>
      JSON.parse(readFileSync(new URL(`../../../contract/samples/moodle/${name}.json`, import.meta.url), 'utf8'))
    const cases = [
      ['user', 'user_deleted', '42'],
      ['enrollment', 'user_enrolment_deleted', '42:7'],
      ['role', 'role_assigned', '9'],
      ['course', 'course_updated', '7'],
      ['grade', 'submission_graded', '42:7'],
      ['template', 'template_changed', '4'],
      ['ping', 'ping', 'ping'],
    ] as const
    for (const [subject, type] of cases) {
      expect((await send(server, 'moodle', sample(type), { path: `/v1/events/moodle/${subject}` })).statusCode).toBe(202)
    }
    expect((await storedEvents(database)).map(({ name, record_id }) => [name, record_id])).toEqual(
      cases.map(([subject, type, recordId]) => [`moodle.${subject}.${type}`, recordId]),
    )
  })
})

test('the optional guard answers 429 with Retry-After, counts, and lets hints in again in the next minute', async () => {
  let now = Date.now()
  await set('events.rate_limit', { enabled: true, max_per_minute: 2, max_per_hour: 100 })
  const { server, outcomes } = openDoor(database, { now: () => now })
  const sendAt = (nth: number) => {
    const body = JSON.stringify(student({ event_id: `evt_${nth}` }))
    return send(server, 'zoho', body, { headers: { 'x-zoho-signature': signatureOf(secrets.zoho.secrets[0] ?? '', body, now) } })
  }
  const answers = [await sendAt(1), await sendAt(2), await sendAt(3)]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429])
  const seconds = Number(answers[2]?.headers['retry-after'])
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(outcomes.at(-1)).toEqual({ source: 'zoho', result: 'refused', code: 'webhook.too_many' })
  now += seconds * 1000
  expect((await sendAt(3)).statusCode).toBe(202)
})

test('a college of its own is reached below its own address, with its own secrets only', async () => {
  const north = await createTenant(database, { id: 'north', name: 'North College' })
  await saveConnection({ database, cipher }, north, 'zoho', {
    ZOHO_CLIENT_ID: 'id',
    ZOHO_CLIENT_SECRET: 'secret',
    ZOHO_REFRESH_TOKEN: 'refresh',
    ZOHO_DC: 'eu',
    ZOHO_WEBHOOK_SECRET: 'the-signing-secret-of-north',
  })
  const { server } = openDoor(database)
  const body = JSON.stringify(student())
  const own = { 'x-zoho-signature': signatureOf('the-signing-secret-of-north', body) }
  const path = '/v1/t/north/events/zoho/student'
  expect((await send(server, 'zoho', body, { path, headers: own })).statusCode).toBe(202)
  expect((await send(server, 'zoho', body, { path })).statusCode).toBe(401)
  expect((await send(server, 'zoho', body, { headers: own })).statusCode).toBe(401)
  expect(await storedEvents(database, 'north')).toHaveLength(1)
  expect(await storedEvents(database)).toEqual([])
})
