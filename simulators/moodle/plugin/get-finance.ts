import { moodleException } from '../errors.ts'
import { list, type Parsed, struct, value } from '../params.ts'
import type { Visit } from '../world.ts'
import { amountOf, hundredthsOf } from './money.ts'
import { type Columns, type FinanceRow, type PaymentRow, rowsBy } from './record-tables.ts'

export const getFinanceParams = struct({ zohoids: list(value('alphanum')) })

const MOST = 100

/** Fields of the answer: name => column. */
const ofStudent = {
  zohoid: 'zohoid',
  scholarship: 'scholarship',
  scholarship_reason: 'scholarshipreason',
  scholarship_percentage: 'scholarshippercentage',
  currency: 'currency',
  amount_transferred: 'amounttransferred',
  transferred_currency: 'transferredcurrency',
  payment_method: 'paymentmethod',
  payment_mode: 'paymentmode',
  bank_name: 'bankname',
  bank_holder: 'bankholder',
  registration_fees: 'registrationfees',
  invoice_reg_fees: 'invoiceregfees',
  total_amount: 'totalamount',
  discount_amount: 'discountamount',
  scholarship_amount: 'scholarshipamount',
  net_amount: 'netamount',
  hash: 'hash',
}
const ofInstalment = {
  number: 'instalmentno',
  due_date: 'duedate',
  amount: 'amount',
  paid: 'paid',
  currency: 'currency',
  registration: 'registration',
}
const ofPayment = {
  zohoid: 'zohoid',
  number: 'receipt',
  date: 'paidon',
  amount: 'amount',
  currency: 'currency',
  method: 'method',
  purpose: 'purpose',
  registration: 'registration',
}

/** local_campusbridge_get_finance: those who have finance, in the order in which it was first stored. */
export function getFinance({ zohoids }: Parsed<typeof getFinanceParams>, { world, rows }: Visit) {
  const wrong = zohoids.findIndex((zohoid) => !/^\d{15,20}$/.test(zohoid))
  if (wrong !== -1) throw badParameter(`zohoids[${wrong}]: expected 15 to 20 digits`)
  if (zohoids.length > MOST) throw badParameter(`zohoids: at most ${MOST}`)

  const { studentRecords: tables } = world
  const wanted = new Set(zohoids)
  const finance = [...tables.finance.values()].filter(({ zohoid }) => wanted.has(zohoid))
  const students = new Set(finance.map(({ zohoid }) => zohoid))
  const instalments = rowsBy(tables.instalments, ({ student }) => student, students)
  const payments = rowsBy(tables.payments, ({ student }) => student, students)
  rows.found += finance.length
  return {
    students: finance.map((row) => {
      const paidBy = payments.get(row.zohoid) ?? []
      return {
        ...named(ofStudent, row),
        ...towards(row, paidBy),
        userid: row.userid,
        as_of: row.asof,
        instalments: (instalments.get(row.zohoid) ?? []).map((one) => named(ofInstalment, one)),
        payments: paidBy.map((one) => ({
          ...named(ofPayment, one),
          slot: one.slot,
          instalment: one.instalmentno,
          reduces_fee: one.reducesfee === 1,
          voided: one.voided === 1,
          as_of: one.asof,
        })),
      }
    }),
  }
}

/** What is paid and what remains: null when it cannot be said, because a payment is in another currency or the fee is unknown. */
function towards({ currency, netamount }: FinanceRow, payments: PaymentRow[]): { paid: string; remaining: string | null } {
  const counting = payments.filter(({ voided, reducesfee }) => voided === 0 && reducesfee === 1)
  const paid = counting
    .filter((payment) => payment.currency === currency)
    .reduce((sum, { amount }) => sum + (hundredthsOf(amount) ?? 0), 0)
  const net = counting.every((payment) => payment.currency === currency) ? hundredthsOf(netamount ?? '') : undefined
  return { paid: amountOf(paid), remaining: net === undefined ? null : amountOf(net - paid) }
}

const named = (names: Record<string, string>, row: Columns): Columns =>
  Object.fromEntries(Object.entries(names).map(([name, column]) => [name, row[column] ?? null]))

export const badParameter = (problem: string) => moodleException('badparameter', `Wrong parameter: ${problem}`)
