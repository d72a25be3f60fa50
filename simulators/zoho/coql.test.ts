import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, infoOf, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const ask = (select_query: string) => running.call('POST', '/crm/v8/coql', { select_query })
const codeOf = async (query: string) => ((await ask(query)).body as { code?: string }).code

test('columns come as asked, through lookups too, with the id always beside them', async () => {
  const [row] = dataOf(
    await ask(
      "select Program, Program.Product_Name, Last_Name from BTEC_Students where Academic_Email = 'deniz.kaya@college.example'",
    ),
  )
  expect(row).toEqual({
    Program: { id: expect.any(String), name: row?.['Program.Product_Name'] },
    'Program.Product_Name': expect.any(String),
    Last_Name: 'Kaya',
    id: expect.stringMatching(/^\d{19}$/),
  })
})

test('keyset paging by id reads everything once', async () => {
  const seen: string[] = []
  let after = '0'
  for (;;) {
    const answer = await ask(
      `select id from BTEC_Students where (Modified_Time >= '2026-01-01T00:00:00Z' and id > '${after}') order by id asc limit 25`,
    )
    if (answer.status === 204) break
    seen.push(...dataOf(answer).map((row) => String(row.id)))
    after = seen.at(-1) ?? ''
    if (infoOf(answer).more_records === false) break
  }
  expect(seen).toEqual(running.simulator.records.list('BTEC_Students').map((each) => each.id))
})

test.each([
  ["Status = 'Freezed'", 3],
  ["Status in ('Freeze', 'Withdraw')", 6],
  ['Academic_Email is null', 3],
  ['Academic_Email is not null', 57],
  ["First_Name like 'Den%'", 3],
  ["(Status = 'Graduated' or Status = 'Blocked') and City is not null", 3],
  ["(Status = 'Active' and City = 'Berlin') and (First_Name = 'Hassan' or First_Name = 'Layla')", 2],
  ["Birth_Date between '1998-01-01' and '1998-12-31'", 7],
  ["Modified_Time < '2026-09-01T06:00:00Z'", 0],
  ['Synced_to_Moodle = true', 0],
])('where %s finds %i students', async (where, count) => {
  const answer = await ask(`select id from BTEC_Students where ${where}`)
  expect(answer.status === 204 ? 0 : dataOf(answer).length).toBe(count)
})

test('a fresh write is found at once, unlike in search', async () => {
  running.simulator.records.put('BTEC_Students', { Student_Moodle_ID: '4711' }, 'api')
  expect((await ask("select id from BTEC_Students where Student_Moodle_ID = '4711'")).status).toBe(200)
  expect((await running.call('GET', '/crm/v8/BTEC_Students/search?criteria=(Student_Moodle_ID:equals:4711)')).status).toBe(204)
})

test('rows can be ordered and skipped', async () => {
  const names = async (tail: string) =>
    dataOf(await ask(`select Last_Name from BTEC_Students where id is not null order by Last_Name desc, id asc ${tail}`)).map(
      (row) => row.Last_Name,
    )
  const all = await names('limit 0, 60')
  expect(await names('limit 10, 5')).toEqual(all.slice(10, 15))
  expect(await names('limit 5 offset 10')).toEqual(all.slice(10, 15))
})

test.each([
  ['no where', 'select id from BTEC_Students', 'SYNTAX_ERROR'],
  [
    'three criteria without parentheses',
    "select id from BTEC_Students where City = 'a' and City = 'b' and City = 'c'",
    'SYNTAX_ERROR',
  ],
  ['double quotes', 'select id from BTEC_Students where City = "a"', 'SYNTAX_ERROR'],
  ['an unknown column', 'select Nonsense from BTEC_Students where id is not null', 'INVALID_QUERY'],
  ['an unknown module', 'select id from Nonsense where id is not null', 'INVALID_QUERY'],
  ['a multi-select lookup', 'select Classes from BTEC_Students where id is not null', 'INVALID_QUERY'],
  ['a multi-line text in where', "select id from BTEC_Students where Address = 'x'", 'INVALID_QUERY'],
  ['a date-time without zone', "select id from BTEC_Students where Modified_Time > '2026-11-01 10:00:00'", 'INVALID_QUERY'],
  ['more than 2,000 rows', 'select id from BTEC_Students where id is not null limit 2001', 'LIMIT_EXCEEDED'],
  [
    '101 values',
    `select id from BTEC_Students where City in (${Array.from({ length: 101 }, (_, index) => `'${index}'`)})`,
    'LIMIT_EXCEEDED',
  ],
  ['a function', 'select COUNT(id) from BTEC_Students where id is not null', 'NOT_SIMULATED'],
])('%s is refused', async (_what, query, code) => {
  expect(await codeOf(query)).toBe(code)
})

