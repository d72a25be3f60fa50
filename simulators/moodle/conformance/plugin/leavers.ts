import { byField, create, type Exchange, exchange, person, remove } from '../exchange.ts'
import { finance, instalment, paymentRecord } from './finance.ts'
import { AS_OF, getFinance, items, ZOHO } from './records.ts'

type Item = Record<string, unknown>

const of = (userid: string, n: number, more: Item): Item => ({ zohoid: ZOHO(n), userid, as_of: AS_OF, ...more })
const money = (userid: string): string =>
  items('set_finance', finance(700, { userid, payments: [paymentRecord(980)], instalments: [instalment(1)] }))
const payment = (userid: string): string =>
  items('add_payment', { ...paymentRecord(981), student: ZOHO(701), userid, as_of: AS_OF + 1 })
const registration = (userid: string): string =>
  items(
    'set_registrations',
    of(userid, 710, { student: ZOHO(700), programme: 'Business', instalments: [instalment(2)], as_of: AS_OF + 1 }),
  )
const profile = (userid: string): string => items('set_profiles', of(userid, 700, { student_id: 'S-7' }))
const grade = (userid: string): string =>
  items('set_grades', of(userid, 720, { unit_name: 'U', status: 'Not Marked', attempt: 0, criteria: [] }))
const course = (teacherid: string | undefined): string =>
  items('set_classes', { zohoid: ZOHO(730), name: 'A', teacherid, as_of: AS_OF })
const account = (by: number, more: Item = {}): string =>
  items('upsert_users', {
    zohoid: ZOHO(740),
    username: 'RUNleft3',
    auth: 'oauth2',
    firstname: 'Maya',
    lastname: 'Haddad',
    email: 'RUNleft3@college.example',
    as_of: AS_OF + by,
    ...more,
  })

/** What the plugin lets go of when an account is deleted, and when. */
export const leaverExchanges: Exchange[] = [
  exchange('leavers: accounts', create(person('leaver'), person('stayer'))),
  exchange('leavers: finance', money('{leaver}')),
  exchange('leavers: finance of one who stays', items('set_finance', finance(701, { userid: '{stayer}', payments: [] }))),
  exchange('leavers: a payment of the account under the other record', payment('{leaver}')),
  exchange('leavers: a registration', registration('{leaver}')),
  exchange('leavers: a profile', profile('{leaver}')),
  exchange('leavers: a result', grade('{leaver}')),
  exchange('leavers: a class', course('{leaver}')),
  exchange('leavers: are deleted', remove('{leaver}')),
  exchange('leavers: their money is gone, and the payment', getFinance(700, 701)),
  exchange('leavers: finance of another account is new', money('{stayer}')),
  exchange('leavers: so is the payment', payment('{stayer}')),
  exchange('leavers: and the registration', registration('{stayer}')),
  exchange('leavers: and the profile', profile('{stayer}')),
  exchange('leavers: and the result', grade('{stayer}')),
  exchange('leavers: the class has no teacher', course(undefined)),
  exchange('leavers: an account from Zoho', account(5)),
  { ...exchange('leavers: is found', byField('username', 'RUNleft3')), view: 'types' },
  exchange('leavers: something older', account(1, { firstname: 'Older' })),
  exchange('leavers: is deleted too', remove('{left3}')),
  exchange('leavers: whose age is forgotten', account(1)),
]
