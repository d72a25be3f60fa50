import { type Exchange, exchange } from '../exchange.ts'

const items = (list: unknown): string =>
  `wsfunction=local_campusbridge_upsert_users&items=${encodeURIComponent(JSON.stringify(list))}`
const rawItems = (text: string): string => `wsfunction=local_campusbridge_upsert_users&items=${encodeURIComponent(text)}`

/** A Zoho id of this run: its prefix is text, so the run's own number stands at the end. */
const ZOHO = (n: number): string => `STAMP${String(n).padStart(3, '0')}`
const AS_OF = 1_790_000_000_000

const student = (n: number, differing: object = {}): Record<string, unknown> => ({
  zohoid: ZOHO(n),
  username: `RUNp${n}`,
  auth: 'oauth2',
  firstname: `First ${n}`,
  lastname: `Last ${n}`,
  email: `RUNp${n}@college.example`,
  as_of: AS_OF,
  ...differing,
})

/** upsert_users and get_changes. */
export const userExchanges: Exchange[] = [
  exchange('no items', items([])),
  exchange('items that are no JSON', rawItems('[{')),
  exchange('items that are no list', items({ zohoid: ZOHO(1) })),
  exchange('an item that is no object', items([student(1), 7])),
  exchange('101 items', items(Array.from({ length: 101 }, (_, n) => student(n)))),
  exchange('two new accounts', items([student(1), student(2, { city: 'London', country: 'GB', suspended: true })])),
  exchange('the same again', items([student(1), student(2, { city: 'London', country: 'GB', suspended: true })])),
  exchange('what differs is named', items([{ zohoid: ZOHO(1), city: 'Lyon', suspended: true, as_of: AS_OF + 1 }])),
  exchange('something older', items([{ zohoid: ZOHO(1), city: 'Paris', as_of: AS_OF }])),
  exchange('one bad among good ones', items([student(3), student(4, { email: 'none' }), student(5)])),
  exchange('the same record twice in a call', items([student(6), student(6)])),
  exchange('an unknown field', items([student(7, { nickname: 'x' })])),
  exchange('a Zoho id that is none', items([student(7, { zohoid: '12' })])),
  exchange('no Zoho id', items([student(7, { zohoid: undefined })])),
  exchange('no as_of', items([student(7, { as_of: undefined })])),
  exchange('as_of in seconds', items([student(7, { as_of: 1_790_000_000 })])),
  exchange('a name that is no text', items([student(7, { firstname: 7 })])),
  exchange('a blank name', items([student(7, { lastname: '  ' })])),
  exchange('a name of 101 characters', items([student(7, { firstname: 'x'.repeat(101) })])),
  exchange('a tag in a name', items([student(7, { firstname: 'A<b>c</b>' })])),
  exchange('a username in capitals', items([student(7, { username: 'ABC' })])),
  exchange('a username that is taken', items([student(7, { username: 'RUNp1' })])),
  exchange('an address that is taken, in other letters', items([student(7, { email: 'RUNP1@college.example' })])),
  exchange('a country that is none', items([student(7, { country: 'UK' })])),
  exchange('an authentication that is not installed', items([student(7, { auth: 'oidc' })])),
  exchange('manual without a password', items([student(7, { auth: 'manual' })])),
  exchange('suspended that is no yes or no', items([student(7, { suspended: 1 })])),
  exchange('a user who is not there', items([student(7, { userid: 999999999 })])),
  exchange('the guest', items([{ zohoid: ZOHO(7), userid: 1, city: 'X', as_of: AS_OF }])),
  exchange('the administrator', items([{ zohoid: ZOHO(7), userid: 2, city: 'X', as_of: AS_OF }])),
  exchange('changes from a number below zero', 'wsfunction=local_campusbridge_get_changes&since_seq=-1'),
  exchange('no changes at once', 'wsfunction=local_campusbridge_get_changes&since_seq=0&limit=0'),
  exchange('more changes at once than it gives', 'wsfunction=local_campusbridge_get_changes&since_seq=0&limit=501'),
  exchange('changes without a number', 'wsfunction=local_campusbridge_get_changes'),
]
