import type { ZohoRecord } from '../world.ts'
import { accountOf, type Both, type Difference, idOf } from './college-sides.ts'

/**
 * What students who have an account see of their money: each payment, the instalments of their registrations, and the fee. Leaves out
 * scholarships, and what nobody could see because Zoho says nothing of it.
 */
export function moneyDiffers(both: Both): Difference[] {
  return [...both.zoho.BTEC_Students.values()].flatMap((student): Difference[] => {
    const { id } = student
    if (accountOf(both, id) === undefined) return []
    const payments = [...both.zoho.BTEC_Payments.values()].filter(({ Student_ID }) => idOf(Student_ID) === id)
    const registrations = [...both.zoho.BTEC_Registrations.values()].filter(({ Student_ID }) => idOf(Student_ID) === id)
    const of = [id, ...[...payments, ...registrations].map((record) => record.id)]
    const rowsOf = (table: string) => (both.moodle[table] ?? []).filter((row) => row.student === id)
    const seen = {
      paid: sorted(
        rowsOf('payments')
          .filter(({ voided }) => voided === 0)
          .map((row) => `${row.zohoid ?? 'flat'} ${row.amount} ${row.currency}`),
      ),
      instalments: sorted(
        rowsOf('instalments')
          .filter(({ registration }) => registration !== '')
          .map((row) => `${row.registration} ${row.instalmentno} ${row.amount}`),
      ),
      net: (both.moodle.finance ?? []).find(({ zohoid }) => zohoid === id)?.netamount ?? null,
    }
    const wanted = {
      paid: sorted(paidBy(student, payments)),
      instalments: sorted(registrations.flatMap(scheduled)),
      net: netOf(student, payments, registrations),
    }
    return JSON.stringify(wanted) === JSON.stringify(seen) ? [] : [{ what: 'money', of, zoho: wanted, moodle: seen }]
  })
}

const sorted = (lines: string[]): string[] => lines.toSorted()
/** `700.00`; a text that is no number stays what it is, and equals nothing that Moodle could show. */
const amount = (value: unknown): string => (typeof value === 'number' ? value.toFixed(2) : `no amount: ${value}`)

/** The payment records, or where there is none the instalment of the student's own record that has a date. */
function paidBy(student: ZohoRecord, payments: readonly ZohoRecord[]): string[] {
  if (payments.length > 0)
    return payments.map((one) => `${one.id} ${amount(one.Payment_Amount)} ${one.Currency ?? student.Currency}`)
  return typeof student.st_Payment === 'number' && student.st_Payment_Date
    ? [`flat ${amount(student.st_Payment)} ${student.Currency}`]
    : []
}

const scheduled = ({ id, Payment_Schedule }: ZohoRecord): string[] =>
  ((Payment_Schedule ?? []) as ZohoRecord[]).map((row) => `${id} ${row.Installment_No} ${amount(row.Installment_Amount)}`)

/** Total less discount; nothing where it is counted in more than one currency. */
function netOf(student: ZohoRecord, payments: readonly ZohoRecord[], registrations: readonly ZohoRecord[]): string | null {
  const { Total_Amount: total, Discount_Amount: discount, Currency } = student
  if (total === null || total === undefined) return null
  if (typeof total !== 'number') return amount(total)
  const fees = payments.filter(({ Payment_Type }) => Payment_Type === 'Study Fees')
  const counted = [...fees, ...registrations.filter(({ Payment_Schedule }) => ((Payment_Schedule ?? []) as unknown[]).length > 0)]
  const differ = counted.some((record) => (record.Currency ?? Currency) !== Currency)
  return differ ? null : amount(total - (typeof discount === 'number' ? discount : 0))
}
