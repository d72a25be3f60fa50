import { afterEach, beforeEach, expect, test } from 'vitest'
import { SystemHeldError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { needs, syncNames } from '../../src/sync/sources.ts'
import { listEvents } from '../../src/verbs/list-events.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'
import { bulk, learn, put, type TinyZoho, tinyZoho } from './tiny-zoho.ts'

let world: LedgerWorld
let zoho: TinyZoho
beforeEach(async () => {
  world = await createLedgerWorld()
  zoho = tinyZoho()
})
afterEach(() => world.stop())

const id = (kind: number, n: number): string => `5725767${String(kind).padStart(3, '0')}${String(n).padStart(9, '0')}`
const to = (record: string) => ({ id: record })
const payment = (n: number, of: string, amount = 100) =>
  put(zoho, 'BTEC_Payments', id(8, n), { Name: `P-${n}`, Student_ID: to(of), Payment_Amount: amount })
const registration = (n: number, changed = '2026-01-25T10:00:00+03:00') =>
  put(zoho, 'BTEC_Registrations', id(7, n), {
    Student_ID: to(student(n)),
    Program: to(id(1, 1)),
    Registration_Status: 'Active',
    Modified_Time: changed,
  })
const scheduleRow = (n: number, of: number, amount = 100) =>
  put(zoho, 'Payment_Schedule', id(17, n), { Parent_Id: to(id(7, of)), Installment_No: n, Installment_Amount: amount })

const keys = async (): Promise<string[]> => {
  const { rows } = await world.database.withTenant(DEFAULT_TENANT, (tx) =>
    tx.query<{ flow: string; subject: string }>('select flow, subject from queue_jobs order by flow, subject'),
  )
  return rows.map(({ flow, subject }) => `${flow} ${subject}`)
}
const hints = async (): Promise<string[]> =>
  (await listEvents(world.desk(), {}, { limit: 100 })).events
    .map(({ eventId, name, recordId }) => `${eventId.split(':')[2]} ${name} ${recordId}`)
    .toSorted()
const forget = () => world.sql('delete from queue_jobs; delete from integration_events_log')

test('what depends on something is read after it', () => {
  for (const [at, name] of syncNames.entries()) {
    for (const needed of needs[name]) expect(syncNames.indexOf(needed)).toBeLessThan(at)
  }
})

test('a payment is its student’s business; one that changes hands is the business of both', async () => {
  payment(1, student(1))
  payment(2, student(1))
  await bulk(world, zoho, 'finance')
  expect(await keys()).toEqual([`finance ${student(1)}`])
  expect(await hints()).toEqual([1, 2].map((n) => `payments zoho.payment.updated ${id(8, n)}`))

  await learn(world, zoho, 'finance')
  await forget()
  payment(2, student(2))
  await bulk(world, zoho, 'finance')
  expect(await keys()).toEqual([student(1), student(2)].map((of) => `finance ${of}`))
})

test('a payment that is gone is the business of the student it belonged to', async () => {
  payment(1, student(3))
  await learn(world, zoho, 'finance')
  zoho.remove('BTEC_Payments', id(8, 1))
  expect(await bulk(world, zoho, 'finance')).toMatchObject({ gone: 1 })
  expect(await keys()).toEqual([`finance ${student(3)}`])
  expect(await hints()).toEqual([`payments zoho.payment.deleted ${id(8, 1)}`])
})

test('an enrolment is the business of its pair, before and after somebody changed it', async () => {
  const enrol = (of: string) =>
    put(zoho, 'BTEC_Enrollments', id(6, 1), { Enrolled_Students: to(student(1)), Classes: to(of), Enrollment_Type: 'Normal' })
  enrol(id(5, 1))
  await learn(world, zoho, 'enrolments')
  enrol(id(5, 2))
  expect(await bulk(world, zoho, 'enrolments')).toMatchObject({ changed: 1 })
  expect(await keys()).toEqual([1, 2].map((n) => `enrolments ${student(1)}:${id(5, n)}`))
})

test('rows of a subform are told of by their parent, once, and not at all while the parent’s own hint is in line', async () => {
  registration(1)
  registration(2)
  await learn(world, zoho, 'registrations')
  registration(3)
  for (const [row, of] of [
    [1, 1],
    [2, 1],
    [3, 3],
  ] as const)
    scheduleRow(row, of)
  expect(await bulk(world, zoho, 'registrations')).toMatchObject({ read: 6, added: 4, unchanged: 2 })
  expect(await hints()).toEqual([
    `registrations zoho.registration.updated ${id(7, 3)}`,
    `scheduleRows zoho.registration.updated ${id(7, 1)}`,
  ])
  expect(await keys()).toEqual([1, 3].map((n) => `registrations ${id(7, n)}`))
})

test('a row that is gone is an edit of its parent, however many there are', async () => {
  registration(1)
  for (let row = 1; row <= 12; row++) scheduleRow(row, 1)
  await learn(world, zoho, 'registrations', { user: 7 })
  for (let row = 1; row <= 12; row++) zoho.remove('Payment_Schedule', id(17, row))
  expect(await bulk(world, zoho, 'registrations')).toMatchObject({ gone: 12, withheld: 0 })
  expect(await hints()).toEqual([`scheduleRows zoho.registration.updated ${id(7, 1)}`])
})

test('where the rows cannot be read by themselves, parents that were changed since are looked at', async () => {
  registration(1)
  registration(2)
  await learn(world, zoho, 'registrations')
  zoho.refuse.set('Payment_Schedule', new SystemHeldError('zoho', 'zoho.module_missing', { module: 'Payment_Schedule' }))
  expect(await bulk(world, zoho, 'registrations')).toMatchObject({ read: 2, unchanged: 2, changed: 0 })
  expect(await hints()).toEqual([])

  registration(2, '2026-01-26T08:00:00+03:00')
  registration(3)
  expect(await bulk(world, zoho, 'registrations')).toMatchObject({ added: 1, changed: 1 })
  expect(await hints()).toEqual([
    `registrations zoho.registration.updated ${id(7, 3)}`,
    `scheduleRows zoho.registration.updated ${id(7, 2)}`,
  ])
})

test('another trouble with the rows is not taken for an organisation without them', async () => {
  registration(1)
  zoho.refuse.set('Payment_Schedule', new SystemHeldError('zoho', 'zoho.credits_spent', {}))
  await expect(bulk(world, zoho, 'registrations')).rejects.toMatchObject({ code: 'zoho.credits_spent' })
  zoho.refuse.clear()
  scheduleRow(1, 1)
  zoho.asked.length = 0
  expect(await bulk(world, zoho, 'registrations')).toMatchObject({ resumed: true, read: 2 })
  // What was read before the trouble is not read again.
  expect(zoho.asked.map(({ module }) => module)).toEqual(['Payment_Schedule'])
})

test('a record that belongs to nobody goes to its module’s own flow, which says what is missing', async () => {
  put(zoho, 'BTEC_Payments', id(8, 1), { Name: 'P-1', Student_ID: null, Payment_Amount: 5 })
  await bulk(world, zoho, 'finance')
  expect(await hints()).toEqual([`payments zoho.payment.updated ${id(8, 1)}`])
})
