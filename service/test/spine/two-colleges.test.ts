import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulators, startSimulators } from '../../../simulators/server.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { createCipher } from '../../src/secrets/cipher.ts'
import { saveConnection } from '../../src/tenants/connections.store.ts'
import { createTenant } from '../../src/tenants/tenants.store.ts'
import { hint } from '../hints.ts'
import { refuseSensitiveFields } from '../sensitive-fields.ts'
import { createWorld, type World } from '../world.ts'

const SECRET = 'a-secret-of-the-second-college-alone-4711'
const PATH = { college: 't/second/' }

let world: World
let database: Database
let theirs: Simulators
let second: TenantId

beforeAll(async () => {
  world = await createWorld()
  theirs = await startSimulators({ seed: 'empty' })
  database = openDatabase(world.databaseUrl, { max: 3, onError: () => {} })
  second = await createTenant(database, { id: 'second', name: 'Second College' })
  const stores = { database, cipher: createCipher(world.appOptions.config.encryptionKeys) }
  await saveConnection(stores, second, 'zoho', {
    ZOHO_CLIENT_ID: theirs.zoho.clientId,
    ZOHO_CLIENT_SECRET: theirs.zoho.clientSecret,
    ZOHO_REFRESH_TOKEN: theirs.zoho.refreshToken,
    ZOHO_DC: 'com',
    ZOHO_ACCOUNTS_URL: theirs.zoho.origin,
    ZOHO_API_URL: theirs.zoho.origin,
    ZOHO_WEBHOOK_SECRET: SECRET,
  })
  await saveConnection(stores, second, 'moodle', { MOODLE_BASE_URL: theirs.moodle.url, MOODLE_TOKEN: theirs.moodle.token })
})
afterAll(async () => {
  await world.stop()
  const { calls } = (await there('GET', '/calls?system=zoho')) as { calls: Parameters<typeof refuseSensitiveFields>[0] }
  refuseSensitiveFields(calls)
  await theirs.stop()
  await database.end()
})

