import type { MoodleUserId } from '../../domain/ids.ts'
import type { FinanceRecord } from '../../ports/moodle-records.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import { feeOf } from './fee.ts'
import type { MoneyRecords, StudentFinance } from './money-records.ts'
import { paymentsOf } from './paid.ts'
import { scheduleOf } from './schedule.ts'

/** What Moodle shall say of a student's money, and what staff should know of it. */
export type Decided = {
  record: FinanceRecord
  look: 'finance.currencies_differ' | 'finance.fee_unclear' | undefined
  /** Every currency that something towards the fee is counted in, that of the fee first. */
  currencies: readonly string[]
}

/** Decides the whole truth about one student's money. Of what has no obstacle only. */
export function financeRecordOf(
  student: StudentFinance,
  user: MoodleUserId,
  money: MoneyRecords,
  settings: AllSettings,
): Decided {
  const types = settings['finance.types_that_reduce_the_fee']
  const reduces = (type: string): boolean => types.includes(type)
  const instalments = scheduleOf(student, money, reduces)
  const payments = paymentsOf(student, money, reduces)
  const fee = feeOf(student, settings['finance.subtracted_from_total'])

  const counting = [...instalments, ...payments.filter((payment) => payment.reduces_fee)].map(({ currency }) => currency)
  const currencies = [...new Set([student.currency, ...counting])]
  const differ = currencies.length > 1
  return {
    record: {
      zohoid: student.id,
      userid: user,
      scholarship: student.scholarship,
      scholarship_reason: student.scholarshipReason,
      scholarship_percentage: student.scholarshipPercentage,
      currency: student.currency,
      amount_transferred: student.amountTransferred,
      transferred_currency: student.transferredCurrency || null,
      payment_method: student.paymentMethod,
      payment_mode: student.paymentMode,
      bank_name: student.bankName,
      bank_holder: student.bankHolder,
      registration_fees: student.registrationFees,
      invoice_reg_fees: student.invoiceRegFees,
      total_amount: student.totalAmount,
      discount_amount: student.discountAmount,
      scholarship_amount: fee.scholarshipAmount,
      // Without it Moodle shows no remaining amount: what is owed in one currency and paid in another cannot be said.
      net_amount: differ ? null : fee.netAmount,
      instalments,
      payments,
    },
    look: differ ? 'finance.currencies_differ' : fee.unclear ? 'finance.fee_unclear' : undefined,
    currencies,
  }
}

const BESIDE = ['id', 'currency', 'modifiedTime', 'misfits', 'synced']
const EMPTY = ['', null, '0.00']

/** Whether Zoho says nothing of the student's money: the currency alone is the organisation's, and 0 is how a formula without input looks. */
export const saysNothing = (student: StudentFinance, { payments, registrations }: MoneyRecords): boolean =>
  payments.length === 0 &&
  registrations.every(({ rows }) => rows.length === 0) &&
  student.misfits.length === 0 &&
  Object.entries(student).every(([field, value]) => BESIDE.includes(field) || (EMPTY as unknown[]).includes(value))
