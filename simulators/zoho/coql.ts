import type { ZohoBehaviour } from './behaviour.ts'
import { nothing, type ZohoAnswer, type ZohoCall } from './call.ts'
import { isObject } from './check-record.ts'
import { type Column, resolveColumn } from './coql-columns.ts'
import { type Condition, parseCoql, type Query } from './coql-parser.ts'
import { compileWhere, type Test } from './coql-where.ts'
import { readDateTime } from './date-times.ts'
import { RefusedRequest, tooMuch } from './errors.ts'
import type { ModuleSchema } from './schema.ts'
import { compareIds, type Row, type SortKey, sortKeys, type Table } from './table.ts'
import type { World } from './world.ts'

const limits = { rows: 2000, offset: 100_000, columns: 50, criteria: 25, order: 10 }

const readQuery = (call: ZohoCall): Query => {
  const text = isObject(call.body) ? call.body.select_query : undefined
  if (typeof text !== 'string')
    throw new RefusedRequest(400, 'MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: 'select_query',
      json_path: '$.select_query',
    })
  const query = parseCoql(text)
  if (query.limit > limits.rows) throw tooMuch(limits.rows, { clause: 'limit' })
  if (query.offset + query.limit > limits.offset) throw tooMuch(limits.offset, { clause: 'offset' })
  if (query.columns.length > limits.columns) throw tooMuch(limits.columns, { clause: 'select' })
  if (query.criteria > limits.criteria) throw tooMuch(limits.criteria, { clause: 'where' })
  if (query.orderBy.length > limits.order) throw tooMuch(limits.order, { clause: 'order by' })
  return query
}

/** 1 credit up to 200 rows, 2 up to 1,000, 3 up to 2,000 (reference/zoho.md §2.8). A query that cannot be read costs one. */
export const creditsOfCoql = (body: unknown): number => {
  const [, first, second] = isObject(body) ? (/\blimit\s+(\d+)(?:\s*,\s*(\d+))?/i.exec(String(body.select_query)) ?? []) : []
  const limit = Number(second ?? first ?? 0)
  if (limit <= 200) return 1
  return limit <= 1000 ? 2 : 3
}

const conjuncts = (condition: Condition): Extract<Condition, { kind: 'compare' }>[] => {
  if (condition.kind === 'compare') return [condition]
  return condition.kind === 'and' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : []
}

/** The few rows a condition can hold for, found through an index; undefined when the whole table must be looked at. */
const candidates = (table: Table, where: Condition): Row[] | undefined => {
  for (const { column, operator, values } of conjuncts(where)) {
    if (operator !== '=' && operator !== 'in') continue
    if (column === 'id') return [...new Set(values.map(String))].flatMap((id) => table.get(id) ?? [])
    const field = column.endsWith('.id') ? column.slice(0, -3) : column
    if (table.hasIndex(field)) return [...new Set(values.flatMap((value) => table.having(field, value)))]
  }
  return undefined
}

/** Whether a row in this order lies before all that a `>` or `>=` of the condition lets through. */
const isBefore = (key: SortKey, where: Condition): ((row: Row) => boolean) => {
  const bound = conjuncts(where).find(({ column, operator }) => column === key && (operator === '>' || operator === '>='))
  if (bound === undefined) return () => false
  const [value] = bound.values
  if (key === 'id') return (row) => compareIds(row.id, String(value)) < 0
  const instant = readDateTime(value) ?? 0
  return (row) => (key === 'Created_Time' ? row.createdAt : row.modifiedAt) < instant
}

/** Rows in the order of a key, from the first one that a lower bound lets through: keyset paging reads a page, not the table. */
function* rowsInOrder(table: Table, key: SortKey, where: Condition, ascending: boolean): Generator<Row> {
  const ids = table.idsBy(key)
  const before = isBefore(key, where)
  let first = 0
  let end = ids.length
  while (first < end) {
    const middle = (first + end) >>> 1
    const row = table.get(ids[middle] ?? '')
    if (row !== undefined && before(row)) first = middle + 1
    else end = middle
  }
  for (let step = 0; step < ids.length - first; step += 1) {
    const row = table.get(ids[ascending ? first + step : ids.length - 1 - step] ?? '')
    if (row !== undefined) yield row
  }
}

