import { RefusedRequest } from './errors.ts'
import { asWire, isMany, storedValue } from './render.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

/** A column of a query: a field of the module, or one beyond a lookup (`Student.Academic_Email`). */
export type Column = {
  path: string
  field: FieldSchema
  /** The raw value as stored: milliseconds, bare ids. */
  stored(row: Row): unknown
  wire(row: Row): unknown
}

const noSuchColumn = (path: string, clause: string): RefusedRequest =>
  new RefusedRequest(400, 'INVALID_QUERY', 'column given seems to be invalid', { column_name: path, clause })

export const resolveColumn = (
  world: World,
  module: ModuleSchema,
  path: string,
  clause: 'select' | 'where' | 'order by',
): Column => {
  const [first = '', second, third] = path.split('.')
  const field = module.fields.get(first)
  if (field === undefined || third !== undefined || isMany(field)) throw noSuchColumn(path, clause)
  if (second === undefined) {
    const stored = (row: Row): unknown => storedValue(row, first)
    return { path, field, stored, wire: (row) => asWire(world, field, stored(row)) }
  }
  if (field.lookup === undefined) throw noSuchColumn(path, clause)
  const table = world.store.table(field.lookup)
  const beyond = table.schema.fields.get(second)
  if (beyond === undefined || isMany(beyond)) throw noSuchColumn(path, clause)
  const stored = (row: Row): unknown => {
    const target = table.get(String(row.values[first] ?? ''))
    return target === undefined ? null : storedValue(target, second)
  }
  return {
    path,
    field: beyond,
    stored,
    wire: (row) => asWire(world, beyond, stored(row) ?? (beyond.type === 'boolean' ? false : null)),
  }
}
