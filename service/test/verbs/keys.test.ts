import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCipher } from '../../src/secrets/cipher.ts'
import { freshStartKey } from '../../src/start/start-key.ts'
import { readConnection, saveConnection } from '../../src/tenants/connections.store.ts'
import { createKey, holderOf, listKeys, revokeKey } from '../../src/verbs/api-keys.ts'
import { rotateKey } from '../../src/verbs/rotate-key.ts'
import { createLedgerWorld, type LedgerWorld } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

test('a key opens the books of its own college, under the name it was given', async () => {
  const other = await world.another('other')
  const { key, keyId } = await createKey(world.desk(other), 'dashboard')
  expect(await holderOf(world.database, key)).toEqual({ tenant: 'other', keyId, name: 'dashboard' })
  expect(await listKeys(world.desk())).toEqual([])
})

test.each(['', 'cb_', 'cb_default_x_short', 'cb_DEFAULT_abc_aaaaaaaaaaaaaaaaaaaaaaaa', `cb_default_abc_${'a'.repeat(300)}`])(
  'what is no key belongs to nobody: %s',
  async (text) => {
    expect(await holderOf(world.database, text)).toBeUndefined()
  },
)

test('a key can be revoked once', async () => {
  const { key, keyId } = await createKey(world.desk(), 'a guest')
  await revokeKey(world.desk(), keyId)
  expect(await holderOf(world.database, key)).toBeUndefined()
  await expect(revokeKey(world.desk(), keyId)).rejects.toMatchObject({ code: 'api.not_found' })
})

test('each start has a key of its own, which ends the one before and leaves people’s keys alone', async () => {
  const mine = await createKey(world.desk(), 'registrar')
  const first = await freshStartKey(world.desk(), 'development')
  const second = await freshStartKey(world.desk(), 'development')
  expect(await holderOf(world.database, first)).toBeUndefined()
  expect(await holderOf(world.database, second)).toMatchObject({ name: 'npm start' })
  expect(await holderOf(world.database, mine.key)).toMatchObject({ name: 'registrar' })
})

test('in production a start makes no key', async () => {
  expect(await freshStartKey(world.desk(), 'production')).toBe('')
  expect(await listKeys(world.desk())).toEqual([])
})

test('after a rotation the new encryption key alone opens what was stored', async () => {
  const old = { id: 'old', key: randomBytes(32) }
  const fresh = { id: 'new', key: randomBytes(32) }
  const tenant = await world.another('other')
  const connection = { MOODLE_BASE_URL: 'https://moodle.college.example', MOODLE_TOKEN: 'a-token' }
  await saveConnection({ database: world.database, cipher: createCipher([old]) }, tenant, 'moodle', connection)

  const rotate = () =>
    rotateKey({ database: world.database, cipher: createCipher([fresh, old]), resealToken: async () => 'no token' as const })
  expect((await rotate()).filter(({ what }) => what !== 'Zoho token')).toEqual([
    { tenant, what: 'connection to moodle', result: 'resealed' },
  ])
  expect((await rotate()).at(-1)).toMatchObject({ result: 'already current' })
  const opened = await readConnection({ database: world.database, cipher: createCipher([fresh]) }, tenant, 'moodle')
  expect(opened).toEqual(connection)
})

test('what no key opens is named, and left as it is', async () => {
  const lost = { id: 'lost', key: randomBytes(32) }
  const tenant = await world.another('other')
  const connection = { MOODLE_BASE_URL: 'https://moodle.college.example', MOODLE_TOKEN: 'a-token' }
  await saveConnection({ database: world.database, cipher: createCipher([lost]) }, tenant, 'moodle', connection)
  const cipher = createCipher([{ id: 'new', key: randomBytes(32) }])
  const rotated = await rotateKey({ database: world.database, cipher, resealToken: async () => 'no token' as const })
  expect(rotated).toContainEqual({ tenant, what: 'connection to moodle', result: 'no key opens it' })
  expect(await readConnection({ database: world.database, cipher: createCipher([lost]) }, tenant, 'moodle')).toEqual(connection)
})
