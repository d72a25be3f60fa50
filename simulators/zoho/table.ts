import type { FieldSchema, ModuleSchema } from './schema.ts'

/**
 * One stored record. Rows are never changed in place, so that the lagging search index can keep an old one for nothing.
 * `values` hold date-times as milliseconds, lookups as bare ids; rows of subforms and joins live in tables of their own.
 */
export type Row = {
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly modifiedAt: number
  readonly createdBy: string
  readonly modifiedBy: string
}

export const sortKeys = ['id', 'Created_Time', 'Modified_Time'] as const
export type SortKey = (typeof sortKeys)[number]

/** Ids are long numbers in strings: a longer one is the greater one. */
export const compareIds = (left: string, right: string): number => {
  if (left.length !== right.length) return left.length - right.length
  if (left === right) return 0
  return left < right ? -1 : 1
}

const orders: Record<SortKey, (left: Row, right: Row) => number> = {
  id: (left, right) => compareIds(left.id, right.id),
  Created_Time: (left, right) => left.createdAt - right.createdAt || compareIds(left.id, right.id),
  Modified_Time: (left, right) => left.modifiedAt - right.modifiedAt || compareIds(left.id, right.id),
}
export const uniqueKey = (value: unknown): string => String(value).toLowerCase()

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === ''

export type Table = ReturnType<typeof createTable>

export const createTable = (schema: ModuleSchema) => {
  const rows = new Map<string, Row>()
  const sorted = new Map<SortKey, string[]>()
  const indexed: FieldSchema[] = [...schema.fields.values()].filter(
    (field) => field.unique || field.type === 'lookup' || field.apiName === schema.systemDuplicateField,
  )
  // Most keys have one record: a set for each of a million would be most of what a large college weighs.
  const indexes = new Map<string, Map<string, string | Set<string>>>(indexed.map((field) => [field.apiName, new Map()]))

  const unindex = (row: Row) => {
    for (const [field, index] of indexes) {
      const value = row.values[field]
      if (isBlank(value)) continue
      const key = uniqueKey(value)
      const ids = index.get(key)
      if (ids === row.id) index.delete(key)
      else if (ids instanceof Set) ids.delete(row.id)
    }
  }
  const index = (row: Row) => {
    for (const [field, index] of indexes) {
      const value = row.values[field]
      if (isBlank(value)) continue
      const key = uniqueKey(value)
      const ids = index.get(key)
      if (ids === undefined) index.set(key, row.id)
      else if (typeof ids === 'string') index.set(key, new Set([ids, row.id]))
      else ids.add(row.id)
    }
  }

  /** Most writes keep an order or only lengthen it; what does not is sorted again when somebody next asks. */
  const reorder = (before: Row | undefined, row: Row) => {
    if (before !== undefined) {
      if (before.modifiedAt !== row.modifiedAt) sorted.delete('Modified_Time')
      if (before.createdAt !== row.createdAt) sorted.delete('Created_Time')
      return
    }
    for (const [key, ids] of sorted) {
      const last = rows.get(ids.at(-1) ?? '')
      if (last === undefined || orders[key](last, row) < 0) ids.push(row.id)
      else sorted.delete(key)
    }
  }

  return {
    schema,
    get size() {
      return rows.size
    },
    get: (id: string): Row | undefined => rows.get(id),
    all: (): Iterable<Row> => rows.values(),
    put(row: Row) {
      const before = rows.get(row.id)
      if (before !== undefined) unindex(before)
      reorder(before, row)
      rows.set(row.id, row)
      index(row)
    },
    remove(id: string) {
      const row = rows.get(id)
      if (row === undefined) return
      unindex(row)
      rows.delete(id)
      sorted.clear()
    },
    clear() {
      rows.clear()
      sorted.clear()
      for (const index of indexes.values()) index.clear()
    },
    /** Ascending. */
    idsBy(key: SortKey): readonly string[] {
      const known = sorted.get(key)
      if (known !== undefined) return known
      const fresh = [...rows.values()].sort(orders[key]).map((row) => row.id)
      sorted.set(key, fresh)
      return fresh
    },
    hasIndex: (field: string): boolean => indexes.has(field),
    /** Rows whose indexed field holds this value, case aside. */
    having(field: string, value: unknown): Row[] {
      const ids = indexes.get(field)?.get(uniqueKey(value)) ?? []
      return (typeof ids === 'string' ? [ids] : [...ids]).flatMap((id) => rows.get(id) ?? [])
    },
  }
}
