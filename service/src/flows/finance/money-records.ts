import type { ZohoId } from '../../domain/ids.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { FlowContext } from '../flow.ts'

export type StudentFinance = ReturnType<Mappings['finance']['read']>
export type Payment = ReturnType<Mappings['payments']['read']>
export type Registration = ReturnType<Mappings['registrations']['read']>
export type ScheduleRow = ReturnType<Mappings['scheduleRows']['read']>

/** What Zoho knows of one student's money beside the fields of the student record, each list in the order of the ids. */
export type MoneyRecords = {
  /** Those that live: a deleted payment is not in any list. */
  payments: readonly Payment[]
  registrations: readonly { registration: Registration; rows: readonly ScheduleRow[] }[]
}

/** Reads the payments and the schedules of all these students: three questions, however many students there are. */
export async function readMoneyRecords(
  students: readonly ZohoId[],
  { zoho, mappings }: Pick<FlowContext, 'zoho' | 'mappings'>,
): Promise<(student: ZohoId) => MoneyRecords> {
  if (students.length === 0) return () => ({ payments: [], registrations: [] })
  const { payments, registrations, scheduleRows } = mappings
  const [paid, registered] = await Promise.all([
    zoho.recordsWhere(payments.question, payments.rules.student.from, students),
    zoho.recordsWhere(registrations.question, registrations.rules.student.from, students),
  ])
  const rows = await zoho.subformRows(
    { name: 'Payment_Schedule', parent: 'BTEC_Registrations', fields: scheduleRows.question.fields },
    registered.map(({ id }) => id),
  )
  const paymentsOf = Map.groupBy(paid.map(payments.read).toSorted(byId), ({ student }) => student)
  const registrationsOf = Map.groupBy(registered.map(registrations.read).toSorted(byId), ({ student }) => student)
  return (student) => ({
    payments: paymentsOf.get(student) ?? [],
    registrations: (registrationsOf.get(student) ?? []).map((registration) => ({
      registration,
      rows: (rows.get(registration.id) ?? []).map(scheduleRows.read),
    })),
  })
}

/** Ids are digits of one length within an organisation; the longer is the younger. */
const byId = (a: { id: ZohoId }, b: { id: ZohoId }): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1)
