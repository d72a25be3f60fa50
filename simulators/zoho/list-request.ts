import type { ModuleCall } from './call.ts'
import { readDateTime } from './date-times.ts'
import { invalidParameter, missingParameter, notSimulated, RefusedRequest, tooMuch } from './errors.ts'
import { readFields, readList } from './field-list.ts'
import type { FieldSchema } from './schema.ts'
import { type SortKey, sortKeys } from './table.ts'

export type ListRequest = {
  fields: FieldSchema[]
  perPage: number
  page: number | undefined
  pageToken: string | undefined
  sortBy: SortKey
  ascending: boolean
  ids: readonly string[] | undefined
  modifiedSince: number | undefined
}

export const PAGE_SIZE = 200
/** Plain pages reach this far, then only page tokens do (reference/zoho.md §2.3). */
const DISCRETE_PAGINATION_LIMIT = 2000

const absent = ['cvid', 'filters', 'converted', 'approved', 'territory_id', 'include_child']

const readCount = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw invalidParameter(name, { expected_data_type: 'integer' })
  return Number(text)
}

export const readPerPage = (query: Record<string, string>): number => {
  const perPage = readCount('per_page', query.per_page, PAGE_SIZE)
  if (perPage > PAGE_SIZE) throw tooMuch(PAGE_SIZE, { param_name: 'per_page' })
  return perPage
}
export const readPage = (query: Record<string, string>): number => readCount('page', query.page, 1)

const readSortKey = (call: ModuleCall): SortKey => {
  const name = call.query.sort_by ?? 'id'
  const key = sortKeys.find((each) => each === name)
  if (key === undefined || !call.module.fields.has(key)) throw invalidParameter('sort_by', { supported_values: [...sortKeys] })
  return key
}

/** Refused where records do not tell when they were changed; the deleted list knows its own times. */
export const readModifiedSince = (call: ModuleCall, told = call.module.fields.has('Modified_Time')): number | undefined => {
  const header = call.header('if-modified-since')
  if (header === undefined) return undefined
  if (!told) throw invalidParameter('If-Modified-Since')
  const instant = readDateTime(header)
  if (instant === undefined) throw invalidParameter('If-Modified-Since', { expected_data_type: 'datetime' })
  return instant
}

export const readListRequest = (call: ModuleCall): ListRequest => {
  const { query } = call
  for (const name of absent) if (query[name] !== undefined) throw notSimulated(`the list parameter ${name}`)
  if (query.fields === undefined || query.fields === '') throw missingParameter('fields')
  if (query.page !== undefined && query.page_token !== undefined) {
    throw new RefusedRequest(400, 'AMBIGUITY_DURING_PROCESSING', 'ambiguity while processing the request', {
      ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }],
    })
  }
  const order = query.sort_order ?? 'desc'
  if (order !== 'asc' && order !== 'desc') throw invalidParameter('sort_order', { supported_values: ['asc', 'desc'] })
  const perPage = readPerPage(query)
  const page = query.page === undefined ? undefined : readPage(query)
  if (page !== undefined && page * perPage > DISCRETE_PAGINATION_LIMIT) {
    throw new RefusedRequest(
      400,
      'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      'You can get only the first 2000 records without using page_token param',
      {
        limit: DISCRETE_PAGINATION_LIMIT,
      },
    )
  }
  return {
    fields: readFields(call.module, query.fields),
    perPage,
    page,
    pageToken: query.page_token,
    sortBy: readSortKey(call),
    ascending: order === 'asc',
    ids: query.ids === undefined ? undefined : readList('ids', query.ids),
    modifiedSince: readModifiedSince(call),
  }
}
