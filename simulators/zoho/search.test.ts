import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator({ behaviour: { searchLagMs: 30_000 } })
})
afterEach(() => running.stop())

const search = (query: string) => running.call('GET', `/crm/v8/BTEC_Students/search?${query}`)
const cities = async (query: string) => {
  const answer = await search(query)
  return answer.status === 204 ? [] : dataOf(answer).map((row) => row.City)
}
const byMoodleId = `criteria=${encodeURIComponent('(Student_Moodle_ID:equals:4711)')}`

test('the index lags: new records are missing, changed and deleted ones still stand as they were', async () => {
  const { id } = running.simulator.records.put('BTEC_Students', { Student_Moodle_ID: '4711', City: 'Konya' }, 'api')
  expect(await cities(byMoodleId)).toEqual([])
  running.clock.advance(30_000)
  expect(await cities(byMoodleId)).toEqual(['Konya'])
  running.simulator.records.patch('BTEC_Students', String(id), { City: 'Bursa' }, 'api')
  running.simulator.records.remove('BTEC_Students', String(id), 'api')
  running.clock.advance(29_000)
  expect(await cities(byMoodleId)).toEqual(['Konya'])
  running.clock.advance(1000)
  expect(await cities(byMoodleId)).toEqual([])
})

test('equals on a text behaves like contains', async () => {
  expect((await cities(`criteria=${encodeURIComponent('(Last_Name:equals:kay)')}`)).length).toBeGreaterThan(0)
})

test('criteria can be joined, and escapes are understood', async () => {
  running.simulator.records.put('BTEC_Students', { First_Name: 'A (B), C', City: 'Konya' }, 'api')
  running.simulator.settleSearch()
  expect(
    await cities(`criteria=${encodeURIComponent('((First_Name:starts_with:A \\(B\\)\\, C)and(City:in:Konya,Bursa))')}`),
  ).toEqual(['Konya'])
  expect(await search(`criteria=${encodeURIComponent('((City:equals:a)and(City:equals:b)or(City:equals:c))')}`)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_QUERY' },
  })
})

test('no more than 15 criteria and 2,000 results', async () => {
  const many = `(${Array.from({ length: 16 }, () => '(City:equals:a)').join('or')})`
  expect(await search(`criteria=${encodeURIComponent(many)}`)).toMatchObject({ body: { code: 'CRITERIA_LIMIT_EXCEEDED' } })
  expect(await search(`${byMoodleId}&page=11`)).toMatchObject({ status: 400, body: { code: 'LIMIT_REACHED' } })
})

test('records can be counted', async () => {
  expect((await running.call('GET', '/crm/v8/BTEC_Students/actions/count')).body).toEqual({ count: 60 })
})