test('lookups are found by id, a hundred at a time, with or without .id, and 50 where the organisation takes no more', async () => {
  const students = running.simulator.records.list('BTEC_Students').map((each) => `'${each.id}'`)
  const hundred = [...students, ...Array.from({ length: 100 - students.length }, (_, index) => `'57257670009${index}'`)]
  const find = (column: string, values: string[]) =>
    ask(`select Student_ID, Payment_Amount from BTEC_Payments where ${column} in (${values}) order by id limit 2000`)
  const all = running.simulator.records.list('BTEC_Payments').map((each) => each.id)
  for (const column of ['Student_ID', 'Student_ID.id']) {
    expect(dataOf(await find(column, hundred)).map((row) => row.id)).toEqual(all)
  }
  running.simulator.behave({ coqlValuesIn: 50 })
  expect((await find('Student_ID', hundred)).body).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 50 } })
})

test('an in on a lookup can be paged by id', async () => {
  const [first, second] = running.simulator.records.list('BTEC_Classes').map((each) => each.id)
  const where = `Classes in ('${first}','${second}')`
  const whole = dataOf(await ask(`select Enrolled_Students from BTEC_Enrollments where ${where} order by id limit 2000`))
  const seen: unknown[] = []
  for (let after = '0'; ; ) {
    const answer = await ask(`select id from BTEC_Enrollments where (${where} and id > '${after}') order by id limit 7`)
    seen.push(...dataOf(answer).map((row) => row.id))
    after = String(seen.at(-1))
    if (infoOf(answer).more_records === false) break
  }
  expect(seen).toEqual(whole.map((row) => row.id))
})

test('2,000 rows come at once, in the order of their times and ids, from a time on', async () => {
  for (let nr = 0; nr < 2100; nr += 1) {
    if (nr % 500 === 0) running.clock.advance(1000)
    running.simulator.records.put('BTEC_Students', { First_Name: `Extra ${nr}` }, 'function')
  }
  const since = '2026-11-24T09:00:01Z'
  const query = (order: string, limit: string) =>
    ask(`select Modified_Time from BTEC_Students where Modified_Time >= '${since}' ${order} ${limit}`)
  const answer = await query('order by Modified_Time, id', 'limit 0, 2000')
  const rows = dataOf(answer).map((row) => `${row.Modified_Time} ${row.id}`)
  expect([rows.length, infoOf(answer).more_records]).toEqual([2000, true])
  expect(rows).toEqual([...rows].sort())
  const rest = dataOf(await query('order by Modified_Time, id', 'limit 2000, 2000')).map(
    (row) => `${row.Modified_Time} ${row.id}`,
  )
  expect(new Set([...rows, ...rest]).size).toBe(2100)
  const last = dataOf(await query('order by Modified_Time desc, id desc', 'limit 1'))[0]
  expect(`${last?.Modified_Time} ${last?.id}`).toBe(rest.at(-1))
})

test('50 columns are taken, 51 are not', async () => {
  const columns = (count: number) =>
    `select ${Array.from({ length: count }, () => 'City')} from BTEC_Students where id is not null`
  expect((await ask(columns(50))).status).toBe(200)
  expect(await codeOf(columns(51))).toBe('LIMIT_EXCEEDED')
})

test('rows of subforms are read by their parents', async () => {
  const [first, second] = running.simulator.records.list('BTEC_Registrations')
  const rows = dataOf(
    await ask(
      `select Parent_Id, Installment_No from Payment_Schedule where Parent_Id in ('${second?.id}','${first?.id}') order by id limit 2000`,
    ),
  )
  expect(rows.map((row) => (row.Parent_Id as { id: string }).id)).toEqual([
    ...Array.from({ length: 4 }, () => first?.id),
    ...Array.from({ length: 4 }, () => second?.id),
  ])
})

test('an organisation may keep COQL from subforms, from the linking module, or altogether', async () => {
  const schedules = 'select Installment_No from Payment_Schedule where id is not null'
  const enrolments = 'select id from BTEC_Enrollments where id is not null'
  running.simulator.behave({ coqlOnSubforms: false })
  expect([await codeOf(schedules), await codeOf(enrolments)]).toEqual(['INVALID_QUERY', undefined])
  running.simulator.behave({ coqlOnSubforms: true, coqlOnLinking: false })
  expect([await codeOf(schedules), await codeOf(enrolments)]).toEqual([undefined, 'INVALID_QUERY'])
  running.simulator.behave({ coql: false })
  expect(await ask(schedules)).toMatchObject({ status: 403, body: { code: 'NO_PERMISSION' } })
})

test('a module that tells no times has no column of that name', async () => {
  const query = "select id from Products where Modified_Time >= '2026-01-01T00:00:00Z' order by Modified_Time, id"
  expect((await ask(query)).status).toBe(200)
  running.simulator.behave({ productsTellTime: false })
  expect(await codeOf(query)).toBe('INVALID_QUERY')
  expect((await running.call('GET', '/crm/v8/Products?fields=Product_Name&sort_by=Modified_Time')).status).toBe(400)
  expect(dataOf(await running.call('GET', '/crm/v8/Products?fields=Product_Name,Modified_Time'))[0]).not.toHaveProperty(
    'Modified_Time',
  )
})
