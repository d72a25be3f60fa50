import { type ModuleCall, nothing, unchanged, type ZohoAnswer } from './call.ts'
import { writeDateTime } from './date-times.ts'
import { RefusedRequest } from './errors.ts'
import { type ListRequest, readListRequest } from './list-request.ts'
import type { PageTokens, Position } from './page-tokens.ts'
import { listedAsWire } from './render.ts'
import { compareIds, type Row, type SortKey, type Table } from './table.ts'
import type { World } from './world.ts'

const PAGINATION_LIMIT = 100_000

const timeOf = (row: Row, key: SortKey): number => {
  if (key === 'id') return 0
  return key === 'Created_Time' ? row.createdAt : row.modifiedAt
}

const compareTo = (row: Row, key: SortKey, time: number, id: string): number => timeOf(row, key) - time || compareIds(row.id, id)

/** First index whose row comes behind the position, in ascending order. */
const firstBehind = (ids: readonly string[], table: Table, key: SortKey, time: number, id: string): number => {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = table.get(ids[middle] ?? '')
    if (row !== undefined && compareTo(row, key, time, id) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The rows of this request from the position on, lazily: a page costs a page, not the table. */
function* rowsFrom(table: Table, request: ListRequest, start: Position): Generator<Row> {
  const wanted = (row: Row | undefined): row is Row =>
    row !== undefined && (request.modifiedSince === undefined || row.modifiedAt > request.modifiedSince)
  const { afterId, afterTime } = start
  if (request.ids !== undefined) {
    const sign = request.ascending ? 1 : -1
    const rows = [...new Set(request.ids)].flatMap((id) => table.get(id) ?? [])
    rows.sort((left, right) => sign * compareTo(left, request.sortBy, timeOf(right, request.sortBy), right.id))
    for (const row of rows)
      if (wanted(row) && (afterId === undefined || sign * compareTo(row, request.sortBy, afterTime, afterId) > 0)) yield row
    return
  }
  const ids = table.idsBy(request.sortBy)
  if (request.ascending) {
    const first = afterId === undefined ? 0 : firstBehind(ids, table, request.sortBy, afterTime, afterId)
    for (let index = first; index < ids.length; index += 1) {
      const row = table.get(ids[index] ?? '')
      if (wanted(row)) yield row
    }
    return
  }
  const behind = afterId === undefined ? ids.length : firstBehind(ids, table, request.sortBy, afterTime, afterId)
  for (let index = behind - 1; index >= 0; index -= 1) {
    const row = table.get(ids[index] ?? '')
    if (wanted(row) && row.id !== afterId) yield row
  }
}

const take = (rows: Generator<Row>, skip: number, count: number): Row[] => {
  const taken: Row[] = []
  let seen = 0
  for (const row of rows) {
    seen += 1
    if (seen <= skip) continue
    taken.push(row)
    if (taken.length === count) break
  }
  return taken
}

const beginning: Position = { afterId: undefined, afterTime: 0, given: 0, page: 1 }

/** `only` narrows the module to the records that belong to another one, as a related list does. */
export const list = (
  world: World,
  tokens: PageTokens,
  call: ModuleCall,
  only?: { of: string; ids: readonly string[] },
): ZohoAnswer => {
  const asked = readListRequest(call)
  const request = only === undefined ? asked : { ...asked, ids: only.ids }
  const table = world.store.table(call.module.apiName)
  const binding = tokens.bindingOf(
    call.session.userId,
    only === undefined ? call.module.apiName : `${only.of}/${call.module.apiName}`,
    call.query,
    request.modifiedSince,
  )
  const redeemed = request.pageToken === undefined ? undefined : tokens.redeem(request.pageToken, binding)
  const position = redeemed ?? beginning
  if (position.given >= PAGINATION_LIMIT) {
    throw new RefusedRequest(400, 'PAGINATION_LIMIT_EXCEEDED', 'the limit of records per page_token is exceeded', {
      limit: PAGINATION_LIMIT,
    })
  }
  const page = request.page ?? position.page
  const skip = redeemed === undefined ? (page - 1) * request.perPage : 0
  const rows = take(rowsFrom(table, request, position), skip, request.perPage + 1)
  const more = rows.length > request.perPage
  const shown = rows.slice(0, request.perPage)
  const last = shown.at(-1)
  if (last === undefined) return request.modifiedSince === undefined ? nothing : unchanged

  const here = request.pageToken ?? tokens.issue({ ...beginning }, binding, null).token
  const next = more
    ? tokens.issue(
        {
          afterId: last.id,
          afterTime: timeOf(last, request.sortBy),
          given: position.given + skip + shown.length,
          page: page + 1,
        },
        binding,
        here,
      )
    : undefined
  return {
    status: 200,
    rowsFound: shown.length,
    body: {
      data: shown.map((row) => listedAsWire(world, row, request.fields)),
      info: {
        call: false,
        per_page: request.perPage,
        next_page_token: next?.token ?? null,
        count: shown.length,
        sort_by: request.sortBy,
        page,
        previous_page_token: redeemed?.previous ?? null,
        page_token_expiry: next === undefined ? null : writeDateTime(next.expiresAt, world.behaviour.zone),
        sort_order: request.ascending ? 'asc' : 'desc',
        email: false,
        more_records: more,
      },
    },
  }
}
