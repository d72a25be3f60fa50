import type { RecordFields } from './record-fields.ts'
import type { Columns, PaymentColumns } from './record-tables.ts'

/** Payments that are noted in the fields of a student record itself, not in records of their own. */
const SLOTS = 8
/** Most payments of one student. */
const MOST = 500

/** A payment that is a record of Zoho's. */
export const readPaymentRecord = (fields: RecordFields) => ({
  zohoid: fields.zohoid('zohoid'),
  slot: null,
  ...readRest(fields),
})

/** All payments of a student, by `slot 1` or `zoho <id>`, and where in the list those stand that are records, by their Zoho id. */
export function readPayments(fields: RecordFields): { payments: Map<string, PaymentColumns>; places: Map<string, number> } {
  const places = new Map<string, number>()
  const payments = new Map<string, PaymentColumns>()
  for (const [index, one] of fields.list('payments', MOST).entries()) {
    const payment = readPaymentOfStudent(one)
    one.only()
    const place = placeOf(payment)
    if (payments.has(place)) one.refuse(payment.zohoid === null ? 'slot' : 'zohoid', 'each payment once')
    payments.set(place, payment)
    if (payment.zohoid !== null) places.set(payment.zohoid, index)
  }
  return { payments: new Map([...payments].sort(([a], [b]) => (a < b ? -1 : 1))), places }
}

export const placeOf = ({ zohoid, slot }: PaymentColumns): string => (zohoid === null ? `slot ${slot}` : `zoho ${zohoid}`)

function readPaymentOfStudent(fields: RecordFields): PaymentColumns {
  const zohoid = fields.optionalZohoid('zohoid')
  const slot = fields.optionalWhole('slot', 1, SLOTS)
  if ((zohoid === null) === (slot === null)) fields.refuse('zohoid', 'either zohoid or slot')
  return { zohoid, slot, ...readRest(fields), voided: Number(fields.optionalFlag('voided')) }
}

const readRest = (fields: RecordFields) =>
  ({
    receipt: fields.line('number', 100),
    paidon: fields.optionalDay('date'),
    amount: fields.signedAmount('amount'),
    currency: fields.currency('currency'),
    method: fields.line('method', 100),
    purpose: fields.line('purpose', 100),
    reducesfee: Number(fields.flag('reduces_fee')),
    instalmentno: fields.optionalWhole('instalment', 1, 9999),
    registration: fields.optionalZohoid('registration') ?? '',
  }) satisfies Columns
