import { CodedError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoRecord } from '../../ports/zoho.ts'
import { notUnderstood } from './answer.ts'
import type { Call } from './call.ts'
import { coqlText } from './coql-text.ts'
import { fieldsPerCall } from './fields-per-call.ts'
import { recordPage } from './record-page.ts'
import { joined } from './records.ts'
import { coqlRequest } from './request.ts'

/** The most rows COQL gives in one answer (reference/zoho.md §2.8). */
export const COQL_PAGE = 2000

/** Zoho's ids differ in length over the years; as numbers they are in order. */
export const isBehind = (id: ZohoId, other: ZohoId | undefined): boolean => other === undefined || BigInt(id) > BigInt(other)

export type CoqlQuestion = {
  module: string
  fields: readonly string[]
  where?: string
  after?: ZohoId | undefined
  pageSize?: number
}

/** Page by page in the order of ids. Each asks for what is behind the last one, so that records that come or go meanwhile shift nothing. */
export async function* coqlPages(
  call: Call,
  { module, fields, where, after, pageSize = COQL_PAGE }: CoqlQuestion,
): AsyncIterable<ZohoRecord[]> {
  let last = after
  for (let more = true; more; ) {
    // A query must have a condition (reference/zoho.md §2.8).
    const behind = last === undefined ? 'id is not null' : `id > ${coqlText(last)}`
    const condition = where === undefined ? behind : last === undefined ? where : `(${where} and ${behind})`
    const parts: ZohoRecord[][] = []
    for (const some of fieldsPerCall(fields)) {
      const request = coqlRequest({ module, fields: ['id', ...some], where: condition, limit: pageSize })
      const page = recordPage({ module, fields: some }, request, await call(request))
      const end = page.records.at(-1)
      if (end !== undefined && !isBehind(end.id, last)) throw notUnderstood(request, 'order by id')
      parts.push(page.records)
      more = page.more
    }
    const records = [...joined(parts.map((part) => new Map(part.map((record) => [record.id, record])))).values()]
    const end = parts[0]?.at(-1)
    if (end === undefined) return
    last = end.id
    if (records.length > 0) yield records
  }
}

const withoutFeature = new Set([
  'FEATURE_NOT_SUPPORTED',
  'FEATURE_NOT_ENABLED',
  'API_NOT_SUPPORTED',
  'INVALID_URL_PATTERN',
  'INVALID_MODULE',
  'INVALID_QUERY',
])

/** Whether COQL is not to be had here: by the edition, by the consent, or for this module. */
export function isWithoutCoql(error: unknown): boolean {
  if (!(error instanceof CodedError)) return false
  // A query that names a module it may not read is told that there is none (reference/zoho.md §2.8).
  if (['zoho.scope_missing', 'zoho.no_permission', 'zoho.module_missing'].includes(error.code)) return true
  return error.code === 'zoho.call_refused' && withoutFeature.has(String(error.params.zohoCode))
}
