import { expect } from 'vitest'
import { told } from './told.ts'
import type { EventRow, World, ZohoRecord } from './world.ts'

/** What Moodle shows of a student's money, as our plugin keeps it. */
export type Shown = {
  finance: Record<string, unknown>
  payments: Record<string, unknown>[]
  instalments: Record<string, unknown>[]
}

export async function shownOf(world: World, student: string): Promise<Shown | undefined> {
  const [finance] = await world.inMoodle('finance', `zohoid=${student}`)
  if (finance === undefined) return undefined
  return {
    finance,
    payments: await world.inMoodle('payments', `student=${student}`),
    instalments: await world.inMoodle('instalments', `student=${student}`),
  }
}

/** What the plugin answers: with what is paid and what remains. */
export async function sumsOf(
  world: World,
  student: string,
): Promise<{ paid: string; remaining: string | null; net: string | null }> {
  const { url, token } = world.simulators.moodle
  const answer = await fetch(`${url}/webservice/rest/server.php`, {
    method: 'POST',
    body: new URLSearchParams({
      wstoken: token,
      moodlewsrestformat: 'json',
      wsfunction: 'local_campusbridge_get_finance',
      'zohoids[0]': student,
    }),
  })
  const { students } = (await answer.json()) as {
    students: { paid: string; remaining: string | null; net_amount: string | null }[]
  }
  const [one] = students
  if (one === undefined) throw new Error(`Moodle shows no finance of ${student}`)
  return { paid: one.paid, remaining: one.remaining, net: one.net_amount }
}

/** Students with an account whose fee Zoho knows: 4200 less a third is 2800.14. */
export const payer = async (world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> => {
  const student = await world.student({
    Currency: 'USD',
    Total_Amount: 4200,
    Scholarship: 'Partial Scholarship %',
    Scholarship_Percentage: 33.33,
    Payment_Method: 'Cash',
    Payment_Mode: 'Installments',
    ...fields,
  })
  expect(await told(world, student, 'created')).toMatchObject({ status: 'completed' })
  return student
}

export const paid = (world: World, student: { id: string }, fields: Record<string, unknown> = {}): Promise<ZohoRecord> =>
  world.put('BTEC_Payments', {
    Name: 'P26-0001',
    Student_ID: { id: student.id },
    Payment_Amount: 700.03,
    Payment_Date: '2026-09-14',
    Payment_Method: 'Cash',
    Payment_Type: 'Study Fees',
    Currency: 'USD',
    ...fields,
  })

export const registered = (
  world: World,
  student: { id: string },
  rows: readonly Record<string, unknown>[],
  fields: Record<string, unknown> = {},
): Promise<ZohoRecord> =>
  world.put('BTEC_Registrations', {
    Name: 'R26-0001',
    Student_ID: { id: student.id },
    Registration_Status: 'Active',
    Currency: 'USD',
    Payment_Schedule: rows,
    ...fields,
  })

export const toldOfPayment = (world: World, payment: { id: string }, eventType = 'updated'): Promise<EventRow> =>
  told(world, payment, eventType, 'BTEC_Payments')
