import { amountOf, sumOf } from '../../domain/money.ts'
import type { InstalmentRecord } from '../../ports/moodle-records.ts'
import { flatInstalments } from './flat-instalments.ts'
import type { MoneyRecords, ScheduleRow, StudentFinance } from './money-records.ts'
import type { Reduces } from './paid.ts'

/**
 * What is to be paid and when: the schedules of the student's registrations if there is a row in any of them, else the eight instalments of
 * the student record. Never both, or a student would seem to owe twice. Without a currency of its own a schedule is in that of the student.
 */
export function scheduleOf(student: StudentFinance, money: MoneyRecords, reduces: Reduces): InstalmentRecord[] {
  const rows = money.registrations.flatMap(({ registration, rows }) =>
    rows.map((row): InstalmentRecord => {
      const amount = row.amount ?? '0.00'
      return {
        number: row.number ?? 0,
        due_date: row.dueDate,
        amount,
        paid: isPaid(row) ? amount : NOTHING,
        currency: registration.currency || student.currency,
        registration: registration.id,
      }
    }),
  )
  return rows.length > 0 ? rows : flatSchedule(student, money, reduces)
}

const NOTHING = '0.00'

/** The college's own code wrote `Paid` or `Pending`; where nobody wrote anything, a day of payment says it. */
const isPaid = ({ status, paidDate }: ScheduleRow): boolean =>
  status === '' ? paidDate !== null : status.toLowerCase() === 'paid'

/**
 * An instalment of the student record has one date, the day on which it was paid, and shows it. Where payments are records of their own, those
 * that name the instalment are what was paid of it.
 */
function flatSchedule(student: StudentFinance, { payments }: MoneyRecords, reduces: Reduces): InstalmentRecord[] {
  const paidOf = (number: number): string => {
    const towards = payments.filter(
      (one) => one.instalment === number && reduces(one.type) && (one.currency || student.currency) === student.currency,
    )
    const paid = sumOf(towards.flatMap(({ amount }) => amount ?? []))
    return paid < 0n ? NOTHING : amountOf(paid)
  }
  return flatInstalments(student).map(({ number, amount, date }) => ({
    number,
    due_date: date,
    amount,
    paid: payments.length > 0 ? paidOf(number) : date === null ? NOTHING : amount,
    currency: student.currency,
    registration: null,
  }))
}
