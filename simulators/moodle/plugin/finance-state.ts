import type { MoodleWorld } from '../world.ts'
import { type Claims, claimsOf } from './claimed-payments.ts'
import type { FinanceItem } from './finance-item.ts'
import { deletedAt, registrationsDeletedAfter } from './later-deletions.ts'
import { type FinanceRow, type InstalmentRow, type PaymentRow, type RecordTables, rowsBy, rowsOf } from './record-tables.ts'

/** What is stored about the money of some students before a call writes any of it. */
export type FinanceState = {
  /** By student record; also of the students who have payments that the items claim. */
  finance: Map<string, FinanceRow>
  instalments: Map<string, InstalmentRow[]>
  payments: Map<string, PaymentRow[]>
  /** Payments that the items name, by their own Zoho id. */
  paymentsByZohoId: Map<string, PaymentRow>
  /** When the schedule of a registration was read last, by student record and registration. */
  schedules: Map<string, Map<string, number>>
  /** Whose the payments of the call are. */
  claims: Claims
  /** Registrations of an item's instalments that were deleted after it was read. */
  deletedAfter(item: FinanceItem): string[]
  /** Whether a payment that is not stored was deleted after an item was read. */
  wasDeleted(payment: string | null, item: FinanceItem): boolean
}

/** Reads what the items may touch. */
export function financeStateOf(items: FinanceItem[], world: MoodleWorld): FinanceState {
  const { studentRecords: tables } = world
  const students = new Set(items.map(({ zohoid }) => zohoid))
  const named = items.flatMap(({ payments }) => [...payments.values()].flatMap(({ zohoid }) => zohoid ?? []))
  const paymentsByZohoId = rowsOf(tables.payments, named)
  const others = [...paymentsByZohoId.values()].map(({ student }) => student)
  const registrations = rowsBy(tables.registrations, ({ student }) => student, students)
  const changed = items.filter(({ zohoid, asOf, hash }) => {
    const row = tables.finance.get(zohoid)
    return row === undefined || (asOf >= row.asof && hash !== row.hash)
  })
  return {
    claims: claimsOf(changed),
    deletedAfter: (item) => registrationsDeletedAfter(item, world),
    wasDeleted: (payment, { asOf }) => payment !== null && deletedAt('payment', payment, world) > asOf,
    finance: rowsOf(tables.finance, [...students, ...others]),
    instalments: rowsBy(tables.instalments, ({ student }) => student, students),
    payments: rowsBy(tables.payments, ({ student }) => student, students),
    paymentsByZohoId,
    schedules: new Map(
      [...registrations].map(([student, rows]) => [
        student,
        new Map(rows.map(({ zohoid, scheduleasof }) => [zohoid, scheduleasof])),
      ]),
    ),
  }
}

/** Says that the finance of these students is no longer what their last items said: the next item is compared row by row. */
export function forgetFinanceHash({ finance }: RecordTables, students: Iterable<string>): void {
  for (const student of students) {
    const row = finance.get(student)
    if (row !== undefined) finance.set(student, { ...row, hash: null })
  }
}
