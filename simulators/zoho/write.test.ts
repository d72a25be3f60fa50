import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, idIn, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const STUDENTS = '/crm/v8/BTEC_Students'
const insert = (records: unknown[], path = STUDENTS) => running.call('POST', path, { data: records, trigger: [] })
const oneResult = async (record: unknown, path = STUDENTS) => dataOf(await insert([record], path))[0]
const read = (id: string, module = 'BTEC_Students') => running.simulator.records.get(module, id)

test('an insert answers 201 with ids and times, and never echoes a value', async () => {
  const answer = await insert([
    { First_Name: 'Ada', Status: 'approved', Birth_Date: '2001-02-03', Last_Sync_Date: '2026-11-01T10:00:00Z' },
  ])
  expect(answer.status).toBe(201)
  expect(dataOf(answer)[0]).toMatchObject({
    code: 'SUCCESS',
    message: 'record added',
    status: 'success',
    details: { Created_Time: '2026-11-24T12:00:00+03:00' },
  })
  expect(JSON.stringify(answer.body)).not.toContain('Ada')
  expect(read(idIn(answer))).toMatchObject({
    First_Name: 'Ada',
    Status: 'Approved',
    Last_Sync_Date: '2026-11-01T13:00:00+03:00',
    Name: expect.stringMatching(/^A26B/),
  })
})

test('records succeed and fail alone, in order', async () => {
  const answer = await insert([{ First_Name: 'One' }, { Email: 'nonsense' }, { First_Name: 'Three' }])
  expect(answer.status).toBe(207)
  expect(dataOf(answer).map((each) => each.code)).toEqual(['SUCCESS', 'INVALID_DATA', 'SUCCESS'])
  expect((await insert([{ Email: 'nonsense' }])).status).toBe(400)
})

test.each([
  ['a text that is too long', { City: 'x'.repeat(256) }, { maximum_length: 255, api_name: 'City', json_path: '$.data[0].City' }],
  ['a number for a text', { City: 7 }, { expected_data_type: 'text' }],
  ['a malformed e-mail', { Email: 'nobody' }, { expected_data_type: 'email' }],
  ['a date with slashes', { Birth_Date: '03/02/2001' }, { expected_data_type: 'date' }],
  ['a date that does not exist', { Birth_Date: '2001-02-30' }, { expected_data_type: 'date' }],
  ['a date-time with milliseconds', { Last_Sync_Date: '2026-11-01T10:00:00.000Z' }, { expected_data_type: 'datetime' }],
  ['a word for a boolean', { Synced_to_Moodle: 'true' }, { expected_data_type: 'boolean' }],
  ['a word for an amount', { Discount_Amount: '12' }, { expected_data_type: 'double' }],
  ['a lookup to nobody', { Program: { id: '5725767000999999999' } }, { api_name: 'id', json_path: '$.data[0].Program.id' }],
  ['a written autonumber', { Name: 'A1' }, { api_name: 'Name' }],
  ['a written formula', { Total_Amount: 12 }, { api_name: 'Total_Amount' }],
])('%s is INVALID_DATA', async (_what, record, details) => {
  expect(await oneResult(record)).toMatchObject({ code: 'INVALID_DATA', details, status: 'error' })
})

test('all mistakes of one record are told together', async () => {
  expect(await oneResult({ City: 7, Email: 'nobody' })).toMatchObject({
    code: 'MULTIPLE_OR_MULTI_ERRORS',
    details: { errors: [{ details: { api_name: 'City' } }, { details: { api_name: 'Email' } }] },
  })
})

test('mandatory fields must be there on insert and cannot be emptied later', async () => {
  expect(await oneResult({ Email: 'a@college.example' }, '/crm/v8/BTEC_Teachers')).toMatchObject({
    code: 'MANDATORY_NOT_FOUND',
    details: { api_name: 'Name', json_path: '$.data[0].Name' },
  })
  const id = idIn(await insert([{ Name: 'Somebody' }], '/crm/v8/BTEC_Teachers'))
  const answer = await running.call('PUT', `/crm/v8/BTEC_Teachers/${id}`, { data: [{ Name: null }] })
  expect(dataOf(answer)[0]).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
})

test('unknown fields vanish without a word, unless the organisation is told to be strict', async () => {
  const id = idIn(await insert([{ No_Such_Field: 1, City: 'Konya' }]))
  expect(read(id)).not.toHaveProperty('No_Such_Field')
  running.simulator.behave({ unknownFields: 'reject' })
  expect(await oneResult({ No_Such_Field: 1 })).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'No_Such_Field' } })
})

