import { type Exchange, exchange } from '../exchange.ts'
import { AS_OF, items, people, rawItems, ZOHO } from './records.ts'

const deletion = (n: number) => ({ zohoid: ZOHO(n), as_of: AS_OF })
const nested = (depth: number): string => `[{"zohoid":"1","x":${'['.repeat(depth)}${']'.repeat(depth)}}]`
const about = (text: string): string => rawItems('delete_payment', text)

/** How a call of any batch function for records must look. */
export const listExchanges: Exchange[] = [
  ...people,
  exchange('records: no items parameter', 'wsfunction=local_campusbridge_delete_payment'),
  exchange('records: a parameter it does not know', `${about('[]')}&x=1`),
  exchange('records: no items', about('[]')),
  exchange('records: an empty text', about('')),
  exchange('records: no JSON', about('[{')),
  exchange('records: a control character in JSON', about('["\u0001"]')),
  exchange('records: half a surrogate pair in JSON', about('["\\ud800"]')),
  exchange('records: an object instead of a list', about('{}')),
  exchange('records: an object that counts from 0', about('{"0":{}}')),
  exchange('records: null instead of a list', about('null')),
  exchange('records: a list of words', about('["x"]')),
  exchange('records: a list of lists', about('[[1]]')),
  exchange('records: an empty list counts as an object', about('[[]]')),
  exchange('records: 100 items', items('delete_payment', ...Array.from({ length: 100 }, (_, n) => deletion(n)))),
  exchange('records: 101 items', items('delete_payment', ...Array.from({ length: 101 }, (_, n) => deletion(n)))),
  exchange('records: 31 levels', about(nested(29))),
  exchange('records: 32 levels', about(nested(30))),
  exchange('records: as_of with a fraction of nothing', about(`[{"zohoid":"${ZOHO(1)}","as_of":1700000000000.0}]`)),
  exchange('records: as_of beyond all numbers', about(`[{"zohoid":"${ZOHO(1)}","as_of":99999999999999999999}]`)),
]
