import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, idIn, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

const upsert = (module: string, records: unknown[], duplicate_check_fields?: string[]) =>
  running.call('POST', `/crm/v8/${module}/upsert`, {
    data: records,
    trigger: [],
    ...(duplicate_check_fields === undefined ? {} : { duplicate_check_fields }),
  })

test('the first upsert of a key inserts, the second updates the same record', async () => {
  const key = { Moodle_Grade_Composite_Key: '12_34' }
  const added = await upsert('BTEC_Grades', [{ ...key, Grade: 'P' }], ['Moodle_Grade_Composite_Key'])
  expect(added).toMatchObject({
    status: 200,
    body: { data: [{ action: 'insert', duplicate_field: null, message: 'record added' }] },
  })
  const changed = await upsert('BTEC_Grades', [{ ...key, Grade: 'M' }], ['Moodle_Grade_Composite_Key'])
  expect(dataOf(changed)[0]).toMatchObject({
    action: 'update',
    duplicate_field: 'Moodle_Grade_Composite_Key',
    details: { id: idIn(added) },
  })
})

test('two records with one key in one call become one record', async () => {
  const answer = await upsert('BTEC_Students', [
    { Academic_Email: 'ada@college.example' },
    { Academic_Email: 'Ada@college.example', City: 'Konya' },
  ])
  expect(dataOf(answer).map((each) => each.action)).toEqual(['insert', 'update'])
  expect(idIn(answer, 0)).toBe(idIn(answer, 1))
})

test('without named fields the system field and the unique ones decide', async () => {
  const [program] = running.simulator.records.list('Products')
  const answer = await upsert('Products', [{ Product_Name: program?.Product_Name, MoodleID: '7' }])
  expect(dataOf(answer)[0]).toMatchObject({ action: 'update', duplicate_field: 'Product_Name' })
})

test('only the system field and unique fields may be named', async () => {
  expect(await upsert('BTEC_Students', [{ City: 'Konya' }], ['City'])).toMatchObject({
    status: 400,
    body: { code: 'INVALID_DATA', details: { api_name: 'duplicate_check_fields' } },
  })
})

test('a record that matches two others is DUPLICATE_DATA', async () => {
  const teachers = running.simulator.records.list('BTEC_Teachers')
  const answer = await upsert('BTEC_Teachers', [{ Name: teachers[0]?.Name, Academic_Email: teachers[1]?.Academic_Email }])
  expect(dataOf(answer)[0]).toMatchObject({
    code: 'DUPLICATE_DATA',
    details: { api_name: 'Academic_Email', id: teachers[1]?.id },
  })
})
