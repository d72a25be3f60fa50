import { type Exchange, exchange } from '../exchange.ts'
import { AS_OF, getFinance, items, ZOHO } from './records.ts'

type Item = Record<string, unknown>

export const instalment = (number: number, differing: Item = {}): Item => ({
  number,
  due_date: `2026-12-0${number}`,
  amount: '600.00',
  currency: 'USD',
  ...differing,
})

export const slot = (n: number, differing: Item = {}): Item => ({
  slot: n,
  date: '2026-11-01',
  amount: '200.5',
  currency: 'USD',
  reduces_fee: true,
  ...differing,
})

/** Payments have numbers of their own: 9nn. */
export const paymentRecord = (n: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  amount: '100',
  currency: 'USD',
  reduces_fee: true,
  ...differing,
})

/** Student `n` with two instalments and a payment. */
export const finance = (n: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  userid: '{payer}',
  currency: 'USD',
  net_amount: '1200',
  instalments: [instalment(1), instalment(2)],
  payments: [slot(1)],
  as_of: AS_OF,
  ...differing,
})

const everything: Item = {
  scholarship: 'Merit/Need',
  scholarship_reason: 'Überdurchschnittlich “gut”',
  scholarship_percentage: '20',
  amount_transferred: '50.05',
  transferred_currency: 'EUR',
  payment_method: 'Bank transfer',
  payment_mode: 'Instalments',
  bank_name: 'A & B',
  bank_holder: '<b>Ida</b>',
  registration_fees: '0',
  invoice_reg_fees: 'INV-7',
  total_amount: '9999999999.99',
  discount_amount: '0.01',
  scholarship_amount: '300',
  payments: [
    slot(8, { number: 'R-1', method: 'Card', purpose: 'Fee', instalment: 1, registration: ZOHO(990) }),
    paymentRecord(901, { amount: '-20.00' }),
    paymentRecord(902, { reduces_fee: false }),
    paymentRecord(903, { voided: true }),
  ],
  instalments: [
    instalment(2),
    instalment(1, { due_date: null, paid: '1.5' }),
    instalment(1, { registration: ZOHO(991), currency: 'EUR' }),
  ],
}

const set = (...list: Item[]): string => items('set_finance', ...list)
const later = (by: number): number => AS_OF + by

/** What set_finance does, as get_finance tells it. */
export const financeExchanges: Exchange[] = [
  exchange('finance: of a stranger', getFinance(199)),
  exchange('finance: a student', set(finance(100))),
  exchange('finance: reads back', getFinance(100)),
  exchange('finance: the same again', set(finance(100, { as_of: later(2) }))),
  exchange('finance: moves the time of the read only', getFinance(100)),
  exchange('finance: something older', set(finance(100, { as_of: later(1), net_amount: '1' }))),
  exchange('finance: of the same moment', set(finance(100, { as_of: later(2), net_amount: '1100.00' }))),
  exchange('finance: written otherwise is the same', set(finance(100, { as_of: later(3), net_amount: '1100', scholarship: '' }))),
  exchange('finance: another account', set(finance(100, { as_of: later(4), userid: '{payer2}' }))),
  exchange('finance: what is left out is empty', set(finance(100, { as_of: later(5), net_amount: undefined, payments: [] }))),
  exchange('finance: nothing can remain of an unknown fee', getFinance(100)),
  exchange('finance: all fields', set(finance(101, everything))),
  exchange('finance: all fields read back', getFinance(101)),
  exchange('finance: all fields again', set(finance(101, everything))),
  exchange(
    'finance: another order is the same',
    set(finance(101, { ...everything, payments: [...(everything.payments as Item[])].reverse() })),
  ),
  exchange('finance: fewer payments', set(finance(101, { ...everything, payments: [paymentRecord(902)], as_of: later(1) }))),
  exchange('finance: records are voided and slots removed', getFinance(101)),
  exchange(
    'finance: voided once',
    set(finance(101, { ...everything, payments: [paymentRecord(902)], bank_name: 'C', as_of: later(2) })),
  ),
  exchange('finance: keeps when it was voided', getFinance(101)),
  exchange('finance: a payment in another currency', set(finance(102, { payments: [slot(1, { currency: 'EUR' })] }))),
  exchange('finance: cannot be taken from the fee', getFinance(102)),
  exchange('finance: a schedule shrinks', set(finance(102, { instalments: [instalment(2, { amount: '1' })], as_of: later(1) }))),
  exchange('finance: nothing to pay', set(finance(102, { instalments: [], payments: [], as_of: later(2) }))),
  exchange('finance: reads back as nothing', getFinance(102)),
  exchange('finance: one bad among good ones', set(finance(103), finance(104, { currency: 'XXX' }), finance(105))),
  exchange('finance: the good ones are there', getFinance(105, 104, 103, 103)),
  exchange('finance: a student twice', set(finance(106), finance(106))),
  exchange('finance: bad the first time is not twice', set(finance(107, { userid: 'x' }), finance(107))),
  exchange(
    'finance: one payment of two students',
    set(finance(108, { payments: [paymentRecord(904)] }), finance(109, { payments: [paymentRecord(904)] }), finance(110)),
  ),
  exchange('finance: belongs to the first', getFinance(108, 109, 110)),
  exchange('finance: a payment claimed by another', set(finance(110, { payments: [paymentRecord(904)], as_of: later(1) }))),
  exchange('finance: is theirs now', getFinance(108, 110)),
  exchange('finance: claimed by something older', set(finance(111, { payments: [paymentRecord(904, { amount: '1' })] }))),
  exchange('finance: is not given', getFinance(111, 110)),
  exchange(
    'finance: swapped in one call',
    set(finance(110, { as_of: later(2), payments: [] }), finance(108, { as_of: later(2), payments: [paymentRecord(904)] })),
  ),
  exchange('finance: after the swap', getFinance(108, 110)),
  exchange(
    'finance: a known payment of two students',
    set(
      finance(112, { as_of: later(3), payments: [paymentRecord(904)] }),
      finance(113, { as_of: later(3), payments: [slot(1), paymentRecord(904)] }),
    ),
  ),
  exchange(
    'finance: a payment of somebody who is not written',
    set(finance(112, { payments: [paymentRecord(904)] }), finance(113, { as_of: later(4), payments: [paymentRecord(904)] })),
  ),
  exchange('finance: is whose was written', getFinance(108, 112, 113)),
  exchange('finance: no ids', 'wsfunction=local_campusbridge_get_finance'),
  exchange('finance: an id that is none', 'wsfunction=local_campusbridge_get_finance&zohoids[0]=12'),
  exchange('finance: an id with a sign', 'wsfunction=local_campusbridge_get_finance&zohoids[0]=12-'),
  exchange('finance: ids that are no list', `wsfunction=local_campusbridge_get_finance&zohoids=${ZOHO(100)}`),
  exchange('finance: 101 ids', getFinance(...Array.from({ length: 101 }, () => 199))),
  exchange('finance: 101 ids and a wrong one', `${getFinance(...Array.from({ length: 101 }, () => 199))}&zohoids[101]=5`),
]