const compareValues = (left: unknown, right: unknown): number => {
  if (left === right) return 0
  if (left === null || left === undefined) return -1
  if (right === null || right === undefined) return 1
  return left < right ? -1 : 1
}

const ordered = (rows: Row[], order: { column: Column; ascending: boolean }[]): Row[] =>
  rows.sort((left, right) => {
    for (const { column, ascending } of order) {
      const difference =
        column.field.type === 'bigint'
          ? compareIds(String(column.stored(left)), String(column.stored(right)))
          : compareValues(column.stored(left), column.stored(right))
      if (difference !== 0) return ascending ? difference : -difference
    }
    return compareIds(left.id, right.id)
  })

const page = (rows: Iterable<Row>, test: Test, offset: number, count: number): Row[] => {
  const found: Row[] = []
  let seen = 0
  for (const row of rows) {
    if (!test(row)) continue
    seen += 1
    if (seen > offset) found.push(row)
    if (found.length === count) break
  }
  return found
}

const matching = (world: World, module: ModuleSchema, query: Query): Row[] => {
  const table = world.store.table(module.apiName)
  const test = compileWhere(world, module, query.where)
  const order = query.orderBy.map((each) => ({ ...each, column: resolveColumn(world, module, each.column, 'order by') }))
  const few = candidates(table, query.where)
  const wanted = query.limit + 1
  const [first, second] = order
  // By time the ids decide among equals, upwards: `order by Modified_Time, id` is the order the table keeps anyway.
  const inOrder =
    first === undefined
      ? 'id'
      : sortKeys.find((key) => key === first.column.path && (key === 'id' ? second === undefined : first.ascending))
  const idsDecide = order.length < 2 || (order.length === 2 && second?.column.path === 'id' && second.ascending)
  if (few === undefined && inOrder !== undefined && idsDecide)
    return page(rowsInOrder(table, inOrder, query.where, first?.ascending ?? true), test, query.offset, wanted)
  return ordered((few ?? [...table.all()]).filter(test), order).slice(query.offset, query.offset + wanted)
}

const isReadable = ({ coqlOnLinking, coqlOnSubforms }: ZohoBehaviour, { generatedType }: ModuleSchema): boolean =>
  (generatedType !== 'linking' || coqlOnLinking) && (generatedType !== 'subform' || coqlOnSubforms)

const moduleOf = (world: World, name: string): ModuleSchema => {
  const module = world.store.schema.get(name)
  if (module === undefined || !isReadable(world.behaviour, module))
    throw new RefusedRequest(400, 'INVALID_QUERY', 'module given seems to be invalid', { module: name })
  return module
}

/** Which module a query reads, for the scope it needs; undefined when it cannot be told. */
export const moduleOfCoql = (body: unknown): string | undefined =>
  isObject(body) ? /\bfrom\s+(\w+)/i.exec(String(body.select_query))?.[1] : undefined

/** COQL reads the database, never the lagging index (§2.8). */
export const runCoql = (world: World, call: ZohoCall): ZohoAnswer => {
  // One code for a missing permission and for an edition without the feature (§1.4).
  if (!world.behaviour.coql) throw new RefusedRequest(403, 'NO_PERMISSION', 'feature not available in this edition')
  const query = readQuery(call)
  const module = moduleOf(world, query.module)
  const columns = query.columns.map((path) => resolveColumn(world, module, path, 'select'))
  const rows = matching(world, module, query)
  const shown = rows.slice(0, query.limit)
  if (shown.length === 0) return nothing
  const data = shown.map((row) => ({
    ...Object.fromEntries(columns.map((column) => [column.path, column.wire(row)])),
    id: row.id,
  }))
  return {
    status: 200,
    rowsFound: shown.length,
    body: { data, info: { count: shown.length, more_records: rows.length > shown.length } },
  }
}
