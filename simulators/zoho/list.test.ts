import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, infoOf, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const list = (query: string, headers?: Record<string, string>, module = 'BTEC_Students') =>
  running.call('GET', `/crm/v8/${module}?${query}`, undefined, headers)
const addStudents = (count: number) => {
  for (let index = 0; index < count; index += 1)
    running.simulator.records.put('BTEC_Students', { First_Name: `Extra ${index}` }, 'function')
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string } | undefined)?.code

test('a page holds the fields that were asked for, newest id first, and tells where the next begins', async () => {
  const answer = await list('fields=First_Name,Country,Program,Classes,Modified_Time&per_page=50')
  const [first, second] = dataOf(answer)
  expect(Object.keys(first ?? {}).sort()).toEqual(['Country', 'First_Name', 'Modified_Time', 'Program', 'id'])
  expect(first?.Program).toEqual({ id: expect.stringMatching(/^\d{19}$/), name: expect.any(String) })
  expect(first?.Modified_Time).toMatch(/^2026-09-01T\d\d:\d\d:00\+03:00$/)
  expect(String(first?.id) > String(second?.id)).toBe(true)
  expect(infoOf(answer)).toMatchObject({
    call: false,
    count: 50,
    page: 1,
    per_page: 50,
    more_records: true,
    sort_by: 'id',
    sort_order: 'desc',
    previous_page_token: null,
  })
  expect(answer.headers.get('server')).toBe('ZGS')
})

test('page tokens walk through everything once, also past the 2,000 records that plain pages reach', async () => {
  addStudents(2100)
  const seen = new Set<string>()
  let token: unknown
  do {
    const answer = await list(
      `fields=id&sort_by=Modified_Time&sort_order=asc${token === undefined ? '' : `&page_token=${token}`}`,
    )
    for (const record of dataOf(answer)) seen.add(String(record.id))
    token = infoOf(answer).next_page_token ?? undefined
  } while (token !== undefined)
  expect(seen.size).toBe(2160)
  expect((await list('fields=id&page=10')).status).toBe(200)
  expect(await list('fields=id&page=11')).toMatchObject({
    status: 400,
    body: { code: 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', details: { limit: 2000 } },
  })
})

test('a page token belongs to its parameters and lives for a day', async () => {
  const token = infoOf(await list('fields=id&per_page=10')).next_page_token
  expect((await list(`fields=id&per_page=10&page_token=${token}`)).status).toBe(200)
  expect(codeOf(await list(`fields=id,City&per_page=10&page_token=${token}`))).toBe('TOKEN_BOUND_DATA_MISMATCH')
  expect(codeOf(await list(`fields=id&per_page=10&page=2&page_token=${token}`))).toBe('AMBIGUITY_DURING_PROCESSING')
  running.clock.advance(24 * 3_600_000)
  const authorization = { authorization: `Zoho-oauthtoken ${await running.token()}` }
  expect(codeOf(await list(`fields=id&per_page=10&page_token=${token}`, authorization))).toBe('EXPIRED_VALUE')
})

test.each([
  ['no fields', '', 'REQUIRED_PARAM_MISSING'],
  ['51 fields', `fields=${Array.from({ length: 51 }, (_, index) => `F${index}`)}`, 'LIMIT_EXCEEDED'],
  ['more than 1,024 characters of fields', `fields=${'A'.repeat(1025)}`, 'INVALID_DATA'],
  ['201 records a page', 'fields=id&per_page=201', 'LIMIT_EXCEEDED'],
  ['an unknown sort key', 'fields=id&sort_by=City', 'INVALID_DATA'],
])('%s are refused', async (_what, query, code) => {
  expect(await list(query)).toMatchObject({ status: 400, body: { code, status: 'error' } })
})

test('what has not changed since then is a 304, what has comes alone, and an empty module is a 204', async () => {
  const since = { 'if-modified-since': '2026-11-01T10:00:00+00:00' }
  expect((await list('fields=id', since)).status).toBe(304)
  const [someone] = running.simulator.records.list('BTEC_Students')
  running.simulator.records.patch('BTEC_Students', String(someone?.id), { City: 'Konya' }, 'function')
  expect(dataOf(await list('fields=City', since))).toEqual([{ id: someone?.id, City: 'Konya' }])
  expect(await list('fields=id', undefined, 'BTEC_Grades')).toMatchObject({ status: 204, body: undefined })
})

test('ids pick single records', async () => {
  const [first, second] = running.simulator.records.list('BTEC_Students')
  expect(dataOf(await list(`fields=id&ids=${second?.id},${first?.id},1`)).map((each) => each.id)).toEqual([second?.id, first?.id])
})

test('one record comes whole, with subforms and associations, or with the named fields only', async () => {
  const [student] = running.simulator.records.list('BTEC_Students')
  const [whole] = dataOf(await running.call('GET', `/crm/v8/BTEC_Students/${student?.id}`))
  expect(whole).toMatchObject({
    $has_more: { Classes: false },
    Academic_Password: expect.any(String),
    Owner: { email: expect.any(String) },
  })
  expect(whole?.Classes).toContainEqual({ id: expect.any(String), Classes: { id: expect.any(String), name: expect.any(String) } })
  const [named] = dataOf(await running.call('GET', `/crm/v8/BTEC_Students/${student?.id}?fields=City`))
  expect(named).toEqual({ id: student?.id, City: student?.City })
  expect(await running.call('GET', '/crm/v8/BTEC_Students/5725767000999999999')).toMatchObject({ status: 204, body: undefined })
})

test('unknown modules, unknown paths and absent features each say so', async () => {
  expect(await list('fields=id', undefined, 'Leads')).toMatchObject({ status: 400, body: { code: 'INVALID_MODULE' } })
  expect(await running.call('GET', '/crm/v9/BTEC_Students')).toMatchObject({ status: 404, body: { code: 'INVALID_URL_PATTERN' } })
  expect(await running.call('POST', '/crm/v8/__composite_requests', {})).toMatchObject({
    status: 501,
    body: { code: 'NOT_SIMULATED' },
  })
  expect(await running.call('GET', '/crm/v8/settings/tags')).toMatchObject({ status: 501, body: { code: 'NOT_SIMULATED' } })
})
