import type { Exchange } from '../exchange.ts'
import { finance, instalment, paymentRecord, slot } from './finance.ts'
import { wrongBeginning, wrongItems, wrongOwner, ZOHO } from './records.ts'

type Item = Record<string, unknown>

const oneInstalment = (differing: Item) => ({ instalments: [instalment(1), instalment(2, differing)] })
const onePayment = (differing: Item) => ({ payments: [slot(1, differing)] })
const amounts: [string, unknown][] = [
  ['a number', 1200.5],
  ['a whole number', 1200],
  ['with a comma', '1,200.00'],
  ['with three decimals', '1.000'],
  ['with eleven digits', '12345678901'],
  ['with a point alone', '1.'],
  ['empty', ''],
  ['with a plus', '+1'],
  ['below zero', '-0.01'],
]

/** What set_finance refuses, field by field. */
export const financeFieldExchanges: Exchange[] = [
  ...wrongItems('set_finance', (differing) => finance(120, differing), [
    ...wrongBeginning,
    ...wrongOwner,
    ...amounts.map(([what, net_amount]): [string, Item] => [`an amount ${what}`, { net_amount }]),
    ['no currency', { currency: undefined }],
    ['a currency that is none', { currency: 'ABC' }],
    ['a currency in small letters', { currency: 'usd' }],
    ['a currency that is a number', { currency: 840 }],
    ['an amount transferred without its currency', { amount_transferred: '5' }],
    ['a transferred currency that is none', { transferred_currency: '' }],
    ['a percentage above 100', { scholarship_percentage: '100.01' }],
    ['a percentage below 0', { scholarship_percentage: '-1' }],
    ['a percentage that is a word', { scholarship_percentage: 'half' }],
    ['a line of 101 letters', { scholarship: 'ü'.repeat(101) }],
    ['two lines', { bank_name: 'a\nb' }],
    ['a line that is a list', { bank_name: ['a'] }],
    ['no instalments', { instalments: undefined }],
    ['no payments', { payments: null }],
    ['instalments that are no list', { instalments: { a: 1 } }],
    ['instalments that are a word', { instalments: 'none' }],
    ['an instalment that is a number', { instalments: [1] }],
    ['an instalment that is empty', { instalments: [{}] }],
    ['201 instalments', { instalments: Array.from({ length: 201 }, (_, n) => instalment(n)) }],
    ['an instalment without a number', oneInstalment({ number: undefined })],
    ['instalment 0', oneInstalment({ number: 0 })],
    ['instalment 10000', oneInstalment({ number: 10_000 })],
    ['an instalment twice', oneInstalment({ number: 1 })],
    ['an instalment without an amount', oneInstalment({ amount: null })],
    ['an instalment below zero', oneInstalment({ amount: '-1' })],
    ['an instalment without a currency', oneInstalment({ currency: null })],
    ['an instalment on 30 February', oneInstalment({ due_date: '2026-02-30' })],
    ['an instalment on no day', oneInstalment({ due_date: '1 May' })],
    ['an instalment in the year 0', oneInstalment({ due_date: '0000-01-01' })],
    ['an instalment of a registration that is none', oneInstalment({ registration: '5' })],
    ['an instalment with an unknown field', oneInstalment({ total: 1 })],
    ['501 payments', { payments: Array.from({ length: 501 }, () => ({})) }],
    ['a payment without zohoid and slot', onePayment({ slot: undefined })],
    ['a payment with both', onePayment({ zohoid: ZOHO(999) })],
    ['slot 9', onePayment({ slot: 9 })],
    ['a slot twice', { payments: [slot(1), slot(1)] }],
    ['a payment record twice', { payments: [paymentRecord(999), paymentRecord(999)] }],
    ['a payment without an amount', onePayment({ amount: undefined })],
    ['a payment of a word', onePayment({ amount: 'much' })],
    ['a payment without a currency', onePayment({ currency: undefined })],
    ['a payment that says not whether it reduces the fee', onePayment({ reduces_fee: undefined })],
    ['a payment that reduces the fee 1', onePayment({ reduces_fee: 1 })],
    ['a payment voided by a word', onePayment({ voided: 'yes' })],
    ['a payment for instalment 0', onePayment({ instalment: 0 })],
    ['a payment of a registration that is none', onePayment({ registration: 'x' })],
    ['a payment with an unknown field', onePayment({ student: ZOHO(1) })],
  ]),
]
