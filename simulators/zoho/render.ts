import { writeDateTime } from './date-times.ts'
import { personOf } from './people.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

type Wire = Record<string, unknown>

/** The stored value of a field, wherever the row keeps it. */
export const storedValue = (row: Row, field: string): unknown => {
  switch (field) {
    case 'id':
      return row.id
    case 'Created_Time':
      return row.createdAt
    case 'Modified_Time':
      return row.modifiedAt
    case 'Created_By':
      return row.createdBy
    case 'Modified_By':
      return row.modifiedBy
    case 'Owner':
      return row.values.Owner ?? row.createdBy
    default:
      return row.values[field]
  }
}

const personAsWire = (id: string): Wire => {
  const { name, email } = personOf(id)
  return { name, id, email }
}

const lookupAsWire = (world: World, target: string, id: unknown): Wire | null => {
  if (typeof id !== 'string') return null
  const table = world.store.table(target)
  const row = table.get(id)
  // A lookup to a deleted record reads as empty; it comes back when the record is restored.
  return row === undefined ? null : { name: row.values[table.schema.nameField] ?? null, id }
}

export const asWire = (world: World, field: FieldSchema, stored: unknown): unknown => {
  switch (field.type) {
    case 'boolean':
      return stored === true
    case 'datetime':
      return typeof stored === 'number' ? writeDateTime(stored, world.behaviour.zone) : null
    case 'ownerlookup':
      return typeof stored === 'string' ? personAsWire(stored) : null
    case 'lookup':
      return lookupAsWire(world, field.lookup ?? '', stored)
    default:
      return stored ?? null
  }
}

const subformRows = (world: World, parentId: string, subform: string): Wire[] => {
  const table = world.store.table(subform)
  return table
    .having('Parent_Id', parentId)
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .map((row) => ({ ...fieldsAsWire(world, row, [...table.schema.fields.values()]), $in_merge: false }))
}

const associations = (world: World, field: FieldSchema, ownId: string): Wire[] => {
  if (field.join === undefined) return []
  const { module, own, other } = field.join
  return world.store
    .table(module)
    .having(own, ownId)
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .map((row) => ({ [other]: lookupAsWire(world, field.lookup ?? '', row.values[other]), id: row.id }))
}

export const isMany = (field: FieldSchema): boolean => field.type === 'subform' || field.type === 'multiselectlookup'

const fieldAsWire = (world: World, row: Row, field: FieldSchema): unknown => {
  if (field.type === 'subform') return subformRows(world, row.id, field.apiName)
  if (field.type === 'multiselectlookup') return associations(world, field, row.id)
  return asWire(world, field, storedValue(row, field.apiName))
}

const RICH_TEXT_IN_LISTS = 500

export const fieldsAsWire = (world: World, row: Row, fields: readonly FieldSchema[]): Wire => {
  const wire: Wire = { id: row.id }
  for (const field of fields) wire[field.apiName] = fieldAsWire(world, row, field)
  return wire
}

/** A row of a list: no subforms and no multi-select lookups (reference/zoho.md §2.3). */
export const listedAsWire = (world: World, row: Row, fields: readonly FieldSchema[]): Wire => {
  const wire: Wire = { id: row.id }
  for (const field of fields) {
    if (isMany(field)) continue
    const value = asWire(world, field, storedValue(row, field.apiName))
    wire[field.apiName] =
      field.type === 'textarea' && field.length === 32000 && typeof value === 'string'
        ? value.slice(0, RICH_TEXT_IN_LISTS)
        : value
  }
  return wire
}

/** The record as a single GET without `fields` shows it (§2.1, §2.2). */
export const wholeAsWire = (world: World, schema: ModuleSchema, row: Row): Wire => {
  const fields = [...schema.fields.values()]
  return {
    ...fieldsAsWire(world, row, fields),
    $has_more: Object.fromEntries(fields.filter(isMany).map((field) => [field.apiName, false])),
    $approved: true,
    $approval_state: 'approved',
    $editable: true,
    $in_merge: false,
    $locked_for_me: false,
    $orchestration: null,
    $process_flow: false,
    $review: null,
    $state: 'save',
  }
}