const there = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(`${theirs.url}/__sim${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return answer.json()
}
const accountsThere = async () => ((await there('GET', '/moodle/records/users')) as { records: { idnumber: string }[] }).records

const record = {
  First_Name: 'Noor',
  Last_Name: 'Second',
  Academic_Email: 'noor@second.example',
  Status: 'Active',
  City: 'Aleppo',
}

test('an event of a second college runs with its own connections, and leaves the first alone', async () => {
  // The same record id in both colleges: two people.
  const ours = await world.student({ Last_Name: 'First' })
  await there('PUT', `/zoho/records/BTEC_Students/${ours.id}?as=function`, { ...record, id: ours.id })
  const [here, away] = [
    await hint(world.url, { recordId: ours.id, eventId: 'same-id' }),
    await hint(world.url, { recordId: ours.id, eventId: 'same-id', secret: SECRET, ...PATH }),
  ]
  expect([here.status, away.status, away.body]).toMatchObject([202, 202, { status: 'accepted', event_id: 'same-id' }])
  await world.quiet()
  const ends = await world.look.query(
    `select tenant_id, status, verdict_code from integration_events_log where event_id = 'same-id' order by tenant_id`,
  )
  expect(ends.rows).toEqual([
    { tenant_id: 'default', status: 'completed', verdict_code: 'student.created' },
    { tenant_id: 'second', status: 'completed', verdict_code: 'student.created' },
  ])
  expect(await accountsThere()).toContainEqual(expect.objectContaining({ idnumber: ours.id, lastname: 'Second', city: 'Aleppo' }))
  expect(await world.accountOf(ours.id)).toMatchObject({ lastname: 'First', city: 'Amman' })
  expect((await there('GET', `/zoho/records/BTEC_Students/${ours.id}`)) as object).toMatchObject({
    Student_Moodle_ID: expect.any(String),
  })
})

test('teachers of one record id in two colleges are two people, and neither college remembers the other’s', async () => {
  const ours = await world.teacher({ Name: 'Here Teacher' })
  const theirs = { Name: 'There Teacher', Academic_Email: 'there@second.example', id: ours.id }
  await there('PUT', `/zoho/records/BTEC_Teachers/${ours.id}?as=function`, theirs)
  await hint(world.url, { recordId: ours.id, subject: 'teacher' })
  await hint(world.url, { recordId: ours.id, subject: 'teacher', secret: SECRET, ...PATH })
  await world.quiet()
  expect(await world.accountOf(ours.id)).toMatchObject({ firstname: 'Here' })
  expect(await accountsThere()).toContainEqual(expect.objectContaining({ idnumber: ours.id, firstname: 'There' }))
  const kept = await database.withTenant(second, (tx) => tx.query('select zoho_id, tenant_id from sync_teachers'))
  expect(kept.rows).toEqual([{ zoho_id: ours.id, tenant_id: 'second' }])
})

describe('the door of one college', () => {
  test('does not take the other’s secret, and does not say whether a college exists', async () => {
    const recordId = '5847596000000600001'
    const answers = [
      await hint(world.url, { recordId, ...PATH }),
      await hint(world.url, { recordId, secret: SECRET }),
      await hint(world.url, { recordId, secret: SECRET, college: 't/third/' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    const [known, , unknown] = answers.map(({ body }) => ({ ...body, instance: undefined }))
    expect(unknown).toEqual(known)
    expect(await world.events('record_id = $1', [recordId])).toEqual([])
  })
})

describe('what one college may see', () => {
  const tables = [
    'integration_events_log',
    'integration_event_attempts',
    'causes',
    'queue_jobs',
    'identity_links',
    'sync_students',
    'moodle_sync_log',
    'zoho_tokens',
    'app_settings',
    'extension_integrations',
  ]

  test.each(tables)('%s: its own rows alone, and nothing where no college is named', async (table) => {
    const nameless = await database.query(`select * from ${table}`)
    expect(nameless.rows).toEqual([])
    for (const tenant of ['default', 'second']) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ tenant_id: string }>(`select tenant_id from ${table}`),
      )
      expect(rows.filter(({ tenant_id }) => tenant_id !== tenant)).toEqual([])
    }
  })

  test('and what it may write: nothing into another’s books', async () => {
    await expect(
      database.withTenant('second', (tx) =>
        tx.query(
          `insert into identity_links (tenant_id, module, zoho_id, moodle_id) values ('default', 'BTEC_Students', '1', 1)`,
        ),
      ),
    ).rejects.toThrow(/row-level security/)
    const { rowCount } = await database.withTenant('second', (tx) =>
      tx.query(`delete from sync_students where tenant_id = 'default'`),
    )
    expect(rowCount).toBe(0)
  })

  test('every table with a college in it is closed like these', async () => {
    const { rows } = await world.look.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`)
    expect(rows).toEqual([])
  })
})

test('settings of one college are not the other’s', async () => {
  await world.setSetting('workflows.auto_enabled', { 'BTEC_Students.updated': 'hold' })
  const id = '5847596000000600002'
  await there('PUT', `/zoho/records/BTEC_Students/${id}?as=function`, {
    ...record,
    Academic_Email: 'second.two@second.example',
    id,
  })
  const here = await hint(world.url, { recordId: id })
  const away = await hint(world.url, { recordId: id, secret: SECRET, ...PATH })
  await world.quiet()
  expect(await world.event(here.eventId)).toMatchObject({ status: 'held' })
  expect(await world.event(away.eventId)).toMatchObject({ status: 'completed' })
})

test('a college whose system is down holds nobody else up', async () => {
  await world.setSetting('workflows.auto_enabled', {})
  await there('PUT', '/moodle/maintenance', { on: true })
  const student = await world.student()
  await there('PUT', `/zoho/records/BTEC_Students/${student.id}?as=function`, {
    ...record,
    Academic_Email: 'second.three@second.example',
    id: student.id,
  })
  const away = await hint(world.url, { recordId: student.id, secret: SECRET, ...PATH })
  await world.reaches(away.eventId, 'waiting')
  const here = await hint(world.url, { recordId: student.id })
  expect(await world.settled(here.eventId)).toMatchObject({ status: 'completed' })
  expect(await world.event(away.eventId)).toMatchObject({ status: 'waiting' })
})
