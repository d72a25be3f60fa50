import { type Exchange, exchange } from '../exchange.ts'
import { finance, paymentRecord } from './finance.ts'
import { AS_OF, getFinance, items, wrongBeginning, wrongItems, wrongOwner, ZOHO } from './records.ts'

type Item = Record<string, unknown>

/** Payment `n` of student 200, unless it says another. */
const payment = (n: number, differing: Item = {}): Item => ({
  ...paymentRecord(n),
  student: ZOHO(200),
  userid: '{payer}',
  date: '2026-11-20',
  method: 'Card',
  as_of: AS_OF + 1,
  ...differing,
})
const deletion = (n: number, by: number, differing: Item = {}): Item => ({ zohoid: ZOHO(n), as_of: AS_OF + by, ...differing })
const add = (...list: Item[]): string => items('add_payment', ...list)
const remove = (...list: Item[]): string => items('delete_payment', ...list)
const set = (...list: Item[]): string => items('set_finance', ...list)

/** add_payment and delete_payment, and what they and set_finance leave of each other. */
export const paymentExchanges: Exchange[] = [
  exchange('payments: their student', set(finance(200), finance(201))),
  exchange('payments: one', add(payment(910))),
  exchange('payments: is paid', getFinance(200)),
  exchange('payments: the same again', add(payment(910, { as_of: AS_OF + 3 }))),
  exchange('payments: older than the payment', add(payment(910, { as_of: AS_OF + 2 }))),
  exchange('payments: older than the finance', add(payment(911, { as_of: AS_OF - 1 }))),
  exchange('payments: of a student without finance', add(payment(911, { student: ZOHO(299), as_of: AS_OF - 1 }))),
  exchange('payments: another amount', add(payment(910, { amount: '-5.5', as_of: AS_OF + 4 }))),
  exchange('payments: of another student', add(payment(910, { student: ZOHO(201), as_of: AS_OF + 5 }))),
  exchange('payments: moved', getFinance(200, 201)),
  exchange(
    'payments: back, older than the finance left behind',
    set(finance(201, { as_of: AS_OF + 9, payments: [paymentRecord(910)] })),
  ),
  exchange('payments: stays', add(payment(910, { as_of: AS_OF + 8 }))),
  exchange('payments: an older finance leaves a newer payment', set(finance(200, { as_of: AS_OF + 2, net_amount: '7' }))),
  exchange('payments: newer ones', add(payment(912, { as_of: AS_OF + 20 }), payment(913, { as_of: AS_OF + 20 }))),
  exchange('payments: finance read before them', set(finance(200, { as_of: AS_OF + 10, payments: [paymentRecord(912)] }))),
  exchange('payments: finance read before them again', set(finance(200, { as_of: AS_OF + 10, payments: [paymentRecord(912)] }))),
  exchange('payments: are left as they are', getFinance(200)),
  exchange(
    'payments: one bad among good ones',
    add(payment(914), payment(915, { amount: 'x' }), payment(916, { student: ZOHO(298) })),
  ),
  exchange('payments: one twice', add(payment(917, { student: ZOHO(298) }), payment(917, { student: ZOHO(298) }))),
  exchange('payments: deleted', remove(deletion(912, 21))),
  exchange('payments: is voided', getFinance(200)),
  exchange('payments: deleted again', remove(deletion(912, 22))),
  exchange('payments: deleted by something older', remove(deletion(913, 19))),
  exchange('payments: older than the finance to delete', remove(deletion(910, 8))),
  exchange('payments: deletion of what is not there', remove(deletion(998, 1))),
  exchange('payments: added by something older than its deletion', add(payment(912, { as_of: AS_OF + 21 }))),
  exchange('payments: added again', add(payment(912, { as_of: AS_OF + 23 }))),
  exchange('payments: several deletions', remove(deletion(912, 24), deletion(998, 24), { zohoid: 'x' }, deletion(912, 24))),
  exchange(
    'payments: finance voids and unvoids',
    set(finance(200, { as_of: AS_OF + 30, payments: [paymentRecord(912), paymentRecord(913, { voided: true })] })),
  ),
  exchange('payments: as finance says', getFinance(200)),
  ...wrongItems('add_payment', (differing) => payment(920, differing), [
    ...wrongBeginning,
    ...wrongOwner,
    ['no student', { student: undefined }],
    ['a student that is none', { student: '' }],
    ['no amount', { amount: undefined }],
    ['an amount that is a number', { amount: 5 }],
    ['no currency', { currency: undefined }],
    ['a currency that is empty', { currency: '' }],
    ['a date that is none', { date: '2026-13-01' }],
    ['a receipt of 101 letters', { number: 'x'.repeat(101) }],
    ['nothing about the fee', { reduces_fee: null }],
    ['a slot', { slot: 1 }],
    ['voided', { voided: true }],
  ]),
  ...wrongItems('delete_payment', (differing) => deletion(910, 50, differing), wrongBeginning),
]
