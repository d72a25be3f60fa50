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
