import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { coqlPages, isWithoutCoql } from './coql-pages.ts'
import { coqlText, isQuotable } from './coql-text.ts'
import { type RelatedLists, readRelated } from './related-records.ts'

/** One page of Zoho's documentation allows 100 values behind `in`, another 50. */
const VALUES_PER_CALL = 50

/** Where COQL does not read the module, a lookup's records are found through the list of each record it points to. */
export async function readRecordsWhere(
  call: Call,
  relatedLists: RelatedLists,
  question: ZohoQuestion,
  field: string,
  values: readonly string[],
): Promise<ZohoRecord[]> {
  const wanted = new Set(values.map((value) => value.trim().toLowerCase()).filter((value) => value !== ''))
  const asked = question.fields.includes(field) ? question : { ...question, fields: [...question.fields, field] }
  const isWanted = (record: ZohoRecord): boolean => wanted.has(textOf(record.values[field]).toLowerCase())
  try {
    return (await byQuery(call, asked, field, [...wanted, ...values])).filter(isWanted)
  } catch (error) {
    if (!isWithoutCoql(error)) throw error
    const related = await relatedLists(call, question.module, field)
    if (related === undefined) throw error
    return (await readRelated(call, asked, related, [...wanted])).filter(isWanted)
  }
}

/** How Zoho compares letters is not documented: both spellings of a text are asked for, and what comes back is compared by the caller. */
async function byQuery(
  call: Call,
  { module, fields }: ZohoQuestion,
  field: string,
  values: readonly string[],
): Promise<ZohoRecord[]> {
  const spellings = [...new Set(values.map((value) => value.trim()))].filter((value) => value !== '' && isQuotable(value))
  const found = new Map<ZohoId, ZohoRecord>()
  for (let start = 0; start < spellings.length; start += VALUES_PER_CALL) {
    const some = spellings.slice(start, start + VALUES_PER_CALL).map(coqlText)
    for await (const page of coqlPages(call, { module, fields, where: `${field} in (${some.join(', ')})` })) {
      for (const record of page) found.set(record.id, record)
    }
  }
  return [...found.values()]
}

/** Of a lookup its id: `{"name": …, "id": …}` (reference/zoho.md §2.1). */
const textOf = (value: unknown): string => {
  const plain: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : value
  return typeof plain === 'string' || typeof plain === 'number' ? String(plain).trim() : ''
}