test('a value of a unique field that is taken names the record that has it, whatever the case', async () => {
  const id = idIn(await insert([{ Academic_Email: 'ada@college.example' }]))
  expect(await oneResult({ Academic_Email: 'ADA@college.example' })).toMatchObject({
    code: 'DUPLICATE_DATA',
    details: {
      api_name: 'Academic_Email',
      json_path: '$.data[0].Academic_Email',
      id,
      duplicate_record: { id, module: { api_name: 'BTEC_Students' } },
    },
  })
})

test('null and the empty text clear a field; a picklist takes values outside its list', async () => {
  const id = idIn(await insert([{ City: 'Konya', Address: 'Here', Status: 'Somewhere else' }]))
  await running.call('PUT', STUDENTS, { data: [{ id, City: null, Address: '' }] })
  expect(read(id)).toMatchObject({ City: null, Address: null, Status: 'Somewhere else' })
})

test('an update needs a known id', async () => {
  const answer = await running.call('PUT', STUDENTS, { data: [{ id: '5725767000999999999', City: 'Konya' }, { City: 'Konya' }] })
  expect(answer.status).toBe(400)
  expect(dataOf(answer).map((each) => each.code)).toEqual(['INVALID_DATA', 'MANDATORY_NOT_FOUND'])
})

test('an update of a record that changed meanwhile is refused with 412 and its present state', async () => {
  const id = idIn(await insert([{ City: 'Konya' }]))
  running.clock.advance(5000)
  const stale = await running.call(
    'PUT',
    `${STUDENTS}/${id}`,
    { data: [{ City: 'Bursa' }] },
    { 'if-unmodified-since': '2026-11-24T08:59:59Z' },
  )
  expect(stale).toMatchObject({
    status: 412,
    body: { data: [{ code: 'ALREADY_MODIFIED', details: { id, Modified_Time: '2026-11-24T12:00:00+03:00' } }] },
  })
  const fresh = await running.call(
    'PUT',
    `${STUDENTS}/${id}`,
    { data: [{ City: 'Bursa' }] },
    { 'if-unmodified-since': '2026-11-24T12:00:00+03:00' },
  )
  expect(fresh.status).toBe(200)
  expect(read(id)).toMatchObject({ City: 'Bursa', Modified_Time: '2026-11-24T12:00:05+03:00' })
})

test('no more than 100 records go in one call, and JSON needs no Content-Type', async () => {
  expect(await insert(Array.from({ length: 101 }, () => ({ City: 'Konya' })))).toMatchObject({
    status: 400,
    body: { code: 'LIMIT_EXCEEDED', details: { limit: 100 } },
  })
  expect((await insert(Array.from({ length: 100 }, () => ({ City: 'Konya' })))).status).toBe(201)
})

test('a deleted record is an empty 204, stands in the deleted list and can be restored', async () => {
  const id = idIn(await insert([{ City: 'Konya' }]))
  const answer = await running.call('DELETE', `${STUDENTS}?ids=${id},5725767000999999999&wf_trigger=false`)
  expect(answer.status).toBe(207)
  expect(dataOf(answer)[0]).toEqual({ code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' })
  expect((await running.call('GET', `${STUDENTS}/${id}`)).status).toBe(204)
  const deleted = await running.call('GET', `${STUDENTS}/deleted?type=all`)
  expect(deleted.body).toMatchObject({
    data: [{ id, type: 'recycle', deleted_time: '2026-11-24T12:00:00+03:00' }],
    info: { count: 1, page: 1, more_records: false },
  })
  expect(running.simulator.restoreDeleted('BTEC_Students', id)).toMatchObject({ id, City: 'Konya' })
  expect((await running.call('GET', `${STUDENTS}/deleted`)).status).toBe(204)
})

test('the deleted list shows 60 days of recycle bin, then 60 days without names, then nothing', async () => {
  const [student] = running.simulator.records.list('BTEC_Students')
  running.simulator.records.remove('BTEC_Students', String(student?.id), 'human')
  const deletedAfter = async (days: number) => {
    running.clock.advance(days * 86_400_000)
    return running.call('GET', `${STUDENTS}/deleted`, undefined, { authorization: `Zoho-oauthtoken ${await running.token()}` })
  }
  expect(dataOf(await deletedAfter(59))[0]).toMatchObject({ type: 'recycle', deleted_by: { name: expect.any(String) } })
  expect(dataOf(await deletedAfter(2))[0]).toMatchObject({ type: 'permanent', deleted_by: null, display_name: null })
  expect((await deletedAfter(60)).status).toBe(204)
})
