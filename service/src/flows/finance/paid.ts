import type { PaymentRecord } from '../../ports/moodle-records.ts'
import { flatInstalments } from './flat-instalments.ts'
import type { MoneyRecords, Payment, StudentFinance } from './money-records.ts'

/** Whether a payment of this type is paid towards the fee. */
export type Reduces = (type: string) => boolean

/**
 * What was paid: the student's payment records if there is one, whatever it was for, else the instalments of the student record that have a
 * date. Their receipts are the autonumber of the record and the invoice number of the instalment.
 */
export const paymentsOf = (student: StudentFinance, { payments }: MoneyRecords, reduces: Reduces): PaymentRecord[] =>
  payments.length > 0
    ? payments.map((payment) => ofRecord(payment, student, reduces))
    : flatInstalments(student)
        .filter(({ date }) => date !== null)
        .map(({ number, amount, date, invoice }) => ({
          zohoid: null,
          slot: number,
          number: invoice,
          date,
          amount,
          currency: student.currency,
          method: student.paymentMethod,
          purpose: '',
          // They are the instalments of the fee, whatever else the college charges.
          reduces_fee: true,
          instalment: number,
          registration: null,
          voided: false,
        }))

const ofRecord = (payment: Payment, student: StudentFinance, reduces: Reduces): PaymentRecord => ({
  zohoid: payment.id,
  slot: null,
  number: payment.number,
  date: payment.date,
  amount: payment.amount ?? '0.00',
  currency: payment.currency || student.currency,
  method: payment.method,
  purpose: payment.type,
  reduces_fee: reduces(payment.type),
  // 0 is how the number field looks when nobody has named one.
  instalment: payment.instalment === 0 ? null : payment.instalment,
  registration: payment.registration,
  voided: false,
})
