import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, infoOf, type RunningSimulator, runSimulator } from './running-simulator.ts'
import { requestedFields } from './zoho.ts'

let running: RunningSimulator
let group: string
beforeEach(async () => {
  running = await runSimulator()
  group = String(running.simulator.records.list('BTEC_Classes')[0]?.id)
})
afterEach(() => running.stop())

const behind = (lookup: unknown) => (lookup as { id: string } | undefined)?.id
const related = (path: string, query = 'fields=id,Enrolled_Students,Classes') => running.call('GET', `/crm/v8/${path}?${query}`)
const enrolmentsOf = (field: 'Classes' | 'Enrolled_Students', id: string) =>
  running.simulator.records
    .list('BTEC_Enrollments')
    .filter((each) => behind(each[field]) === id)
    .map((each) => each.id)

test('the associations of a class and of a student are lists of their own, where COQL may not read them', async () => {
  running.simulator.behave({ coqlOnLinking: false })
  const ofClass = dataOf(await related(`BTEC_Classes/${group}/BTEC_Students2`, 'fields=id,Enrolled_Students&sort_order=asc'))
  expect(ofClass.map((each) => each.id)).toEqual(enrolmentsOf('Classes', group))
  const student = behind(ofClass[0]?.Enrolled_Students) ?? ''
  const ofStudent = dataOf(await related(`BTEC_Students/${student}/BTEC_Classes_22`))
  expect(ofStudent.map((each) => each.id).sort()).toEqual(enrolmentsOf('Enrolled_Students', student))
})

test('the metadata names both lists', async () => {
  const names = async (module: string) => {
    const { body } = await running.call('GET', `/crm/v8/settings/related_lists?module=${module}`)
    return (body as { related_lists: { api_name: string }[] }).related_lists.map((each) => each.api_name)
  }
  expect(await names('BTEC_Classes')).toContain('BTEC_Students2')
  expect(await names('BTEC_Students')).toEqual(expect.arrayContaining(['BTEC_Classes_22', 'BTEC_Payments_Student_ID']))
})

test('pages, prefixed fields, and a list of an ordinary lookup', async () => {
  const wanted = 'fields=BTEC_Enrollments.Enrolled_Students&per_page=3'
  const seen: unknown[] = []
  for (let token = ''; ; ) {
    const answer = await related(`BTEC_Classes/${group}/BTEC_Students2`, `${wanted}${token}`)
    seen.push(...dataOf(answer).map((each) => each.id))
    expect(dataOf(answer)[0]).toHaveProperty('Enrolled_Students')
    const next = infoOf(answer).next_page_token
    if (next === null) break
    token = `&page_token=${next}`
  }
  expect([...seen].sort()).toEqual(enrolmentsOf('Classes', group))
  const [payment] = running.simulator.records.list('BTEC_Payments')
  const student = behind(payment?.Student_ID)
  const payments = dataOf(await related(`BTEC_Students/${student}/BTEC_Payments_Student_ID`, 'fields=Payment_Amount'))
  expect(payments.map((each) => each.id)).toContain(payment?.id)
})

test.each([
  ['an unknown list', 'Nonsense', 'fields=id', 'INVALID_DATA'],
  ['no fields', 'BTEC_Students2', '', 'REQUIRED_PARAM_MISSING'],
])('%s is refused', async (_what, name, query, code) => {
  expect(await related(`BTEC_Classes/${group}/${name}`, query)).toMatchObject({ status: 400, body: { code } })
})

test('a class without students is a 204, and a record that is not there is refused', async () => {
  const { id } = running.simulator.records.put('BTEC_Classes', { Class_Name: 'Nobody yet' }, 'function')
  expect((await related(`BTEC_Classes/${id}/BTEC_Students2`)).status).toBe(204)
  expect((await related('BTEC_Classes/5725767000999999999/BTEC_Students2')).status).toBe(400)
})

test('what a related list was asked for is told like the fields of any list', () => {
  const asked = requestedFields({
    method: 'GET',
    url: '/crm/v8/BTEC_Classes/5725767000000500001/BTEC_Students2?fields=id,Student_Name',
    body: null,
  })
  expect(asked).toEqual({ module: 'BTEC_Students2', fields: ['id', 'Student_Name'] })
})
