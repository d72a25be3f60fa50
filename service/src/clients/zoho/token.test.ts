import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createZohoWorld, firstKey, moodleId, type ZohoWorld } from '../../../test/zoho-world.ts'
import { SystemHeldError } from '../../domain/errors.ts'
import { DEFAULT_TENANT } from '../../domain/ids.ts'
import { createCipher } from '../../secrets/cipher.ts'
import { resealZohoToken } from './reseal-token.ts'

const TOKEN = 'POST /oauth/v2/token'
const HOUR_MS = 3_600_000
const secondKey = { id: 'second', key: Buffer.alloc(32, 2) }

let world: ZohoWorld
beforeAll(async () => {
  world = await createZohoWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const tokenCalls = async (): Promise<number> => (await world.asked(TOKEN)).length
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('This should have failed'),
    (error: unknown) => error,
  )

describe('one token for a college', () => {
  test('is fetched once, kept encrypted, and found by the next process', async () => {
    const first = world.connect()
    await Promise.all([first.zoho.org(), first.zoho.org(), first.zoho.org()])
    const second = world.connect()
    await second.zoho.org()
    expect(await tokenCalls()).toBe(1)

    const { rows } = await first.database.withTenant(DEFAULT_TENANT, (tx) =>
      tx.query<{ access_token: Buffer; key_id: string }>('select access_token, key_id from zoho_tokens'),
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.access_token.toString('latin1')).not.toMatch(/1000\.[0-9a-f]{32}/)
    expect(await second.connection.state()).toMatchObject({
      keyId: 'first',
      pausedUntil: null,
      apiDomain: world.simulators.zoho.origin,
    })
  })

  test('processes that need it at the same moment ask Zoho once', async () => {
    const processes = Array.from({ length: 4 }, () => world.connect())
    await Promise.all(processes.flatMap(({ zoho }) => [zoho.org(), zoho.org()]))
    expect(await tokenCalls()).toBe(1)
  })

  test('is renewed five minutes before its end', async () => {
    let ahead = 0
    const { zoho, connection } = world.connect({ now: () => Date.now() + ahead })
    await zoho.org()
    ahead = HOUR_MS - 310_000
    await zoho.org()
    expect(await tokenCalls()).toBe(1)
    ahead = HOUR_MS - 290_000
    await zoho.org()
    expect(await tokenCalls()).toBe(2)
    const { tokenExpiresAt } = await connection.state()
    expect(Number(tokenExpiresAt)).toBeGreaterThan(Date.now() + ahead + HOUR_MS - 60_000)
  })

  test('an old one is used to its end when no new one can be had', async () => {
    let ahead = 0
    const { zoho } = world.connect({ now: () => Date.now() + ahead })
    await zoho.org()
    ahead = HOUR_MS - 200_000
    await world.fault({ match: TOKEN, how: '500', times: 10 })
    await expect(zoho.org()).resolves.toMatchObject({ name: expect.any(String) })
    await zoho.org()
    expect(await tokenCalls(), 'it does not ask again at every call').toBe(2)
  })

  test.each(['INVALID_TOKEN', 'AUTHENTICATION_FAILURE'] as const)(
    'that Zoho forgets in mid-run (%s) is replaced once for all',
    async (code) => {
      world.simulators.systems.zoho.behave({ expiredTokenCode: code })
      const [one, two] = [world.connect(), world.connect()]
      await Promise.all([one.zoho.org(), two.zoho.org()])
      world.simulators.systems.zoho.expireTokens()
      await Promise.all([one.zoho.org(), one.zoho.org(), two.zoho.org(), two.zoho.org()])
      expect(await tokenCalls()).toBe(2)
      expect(one.calls.filter(({ errorCode }) => errorCode === code).length).toBeGreaterThan(0)
    },
  )

  test('even a write is sent again after a 401, because nothing was done', async () => {
    const { zoho } = world.connect()
    await zoho.org()
    const [student] = world.students()
    if (student === undefined) throw new Error('The college has no students')
    await world.fault({ match: 'PUT', how: 'expire' })
    await expect(zoho.updateRecords([moodleId(student, '42')])).resolves.toEqual([{ outcome: 'done', value: undefined }])
  })

  test('of other credentials is thrown away', async () => {
    await world.connect().zoho.org()
    world.simulators.systems.zoho.addConsent({ refreshToken: '1000.another.consent' })
    const other = world.connect({ refreshToken: '1000.another.consent' })
    expect((await other.connection.state()).tokenExpiresAt).toBeNull()
    await other.zoho.org()
    expect(await tokenCalls()).toBe(2)
  })

  test('is encrypted anew when the key is rotated, without another call', async () => {
    const { zoho, database } = world.connect()
    await zoho.org()
    const both = createCipher([secondKey, firstKey])
    expect(await resealZohoToken(database, DEFAULT_TENANT, both)).toBe('resealed')
    expect(await resealZohoToken(database, DEFAULT_TENANT, both)).toBe('already current')
    const rotated = world.connect({ cipher: createCipher([secondKey]) })
    await rotated.zoho.org()
    expect(await tokenCalls()).toBe(1)
    expect((await rotated.connection.state()).keyId).toBe('second')
  })

  test('whose key is gone is fetched anew', async () => {
    const { zoho, database } = world.connect()
    expect(await resealZohoToken(database, DEFAULT_TENANT, createCipher([firstKey]))).toBe('no token')
    await zoho.org()
    await world.connect({ cipher: createCipher([secondKey]) }).zoho.org()
    expect(await tokenCalls()).toBe(2)
    expect(await resealZohoToken(database, DEFAULT_TENANT, createCipher([firstKey]))).toBe('discarded')
  })
})

describe('when Zoho gives no token', () => {
  test.each([200, 400] as const)('"Access Denied" (HTTP %i) pauses all processes for ten minutes', async (status) => {
    world.simulators.systems.zoho.behave({ accessDeniedStatus: status })
    let ahead = 0
    const now = () => Date.now() + ahead
    const first = world.connect({ now })
    // Ten tokens in ten minutes are what Zoho gives.
    for (let spent = 0; spent < 10; spent += 1) {
      await first.zoho.org()
      world.simulators.systems.zoho.expireTokens()
    }
    const denied = await failureOf(first.zoho.org())
    expect(denied).toBeInstanceOf(SystemHeldError)
    expect(denied).toMatchObject({ code: 'zoho.token_throttled', system: 'zoho' })
    const asked = await tokenCalls()

    const second = world.connect({ now })
    expect(await failureOf(second.zoho.org())).toMatchObject({ code: 'zoho.token_throttled' })
    const { pausedUntil } = await second.connection.state()
    expect(Math.abs(Number(pausedUntil) - now() - 600_000)).toBeLessThan(30_000)
    expect(await tokenCalls(), 'nobody asks during the pause').toBe(asked)

    ahead = 601_000
    await world.control('POST', '/clock', { advanceMs: 601_000 })
    await second.zoho.org()
    expect(await tokenCalls()).toBe(asked + 1)
    expect((await second.connection.state()).pausedUntil).toBeNull()
  })

  test('a lost consent and a refused client hold the connection, and are not asked for again and again', async () => {
    const lost = world.connect({ refreshToken: '1000.revoked.consent' })
    expect(await failureOf(lost.zoho.org())).toMatchObject({ code: 'zoho.consent_lost', params: { error: 'invalid_code' } })
    expect(await failureOf(lost.zoho.org())).toMatchObject({ code: 'zoho.consent_lost' })
    expect(await tokenCalls()).toBe(1)
    const wrong = world.connect({ clientSecret: 'a wrong secret' })
    expect(await failureOf(wrong.zoho.org())).toMatchObject({
      code: 'zoho.client_refused',
      params: { error: 'invalid_client_secret' },
    })
  })

  test('a missing scope asks for no other token', async () => {
    world.simulators.systems.zoho.addConsent({ refreshToken: '1000.few.scopes', scopes: ['ZohoCRM.modules.custom.READ'] })
    const { zoho } = world.connect({ refreshToken: '1000.few.scopes' })
    expect(await failureOf(zoho.org())).toMatchObject({ code: 'zoho.scope_missing', params: { operation: 'GET /crm/v8/org' } })
    expect(await tokenCalls()).toBe(1)
    expect(await world.asked('GET /crm/v8/org')).toHaveLength(1)
  })

  test('a token answer that points elsewhere gets no token of ours sent there', async () => {
    const { zoho } = world.connect({ apiUrl: null })
    expect(await failureOf(zoho.org())).toMatchObject({
      code: 'zoho.address_not_zoho',
      params: { host: new URL(world.simulators.url).host },
    })
    expect((await world.asked()).map(({ operation }) => operation)).toEqual([TOKEN])
  })

  test('a page instead of JSON passes by itself', async () => {
    const page = createServer((_request, response) => response.end('<html>Sign in</html>'))
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening))
    try {
      const { port } = page.address() as AddressInfo
      const { zoho } = world.connect({ accountsUrl: `http://127.0.0.1:${port}` })
      expect(await failureOf(zoho.org())).toMatchObject({ code: 'zoho.unreachable', params: { reason: 'token: HTTP 200' } })
    } finally {
      page.closeAllConnections()
      await new Promise((closed) => page.close(closed))
    }
  })

  test('a second refusal in a row holds the connection and spends no more tokens', async () => {
    const { zoho } = world.connect()
    await zoho.org()
    await world.fault({ match: 'GET /crm/v8/org', how: 'expire', times: 10 })
    for (const _again of [1, 2, 3]) expect(await failureOf(zoho.org())).toMatchObject({ code: 'zoho.token_refused' })
    expect(await tokenCalls()).toBe(2)
  })
})

describe('secrets', () => {
  test('stand in no error and in no reported call', async () => {
    const { clientSecret, refreshToken } = world.simulators.zoho
    const { zoho, calls } = world.connect()
    await zoho.org()
    const [issued] = await world.asked(TOKEN)
    expect(issued?.status).toBe(200)
    const errors: unknown[] = []
    for (const how of ['refuse', 'lose', '429', '500'] as const) {
      await world.fault({ match: 'GET /crm/v8/org', how, times: 20 })
      errors.push(await failureOf(zoho.org()))
      await world.control('DELETE', '/faults')
    }
    await world.fault({ match: TOKEN, how: 'refuse', times: 20 })
    world.simulators.systems.zoho.expireTokens()
    errors.push(await failureOf(zoho.org()))
    const shown = inspect([errors, calls], { depth: 12, showHidden: true })
    for (const secret of [clientSecret, refreshToken, 'Zoho-oauthtoken', 'client_secret=']) expect(shown).not.toContain(secret)
    expect(shown).not.toMatch(/1000\.[0-9a-f]{32}/)
    expect(calls.map((call) => call.function)).toContain(TOKEN)
  })
})
