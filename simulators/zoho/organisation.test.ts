import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, type RunningSimulator, runSimulator } from './running-simulator.ts'
import { operationOf, requestedFields } from './zoho.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const students = Array.from({ length: 100 }, () => ({ City: 'Konya' }))

test('the credits left are told once half are used, and their end is a 429 without Retry-After', async () => {
  running.simulator.behave({ creditsPerDay: 21 })
  const insert = () => running.call('POST', '/crm/v8/BTEC_Students', { data: students })
  expect((await insert()).headers.get('x-api-credits-remaining')).toBeNull()
  expect((await insert()).headers.get('x-api-credits-remaining')).toBe('1')
  const refused = await insert()
  expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect(refused.headers.get('retry-after')).toBeNull()
  running.clock.advance(24 * 3_600_000 + 60_000)
  const authorization = { authorization: `Zoho-oauthtoken ${await running.token()}` }
  expect((await running.call('POST', '/crm/v8/BTEC_Students', { data: students }, authorization)).status).toBe(201)
})

test('too many calls at once meet a 429', async () => {
  await running.call('GET', '/crm/v8/org')
  running.simulator.behave({ concurrency: 0 })
  expect(await running.call('GET', '/crm/v8/org')).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  running.simulator.behave({ concurrency: 20, subConcurrency: 0 })
  const coql = { select_query: 'select id from BTEC_Students where id is not null' }
  expect((await running.call('POST', '/crm/v8/coql', coql)).status).toBe(429)
  expect((await running.call('POST', '/crm/v8/BTEC_Students', { data: students })).status).toBe(429)
  expect((await running.call('POST', '/crm/v8/BTEC_Students', { data: students.slice(0, 10) })).status).toBe(201)
})

test('places are given back when a call ends', async () => {
  running.simulator.behave({ concurrency: 1, subConcurrency: 1 })
  for (let count = 0; count < 5; count += 1) {
    expect((await running.call('GET', '/crm/v8/BTEC_Students?fields=id&sort_by=Modified_Time')).status).toBe(200)
  }
})

test('the metadata a doctor asks for is there', async () => {
  const modules = (await running.call('GET', '/crm/v8/settings/modules')).body as {
    modules: { api_name: string; generated_type: string }[]
  }
  expect(Object.fromEntries(modules.modules.map((each) => [each.api_name, each.generated_type]))).toMatchObject({
    BTEC_Students: 'custom',
    BTEC_Enrollments: 'linking',
    Products: 'default',
    Learning_Outcomes_Assessm: 'subform',
  })
  const { fields } = (await running.call('GET', '/crm/v8/settings/fields?module=BTEC_Students')).body as {
    fields: Record<string, unknown>[]
  }
  const field = (name: string) => fields.find((each) => each.api_name === name)
  expect(field('Academic_Email')).toMatchObject({ data_type: 'email', length: 100, unique: { casesensitive: 'false' } })
  expect(field('Name')).toMatchObject({ data_type: 'autonumber', operation_type: { api_create: false } })
  expect(field('Status')?.pick_list_values).toContainEqual(
    expect.objectContaining({ display_value: 'Freeze', actual_value: 'Freezed' }),
  )
  for (const path of ['layouts', 'related_lists'])
    expect((await running.call('GET', `/crm/v8/settings/${path}?module=BTEC_Classes`)).status).toBe(200)
  expect((await running.call('GET', '/crm/v8/org')).body).toMatchObject({
    org: [{ zgid: expect.any(String), time_zone: 'Europe/Istanbul' }],
  })
  expect((await running.call('GET', '/crm/v8/users?type=CurrentUser')).body).toMatchObject({
    users: [{ time_zone: 'Europe/Istanbul' }],
  })
})

test('date-times follow the zone of the user, through its summer time', async () => {
  running.simulator.behave({ zone: 'Europe/London' })
  const put = (Last_Sync_Date: string) => running.simulator.records.put('BTEC_Students', { Last_Sync_Date }, 'api').Last_Sync_Date
  expect([put('2026-07-01T12:00:00Z'), put('2026-12-01T12:00:00+03:00')]).toEqual([
    '2026-07-01T13:00:00+01:00',
    '2026-12-01T09:00:00+00:00',
  ])
})

test('the control surface stores what the API refuses, but no field that does not exist', () => {
  const { records } = running.simulator
  const { id } = records.put('BTEC_Students', { Academic_Email: 'nonsense', Name: 'A1' }, 'human')
  expect(records.get('BTEC_Students', String(id))).toMatchObject({ Academic_Email: 'nonsense', Name: 'A1' })
  expect(() => records.put('BTEC_Students', { Nonsense: 1 }, 'human')).toThrow('no field Nonsense')
  expect(() => records.put('BTEC_Students', { Academic_Email: 'NONSENSE' }, 'human')).toThrow('DUPLICATE_DATA')
})

test('a record that is put whole loses what is not named; put again after its deletion it is back', () => {
  const { records } = running.simulator
  const { id } = records.put('BTEC_Students', { City: 'Konya', First_Name: 'Ada' }, 'human')
  expect(records.put('BTEC_Students', { id, First_Name: 'Ada' }, 'human')).toMatchObject({ City: null, First_Name: 'Ada' })
  records.remove('BTEC_Students', String(id), 'human')
  expect(records.put('BTEC_Students', { id, First_Name: 'Eve' }, 'human')).toMatchObject({ id, First_Name: 'Eve' })
})

test('a snapshot brings everything back, tokens too', async () => {
  const { id } = running.simulator.records.put('BTEC_Students', { City: 'Konya' }, 'human')
  await running.call('DELETE', `/crm/v8/BTEC_Students/${running.simulator.records.list('BTEC_Students')[0]?.id}`)
  const kept = JSON.parse(JSON.stringify(running.simulator.snapshot()))
  running.simulator.reset('empty')
  expect(running.simulator.records.list('BTEC_Students')).toEqual([])
  running.simulator.restore(kept)
  expect((await running.call('GET', `/crm/v8/BTEC_Students/${id}`)).status).toBe(200)
  expect(dataOf(await running.call('GET', '/crm/v8/BTEC_Students/deleted'))).toHaveLength(1)
  expect(JSON.parse(JSON.stringify(running.simulator.snapshot())).store).toEqual(kept.store)
})

test('a call is named without ids, and tells which fields it asked for', () => {
  expect(operationOf({ method: 'GET', url: '/crm/v8/BTEC_Students/5725767000000400001?fields=City' })).toBe(
    'GET /crm/v8/BTEC_Students/{id}',
  )
  const asked = (method: string, url: string, body?: unknown) =>
    requestedFields({ method, url, body: body === undefined ? null : JSON.stringify(body) })
  expect(asked('GET', '/crm/v8/BTEC_Students?fields=City,Country&per_page=3')).toEqual({
    module: 'BTEC_Students',
    fields: ['City', 'Country'],
  })
  expect(asked('GET', '/crm/v8/BTEC_Students/5725767000000400001')).toEqual({ module: 'BTEC_Students', fields: ['*'] })
  expect(asked('POST', '/crm/v8/coql', { select_query: 'select City from BTEC_Students where id is not null' })).toEqual({
    module: 'BTEC_Students',
    fields: ['City'],
  })
  expect(asked('POST', '/crm/v8/BTEC_Students', { data: [] })).toBeUndefined()
})
