import { type Exchange, exchange } from '../exchange.ts'
import { finance, instalment } from './finance.ts'
import { AS_OF, getFinance, items, wrongBeginning, wrongItems, wrongOwner, ZOHO } from './records.ts'

type Item = Record<string, unknown>

/** Registration `n` of student 300, unless it says another. */
const registration = (n: number, by: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  student: ZOHO(300),
  userid: '{payer}',
  programme: 'Business',
  level: '3',
  status: 'Active',
  start_date: '2026-09-01',
  as_of: AS_OF + by,
  ...differing,
})
const deletion = (n: number, by: number, differing: Item = {}): Item => ({ zohoid: ZOHO(n), as_of: AS_OF + by, ...differing })
const set = (...list: Item[]): string => items('set_registrations', ...list)
const remove = (...list: Item[]): string => items('delete_registrations', ...list)
const fees = (by: number, instalments: Item[], differing: Item = {}): string =>
  items('set_finance', finance(300, { as_of: AS_OF + by, payments: [], instalments, ...differing }))

/** Registrations, and how their schedules and those of the finance agree: the newer read wins. */
export const registrationExchanges: Exchange[] = [
  exchange('registrations: one', set(registration(310, 0))),
  exchange('registrations: the same again', set(registration(310, 2))),
  exchange('registrations: something older', set(registration(310, 1, { status: 'Left' }))),
  exchange('registrations: what differs', set(registration(310, 3, { status: 'Completed', end_date: '2027-06-30' }))),
  exchange('registrations: with a schedule', set(registration(310, 4, { instalments: [instalment(1), instalment(2)] }))),
  exchange('registrations: is not told without finance', getFinance(300)),
  exchange('registrations: finance of its student', fees(0, [instalment(1)])),
  exchange('registrations: brings its schedule along', getFinance(300)),
  exchange('registrations: the same finance again', fees(0, [instalment(1)])),
  exchange(
    'registrations: finance read later',
    fees(5, [instalment(1), instalment(1, { registration: ZOHO(310), amount: '5' })]),
  ),
  exchange('registrations: has the word about the schedule', getFinance(300)),
  exchange(
    'registrations: the same finance read later',
    fees(6, [instalment(1), instalment(1, { registration: ZOHO(310), amount: '5' })]),
  ),
  exchange('registrations: read before the finance', set(registration(310, 5, { instalments: [instalment(3)] }))),
  exchange('registrations: leaves the schedule', getFinance(300)),
  exchange('registrations: read after it', set(registration(310, 7, { instalments: [instalment(3)] }))),
  exchange('registrations: has its schedule', getFinance(300)),
  exchange('registrations: read after it without a schedule', set(registration(310, 8, { level: '4' }))),
  exchange('registrations: keeps its schedule', getFinance(300)),
  exchange('registrations: an empty schedule', set(registration(310, 9, { instalments: [] }))),
  exchange('registrations: takes it away', getFinance(300)),
  exchange(
    'registrations: of another student',
    set(
      registration(311, 10, { instalments: [instalment(1)] }),
      registration(312, 10, { instalments: [instalment(1)], student: ZOHO(301) }),
    ),
  ),
  exchange('registrations: changes hands', set(registration(311, 11, { student: ZOHO(301), userid: '{payer2}' }))),
  exchange('registrations: finance of the other', items('set_finance', finance(301, { instalments: [], payments: [] }))),
  exchange('registrations: its schedule went along', getFinance(300, 301)),
  exchange(
    'registrations: one bad among good ones',
    set(registration(313, 0), registration(314, 0, { programme: '' }), registration(315, 0)),
  ),
  exchange('registrations: one twice', set(registration(316, 0), registration(316, 0))),
  exchange('registrations: deleted', remove(deletion(311, 12))),
  exchange('registrations: and its schedule', getFinance(301)),
  exchange('registrations: deleted again', remove(deletion(311, 13))),
  exchange(
    'registrations: finance does not bring the schedule back',
    items(
      'set_finance',
      finance(301, { as_of: AS_OF + 12, payments: [], instalments: [instalment(1, { registration: ZOHO(311) })] }),
    ),
  ),
  exchange('registrations: nor shows it', getFinance(301)),
  exchange('registrations: deleted by something older', remove(deletion(310, 1))),
  exchange('registrations: deletion of what is not there', remove(deletion(399, 1))),
  exchange('registrations: an older item does not bring it back', set(registration(311, 12, { student: ZOHO(301) }))),
  exchange('registrations: a newer one does', set(registration(311, 14, { student: ZOHO(301) }))),
  exchange('registrations: a deletion twice', remove(deletion(310, 20), deletion(310, 20))),
  ...wrongItems('set_registrations', (differing) => registration(320, 0, differing), [
    ...wrongBeginning,
    ...wrongOwner,
    ['no student', { student: undefined }],
    ['a student that is none', { student: '5' }],
    ['no programme', { programme: undefined }],
    ['a programme of 256 letters', { programme: 'x'.repeat(256) }],
    ['a level that is a number', { level: 3 }],
    ['a start on no day', { start_date: '2026-13-01' }],
    ['an end in words', { end_date: 'soon' }],
    ['an instalment with a registration', { instalments: [instalment(1, { registration: ZOHO(320) })] }],
    ['an instalment twice', { instalments: [instalment(1), instalment(1)] }],
    ['instalments that are no list', { instalments: 5 }],
  ]),
  ...wrongItems('delete_registrations', (differing) => deletion(315, 50, differing), wrongBeginning),
]
