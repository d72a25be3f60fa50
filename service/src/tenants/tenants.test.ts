import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { DEFAULT_TENANT, type TenantId } from '../domain/ids.ts'
import { createCipher } from '../secrets/cipher.ts'
import { readConnection, saveConnection } from './connections.store.ts'
import { createDoors } from './doors.ts'
import { createTenant, listTenants } from './tenants.store.ts'

const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) })
const cipher = createCipher([key('first', 1)])
const moodle = {
  MOODLE_BASE_URL: 'https://moodle.college.example/',
  MOODLE_TOKEN: 'token',
  MOODLE_WEBHOOK_SECRET: 'one-secret-of-this-test, another-secret-of-this-test',
}

let clone: TestDatabase
let database: Database
let count = 0
const aCollege = (): Promise<TenantId> => createTenant(database, { id: `college-${++count}`, name: 'A college' })

beforeAll(async () => {
  clone = await createTestDatabase()
  database = openDatabase(clone.url, { max: 4, onError: () => {} })
})
afterAll(async () => {
  await database.end()
  await clone.drop()
})

test('a new college stands in the register once', async () => {
  const id = await aCollege()
  expect((await listTenants(database)).map((tenant) => tenant.id)).toEqual(expect.arrayContaining([DEFAULT_TENANT, id]))
  await expect(createTenant(database, { id, name: 'Again' })).rejects.toMatchObject({ code: 'setting.invalid', httpStatus: 409 })
})

test.each(['', 'Ltuc', 'a b', '-a', 'x'.repeat(41), "a'; drop table x"])('"%s" is no short name of a college', async (id) => {
  await expect(createTenant(database, { id, name: 'A college' })).rejects.toMatchObject({ code: 'setting.invalid' })
})

test('a connection is stored encrypted and read back tidied; a later one takes its place', async () => {
  const id = await aCollege()
  expect(await readConnection({ database, cipher }, id, 'moodle')).toBeUndefined()
  await saveConnection({ database, cipher }, id, 'moodle', moodle)
  expect(await readConnection({ database, cipher }, id, 'moodle')).toEqual({
    MOODLE_BASE_URL: 'https://moodle.college.example',
    MOODLE_TOKEN: 'token',
    MOODLE_WEBHOOK_SECRET: ['one-secret-of-this-test', 'another-secret-of-this-test'],
  })
  const { rows } = await database.withTenant(id, (tx) =>
    tx.query<{ secrets: Buffer }>('select secrets from extension_integrations'),
  )
  expect(rows[0]?.secrets.includes('another-secret-of-this-test')).toBe(false)

  const rotated = createCipher([key('second', 2), key('first', 1)])
  await saveConnection({ database, cipher: rotated }, id, 'moodle', { ...moodle, MOODLE_TOKEN: 'newer' })
  expect(await readConnection({ database, cipher: rotated }, id, 'moodle')).toMatchObject({ MOODLE_TOKEN: 'newer' })
})

test('a connection belongs to one college: another sees none, and a copied row does not open', async () => {
  const [owner, thief] = [await aCollege(), await aCollege()]
  await saveConnection({ database, cipher }, owner, 'moodle', moodle)
  expect(await readConnection({ database, cipher }, thief, 'moodle')).toBeUndefined()
  const { rows } = await database.withTenant(owner, (tx) =>
    tx.query<{ secrets: Buffer; key_id: string }>('select secrets, key_id from extension_integrations'),
  )
  await database.withTenant(thief, (tx) =>
    tx.query(`insert into extension_integrations (tenant_id, system, secrets, key_id) values ($1, 'moodle', $2, $3)`, [
      thief,
      rows[0]?.secrets,
      rows[0]?.key_id,
    ]),
  )
  await expect(readConnection({ database, cipher }, thief, 'moodle')).rejects.toThrow()
})

test('a wrong connection is refused naming everything that is wrong, without its secrets', async () => {
  const id = await aCollege()
  const wrong = {
    ZOHO_CLIENT_ID: '',
    ZOHO_DC: 'mars',
    ZOHO_WEBHOOK_TOKEN: 'too-short-a-token',
    MOODLE_TOKEN: 'x',
    ZOHO_CLIENT_SECRET: 'hush',
  }
  const refusal = await saveConnection({ database, cipher }, id, 'zoho', wrong).catch((error: unknown) => error)
  const { params } = refusal as { params: { key: string; field: string; expected: string } }
  expect(params.key).toBe('connection.zoho')
  for (const name of ['ZOHO_CLIENT_ID', 'ZOHO_DC', 'ZOHO_WEBHOOK_TOKEN', 'ZOHO_REFRESH_TOKEN', 'MOODLE_TOKEN']) {
    expect(params.field).toContain(name)
    expect(params.expected).toContain(name)
  }
  expect(JSON.stringify(params)).not.toMatch(/too-short-a-token|hush/)
})

test('a token may not be a signing secret as well, of either system', async () => {
  const id = await aCollege()
  const shared = 'a-secret-that-would-travel-in-the-clear-0123456789'
  await saveConnection({ database, cipher }, id, 'moodle', { ...moodle, MOODLE_WEBHOOK_SECRET: shared })
  const zoho = {
    ZOHO_CLIENT_ID: 'a',
    ZOHO_CLIENT_SECRET: 'b',
    ZOHO_REFRESH_TOKEN: 'c',
    ZOHO_DC: 'eu',
    ZOHO_WEBHOOK_TOKEN: shared,
  }
  await expect(saveConnection({ database, cipher }, id, 'zoho', zoho)).rejects.toMatchObject({
    params: { field: 'ZOHO_WEBHOOK_TOKEN' },
  })
})

test('doors notice a new college, a changed secret and a closed college within ten seconds, and ask the database no oftener', async () => {
  let now = 0
  const asked: string[] = []
  const counted: Database = {
    ...database,
    query: (statement, values) => {
      asked.push('register')
      return database.query(statement, values)
    },
    withTenant: (tenant, fn) => {
      asked.push(tenant)
      return database.withTenant(tenant, fn)
    },
  }
  const none = { secrets: [] }
  const doors = createDoors({ database: counted, cipher, defaultSecrets: { zoho: none, moodle: none }, now: () => now })
  const secretsOf = async (tenant: string) => (await doors.keysOf(tenant))?.keys.moodle.signing.length

  expect(await secretsOf('default')).toBe(0)
  expect(asked).toEqual([])

  const id = `college-${count + 1}`
  expect(await Promise.all([secretsOf(id), secretsOf('nobody'), secretsOf('No Body')])).toEqual([undefined, undefined, undefined])
  expect(asked).toEqual(['register'])

  await aCollege()
  await saveConnection({ database, cipher }, id as TenantId, 'moodle', moodle)
  expect(await secretsOf(id)).toBeUndefined()
  now += 10_000
  expect([await secretsOf(id), await secretsOf(id)]).toEqual([2, 2])
  expect(asked).toEqual(['register', 'register', id])

  await saveConnection({ database, cipher }, id as TenantId, 'moodle', { ...moodle, MOODLE_WEBHOOK_SECRET: 'only-one' })
  now += 10_000
  expect(await secretsOf(id)).toBe(1)

  await database.query('update extension_tenants set disabled_at = now() where tenant_id = $1', [id])
  now += 10_000
  expect(await secretsOf(id)).toBeUndefined()
})
