import { create, type Exchange, exchange, person, remove } from '../exchange.ts'

type Item = Record<string, unknown>

/** Any function of the plugin, with the text of its `items`. */
export const rawItems = (name: string, text: string): string =>
  // A text "{payer}" is the number of the user RUNpayer: its braces stay for the site to fill.
  `wsfunction=local_campusbridge_${name}&items=${encodeURIComponent(text).replaceAll(/%22%7B(\w+)%7D%22/g, '{$1}')}`

export const items = (name: string, ...list: Item[]): string => rawItems(name, JSON.stringify(list))

/** A Zoho id of this run: its prefix is text, so the run's own number stands at the end. */
export const ZOHO = (n: number): string => `STAMP${String(n).padStart(3, '0')}`

/** When Zoho was read: long enough ago for any clock. */
export const AS_OF = 1_700_000_000_000

export const getFinance = (...numbers: number[]): string =>
  ['wsfunction=local_campusbridge_get_finance', ...numbers.map((n, index) => `zohoids[${index}]=${ZOHO(n)}`)].join('&')

/** Asks a function about an item that is right but for one thing; nothing of it may be stored. */
export const wrongItems = (name: string, item: (differing: Item) => Item, wrong: [string, Item][]): Exchange[] =>
  wrong.map(([what, differing]) => exchange(`${name}: ${what}`, items(name, item(differing))))

/** The users that items are about: two, and one who is deleted again. */
export const people: Exchange[] = [
  exchange('users for records', create(person('payer'), person('payer2'), person('left'))),
  exchange('one of them is deleted', remove('{left}')),
]

/** What is wrong with any item. */
export const wrongBeginning: [string, Item][] = [
  ['no Zoho id', { zohoid: undefined }],
  ['a Zoho id that is a number', { zohoid: 5 }],
  ['a Zoho id that is too short', { zohoid: '12' }],
  ['a Zoho id with a line break', { zohoid: '123456789012345\n' }],
  ['no as_of', { as_of: null }],
  ['as_of in seconds', { as_of: 1_700_000_000 }],
  ['as_of as text', { as_of: '1700000000000' }],
  ['as_of in the future', { as_of: 9_999_999_999_999 }],
  ['an unknown field', { nickname: 'x' }],
]

/** What is wrong with any item about a user. */
export const wrongOwner: [string, Item][] = [
  ['no user', { userid: undefined }],
  ['a user that is text', { userid: '7' }],
  ['user 0', { userid: 0 }],
  ['a user who is not there', { userid: 999_999_999 }],
  ['a user who was deleted', { userid: '{left}' }],
]
