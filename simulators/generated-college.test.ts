import { afterAll, expect, test } from 'vitest'
import { countsOf, generateCollege } from './generated-college.ts'
import { dataOf, infoOf, runSimulator } from './zoho/running-simulator.ts'

const STUDENTS = 1_500
const running = await runSimulator()
running.simulator.reset('empty')
const filled = running.simulator.fill(generateCollege({ students: STUDENTS }))
afterAll(() => running.stop())

const coql = (select_query: string) => running.call('POST', '/crm/v8/coql', { select_query })

test('the same size gives the same college, and another size another', () => {
  const whole = (students: number) => JSON.stringify([...generateCollege({ students })])
  expect(whole(40)).toBe(whole(40))
  expect(whole(41)).not.toBe(whole(40))
})

test.each([1, 7, 1_500, 15_000])('a college of %i has as many records as it says, under ids of their own', (students) => {
  const found: Record<string, number> = {}
  const ids = new Set<string>()
  for (const [module, { id }] of generateCollege({ students })) {
    found[module] = (found[module] ?? 0) + 1
    ids.add(id)
  }
  const counts = countsOf({ students })
  expect(found).toEqual(counts)
  expect(ids.size).toBe(Object.values(counts).reduce((sum, count) => sum + count))
})

test('everything points to what is there, and no pair is enrolled twice', () => {
  const { records } = running.simulator
  const lookups: Record<string, string[]> = {
    BTEC: ['Program'],
    BTEC_Classes: ['Unit', 'BTEC_Program', 'Teacher'],
    BTEC_Enrollments: ['Classes', 'Enrolled_Students'],
    BTEC_Registrations: ['Student_ID', 'Program'],
    BTEC_Payments: ['Student_ID', 'Registration_ID'],
  }
  for (const [module, fields] of Object.entries(lookups)) {
    const dangling = records.list(module).filter((each) => fields.some((field) => each[field] === null))
    expect([module, dangling.length]).toEqual([module, 0])
  }
  const pairs = records.list('BTEC_Enrollments').map((each) => JSON.stringify([each.Classes, each.Enrolled_Students]))
  expect([pairs.length, new Set(pairs).size]).toEqual([STUDENTS * 3, STUDENTS * 3])
})

test('students are enrolled in classes of their own programme, and no class is crowded or empty', () => {
  const { records } = running.simulator
  const idBehind = (lookup: unknown) => (lookup as { id: string }).id
  const programOf = (module: string, field: string) =>
    new Map(records.list(module).map((each) => [each.id, idBehind(each[field])]))
  const [ofStudent, ofClass] = [programOf('BTEC_Students', 'Program'), programOf('BTEC_Classes', 'BTEC_Program')]
  const sizes = new Map<string, number>()
  for (const each of records.list('BTEC_Enrollments')) {
    const group = idBehind(each.Classes)
    expect(ofClass.get(group)).toBe(ofStudent.get(idBehind(each.Enrolled_Students)))
    sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  expect(sizes.size).toBe(ofClass.size)
  expect(Math.max(...sizes.values())).toBeLessThanOrEqual(26)
})

test('the organisation answers for it: keyset pages, schedules by their parents, search at once', async () => {
  expect(filled).toBe(Object.values(countsOf({ students: STUDENTS })).reduce((sum, count) => sum + count))
  let rows = 0
  for (let after = '0'; ; ) {
    const answer = await coql(`select id from BTEC_Enrollments where id > '${after}' order by id limit 2000`)
    rows += dataOf(answer).length
    after = String(dataOf(answer).at(-1)?.id)
    if (infoOf(answer).more_records === false) break
  }
  expect(rows).toBe(STUDENTS * 3)
  const parents = dataOf(await coql('select id from BTEC_Registrations where id is not null limit 100')).map(
    ({ id }) => `'${id}'`,
  )
  const schedules = await coql(`select Parent_Id from Payment_Schedule where Parent_Id in (${parents}) limit 2000`)
  expect(dataOf(schedules)).toHaveLength(400)
  expect((await running.call('GET', `/crm/v8/BTEC_Students/search?email=student.77@college.example`)).status).toBe(200)
})

test('what comes later gets a later id', () => {
  const { id } = running.simulator.records.put('BTEC_Students', { First_Name: 'Ada' }, 'human')
  expect(running.simulator.records.list('BTEC_Students').at(-1)?.id).toBe(id)
})

test('a college may have more payments and units than others have', () => {
  const size = { students: 50, paymentsEach: 4, unitsPerProgram: 67 }
  const counted = new Map<string, number>()
  for (const [module] of generateCollege(size)) counted.set(module, (counted.get(module) ?? 0) + 1)
  expect(Object.fromEntries(counted)).toEqual(countsOf(size))
  expect(countsOf(size)).toMatchObject({
    BTEC_Payments: 200,
    BTEC: 3 * 67,
    BTEC_Classes: countsOf({ students: 50 }).BTEC_Classes,
  })
})
