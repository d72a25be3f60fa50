import { expect } from 'vitest'
import { paid, shownOf } from './finance-world.ts'
import type { Journey } from './journey.ts'
import type { World, ZohoRecord } from './world.ts'

const SET = 'local_campusbridge_set_finance'
const STAMP_PAYMENT = 'PUT /crm/v8/BTEC_Payments'
const STAMP_STUDENT = 'PUT /crm/v8/BTEC_Students'

/** How staff change a student's money. The students have accounts; where Moodle shows money of theirs already, the journey says so. */
export const financeJourneys: readonly Journey[] = [
  {
    name: 'a first payment',
    module: 'BTEC_Payments',
    eventType: 'created',
    arrange: async (world, count) => each(await linked(world, count), (student) => paid(world, student)),
    change: async () => {},
    writes: [SET, STAMP_PAYMENT, STAMP_STUDENT],
    expectInStep: async (world, payment) => {
      expect(await paymentIn(world, payment)).toMatchObject({ amount: '700.03', voided: 0 })
      expect(await world.recordNow('BTEC_Payments', payment.id)).toMatchObject({ Synced_to_Moodle: true })
      await expectSameOwner(world, payment)
    },
    auditSubjects: ownerOf,
  },
  {
    name: 'a fee and an instalment that was paid',
    module: 'BTEC_Students',
    eventType: 'updated',
    arrange: linked,
    change: (world, { id }) => world.editStudent(id, { st_Payment: 400, st_Payment_Date: '2026-09-14', Discount_Amount: 12.5 }),
    writes: [SET, STAMP_STUDENT],
    expectInStep: async (world, { id }) => {
      const shown = await shownOf(world, id)
      expect(shown?.finance).toMatchObject({ discountamount: '12.50' })
      expect(shown?.instalments).toMatchObject([{ amount: '400.00', paid: '400.00' }])
      expect(shown?.payments).toMatchObject([{ slot: 1, amount: '400.00' }])
      expect(await world.studentNow(id)).toMatchObject({ Synced_to_Moodle: true })
    },
  },
  {
    name: 'a payment that is deleted',
    module: 'BTEC_Payments',
    eventType: 'deleted',
    arrange: shown,
    change: (world, { id }) => world.remove('BTEC_Payments', id),
    writes: [SET, STAMP_STUDENT],
    repeatable: [STAMP_STUDENT],
    expectInStep: async (world, payment) => {
      expect(await paymentIn(world, payment)).toMatchObject({ amount: '700.03', voided: 1 })
    },
    auditSubjects: ownerOf,
  },
]

function ownerOf(payment: ZohoRecord): string[] {
  return [(payment.Student_ID as { id: string }).id]
}

const paymentIn = async (world: World, { id }: ZohoRecord) => (await world.inMoodle('payments', `zohoid=${id}`))[0]

/** What we remember of a payment is what Moodle has. */
async function expectSameOwner(world: World, payment: ZohoRecord): Promise<void> {
  const { rows } = await world.look.query('select owners, gone_at from moodle_finance_payments where zoho_id = $1', [payment.id])
  expect(rows).toEqual([{ owners: [(await paymentIn(world, payment))?.student], gone_at: null }])
}

/** Students with an account, and no money yet. */
async function linked(world: World, count: number): Promise<ZohoRecord[]> {
  const students: ZohoRecord[] = []
  for (let nr = 0; nr < count; nr += 1) students.push(await world.student({ Currency: 'USD' }))
  for (const { id } of students) await world.zohoSends(id, 'created')
  await world.quiet()
  return students
}

/** Payments that Moodle shows. */
async function shown(world: World, count: number): Promise<ZohoRecord[]> {
  const payments = await each(await linked(world, count), (student) => paid(world, student))
  for (const { id } of payments) await world.zohoSends(id, 'created', undefined, 'BTEC_Payments')
  await world.quiet()
  return payments
}

async function each(students: readonly ZohoRecord[], make: (student: ZohoRecord) => Promise<ZohoRecord>): Promise<ZohoRecord[]> {
  const made: ZohoRecord[] = []
  for (const student of students) made.push(await make(student))
  return made
}
