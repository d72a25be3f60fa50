import { invalidItems } from '../errors.ts'
import { struct, value } from '../params.ts'

/** One object of the list `items`. A number that PHP would hold as a float is NaN here: no field takes one. */
export type Item = Record<string, unknown>

/** The parameters of every batch function of the plugin. */
export const itemsParams = struct({ items: value('raw') })

const MOST_ITEMS = 100
const MOST_BYTES = 4 * 1024 * 1024
/** The plugin says 32, and PHP takes one level less than it is told. */
const DEEPEST = 31
const PHP_INT_MAX = 2n ** 63n - 1n

/** The plugin's `batch::items()`: the call as a whole is refused unless `items` is a JSON list of at most 100 objects. */
export function itemsIn(json: string): Item[] {
  if (Buffer.byteLength(json) > MOST_BYTES) throw invalidItems(`at most ${MOST_BYTES} bytes of JSON; send fewer items at once`)
  const items = decoded(json)
  // An object with the keys 0, 1, 2 … is a list to PHP, so the plugin looks at the first letter too.
  if (!isList(items) || !json.trimStart().startsWith('[')) throw invalidItems('must be a JSON list of objects')
  if (items.length > MOST_ITEMS) throw invalidItems(`at most ${MOST_ITEMS} in one call, not ${items.length}`)
  return items.map((item, index) => {
    if (typeof item !== 'object' || item === null || (Object.keys(item).length > 0 && isList(item)))
      throw invalidItems('must be a JSON object', index)
    return item as Item
  })
}

/** PHP's array_is_list() of decoded JSON, where an empty object and an empty list are the same. */
export function isList(decodedJson: unknown): decodedJson is unknown[] {
  if (typeof decodedJson !== 'object' || decodedJson === null) return false
  return Array.isArray(decodedJson) || Object.keys(decodedJson).every((key, index) => key === String(index))
}

/** What TypeScript's library does not know yet: the reviver is told how a number was written. */
const parseWithSources = JSON.parse as (
  json: string,
  reviver: (key: string, member: unknown, context: { source?: string }) => unknown,
) => unknown

function decoded(json: string): unknown {
  let value: unknown
  try {
    value = parseWithSources(json, (_key, member, { source }) =>
      typeof member === 'number' && !isInteger(source) ? Number.NaN : member,
    )
  } catch (error) {
    throw invalidItems(`not JSON: ${phpWordsFor(error)}`)
  }
  if (depthOf(value) > DEEPEST) throw invalidItems('not JSON: Maximum stack depth exceeded')
  if (hasLoneSurrogate(value)) throw invalidItems('not JSON: Single unpaired UTF-16 surrogate in unicode escape')
  return value
}

const isInteger = (source = ''): boolean =>
  /^-?\d+$/.test(source) && BigInt(source) <= PHP_INT_MAX && BigInt(source) >= -PHP_INT_MAX

const phpWordsFor = (error: unknown): string =>
  String(error).includes('control character') ? 'Control character error, possibly incorrectly encoded' : 'Syntax error'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => !key.isWellFormed() || hasLoneSurrogate(member))
}
