import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningSimulator, runSimulator } from './running-simulator.ts'
import { DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_REFRESH_TOKEN } from './zoho.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const right = {
  grant_type: 'refresh_token',
  client_id: DEFAULT_CLIENT_ID,
  client_secret: DEFAULT_CLIENT_SECRET,
  refresh_token: DEFAULT_REFRESH_TOKEN,
}
const ask = async (body: URLSearchParams | FormData | undefined, query = '') => {
  const response = await fetch(`${running.origin}/oauth/v2/token${query}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const form = (change: Partial<typeof right> = {}) => new URLSearchParams({ ...right, ...change })

test('a refresh brings a token for an hour, names the simulator as API domain and gives no new refresh token', async () => {
  const { status, body } = await ask(form())
  expect(status).toBe(200)
  expect(body).toMatchObject({ api_domain: running.origin, token_type: 'Bearer', expires_in: 3600 })
  expect(body).not.toHaveProperty('refresh_token')
})

test('the parameters may come in the query or as a multipart form', async () => {
  const multipart = new FormData()
  for (const [name, value] of Object.entries(right)) multipart.append(name, value)
  expect((await ask(multipart)).body).toHaveProperty('access_token')
  expect((await ask(undefined, `?${form()}`)).body).toHaveProperty('access_token')
})

test.each([
  ['invalid_client', { client_id: '1000.OTHER' }],
  ['invalid_client_secret', { client_secret: 'wrong' }],
  ['invalid_code', { refresh_token: '1000.revoked' }],
])('%s is told with HTTP 200', async (error, change) => {
  expect(await ask(form(change))).toEqual({ status: 200, body: { error } })
})

test('the eleventh token within ten minutes is denied, and asking again lengthens the wait', async () => {
  for (let count = 0; count < 10; count += 1) expect((await ask(form())).body).toHaveProperty('access_token')
  expect(await ask(form())).toMatchObject({ status: 200, body: { error: 'Access Denied', status: 'failure' } })
  running.clock.advance(9 * 60_000)
  running.simulator.behave({ accessDeniedStatus: 400 })
  expect(await ask(form())).toMatchObject({ status: 400, body: { error: 'Access Denied' } })
  running.clock.advance(9 * 60_000)
  expect((await ask(form())).body).toMatchObject({ error: 'Access Denied' })
  running.clock.advance(10 * 60_000 + 1)
  expect((await ask(form())).body).toHaveProperty('access_token')
})

test('the sixteenth active token kills the oldest', async () => {
  const use = async (token: string) =>
    (await running.call('GET', '/crm/v8/org', undefined, { authorization: `Zoho-oauthtoken ${token}` })).status
  const oldest = await running.token()
  const second = await running.token()
  for (let count = 0; count < 13; count += 1) {
    if (count === 5) running.clock.advance(10 * 60_000 + 1)
    await running.token()
  }
  expect(await use(oldest)).toBe(200)
  await running.token()
  expect([await use(oldest), await use(second)]).toEqual([401, 200])
})

test('a token dies after an hour, by the clock or when it is expired by hand', async () => {
  expect((await running.call('GET', '/crm/v8/org')).status).toBe(200)
  running.clock.advance(3_600_000)
  const expired = { status: 401, body: { code: 'INVALID_TOKEN', details: {}, message: 'invalid oauth token', status: 'error' } }
  expect(await running.call('GET', '/crm/v8/org')).toMatchObject(expired)
  const fresh = { authorization: `Zoho-oauthtoken ${await running.token()}` }
  expect((await running.call('GET', '/crm/v8/org', undefined, fresh)).status).toBe(200)
  running.simulator.expireTokens()
  expect(await running.call('GET', '/crm/v8/org', undefined, fresh)).toMatchObject(expired)
})

test('a revoked refresh token takes its access tokens with it', async () => {
  expect((await running.call('GET', '/crm/v8/org')).status).toBe(200)
  await fetch(`${running.origin}/oauth/v2/token/revoke?token=${DEFAULT_REFRESH_TOKEN}`, { method: 'POST' })
  expect((await running.call('GET', '/crm/v8/org')).status).toBe(401)
  expect((await ask(form())).body).toEqual({ error: 'invalid_code' })
})

test('a consent with fewer scopes meets OAUTH_SCOPE_MISMATCH', async () => {
  running.simulator.addConsent({ refreshToken: '1000.narrow', scopes: ['ZohoCRM.modules.custom.READ'] })
  const { body } = await ask(form({ refresh_token: '1000.narrow' }))
  const authorization = { authorization: `Zoho-oauthtoken ${body.access_token}` }
  const list = '?fields=id'
  expect((await running.call('GET', `/crm/v8/BTEC_Students${list}`, undefined, authorization)).status).toBe(200)
  expect(await running.call('GET', `/crm/v8/Products${list}`, undefined, authorization)).toMatchObject({
    status: 401,
    body: { code: 'OAUTH_SCOPE_MISMATCH' },
  })
})
