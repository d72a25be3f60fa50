import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { coqlPages } from './coql-pages.ts'
import { coqlText, isQuotable } from './coql-text.ts'

/** One page of Zoho's documentation allows 100 values behind `in`, another 50. */
const VALUES_PER_CALL = 50

/** How Zoho compares letters is not documented: both spellings of a text are asked for, and what comes back is compared here. */
export async function readRecordsWhere(
  call: Call,
  question: ZohoQuestion,
  field: string,
  values: readonly string[],
): Promise<ZohoRecord[]> {
  const wanted = new Set(values.map((value) => value.trim().toLowerCase()).filter((value) => value !== ''))
  const spellings = [...new Set([...wanted, ...values.map((value) => value.trim())])].filter(
    (value) => value !== '' && isQuotable(value),
  )
  const fields = question.fields.includes(field) ? question.fields : [...question.fields, field]
  const found = new Map<ZohoId, ZohoRecord>()
  for (let start = 0; start < spellings.length; start += VALUES_PER_CALL) {
    const some = spellings.slice(start, start + VALUES_PER_CALL).map(coqlText)
    for await (const page of coqlPages(call, { module: question.module, fields, where: `${field} in (${some.join(', ')})` })) {
      for (const record of page) if (wanted.has(textOf(record.values[field]).toLowerCase())) found.set(record.id, record)
    }
  }
  return [...found.values()]
}

/** Of a lookup its id: `{"name": …, "id": …}` (reference/zoho.md §2.1). */
const textOf = (value: unknown): string => {
  const plain: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : value
  return typeof plain === 'string' || typeof plain === 'number' ? String(plain).trim() : ''
}
