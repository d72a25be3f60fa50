import type { Actor, SimulatedRecord, SimulatedSystem } from '../system.ts'
import { type Author, deleteRow, insertRow, restoreRow, updateRow } from './changes.ts'
import { type CheckedRecord, checkFields, isObject } from './check-record.ts'
import { checkValue } from './check-value.ts'
import { readDateTime } from './date-times.ts'
import { duplicateAssociation, duplicatesOf } from './duplicates.ts'
import { wholeAsWire } from './render.ts'
import type { ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

/** A browser user sets off the workflow rules, a Deluge function or field update does not (reference/zoho.md §4.2). */
const authorOf = (actor: Actor): Author => ({ actor, fires: actor !== 'function' })

class ControlError extends Error {
  readonly statusCode: number
  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/**
 * Takes what a test or the seed writes: Zoho's field names and shapes, but values that the API would refuse (a malformed e-mail,
 * a written autonumber) are stored as they are, because imports and years of history put such things into real organisations.
 */
const leniently = (
  world: World,
  module: ModuleSchema,
  record: Record<string, unknown>,
  existingId: string | undefined,
): CheckedRecord => {
  const unknown = Object.keys(record).filter((name) => !name.startsWith('$') && name !== 'id' && !module.fields.has(name))
  if (unknown.length > 0) throw new ControlError(400, `${module.apiName} has no field ${unknown.join(', ')}`)
  const values: Record<string, unknown> = {}
  const many: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) {
    const field = module.fields.get(name)
    if (field === undefined || ['id', 'Created_Time', 'Modified_Time', 'Created_By', 'Modified_By'].includes(name)) continue
    if (field.type === 'subform' || field.type === 'multiselectlookup') {
      many[name] = value
      continue
    }
    const checked = checkValue(world, field, value, `$.${name}`)
    if ('stored' in checked) values[name] = checked.stored
    else if (field.type === 'lookup')
      throw new ControlError(400, `${module.apiName}.${name} names a record that does not exist: ${JSON.stringify(value)}`)
    else values[name] = value
  }
  const parts = checkFields(world, module, withoutReadOnlyParts(many), '$', existingId)
  if (parts.errors.length > 0) throw new ControlError(400, JSON.stringify(parts.errors))
  return { ...parts, values }
}

/** Rows as they were read may be written back: what only Zoho sets is passed over. */
const withoutReadOnlyParts = (many: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(many).map(([name, rows]) => [
      name,
      Array.isArray(rows)
        ? rows.map((row) => {
            if (!isObject(row)) return row
            const { Created_Time: _created, Modified_Time: _modified, Parent_Id: _parent, $in_merge: _merge, ...rest } = row
            return rest
          })
        : rows,
    ]),
  )

const refuseDuplicates = (world: World, module: ModuleSchema, values: Record<string, unknown>, exceptId: string | undefined) => {
  const [duplicate] = duplicatesOf(world, module, values, '$', exceptId)
  const twin = duplicate ?? duplicateAssociation(world, module, values, exceptId)
  if (twin !== undefined) throw new ControlError(409, JSON.stringify(twin))
}

/** Everything a record may hold, emptied: replacing a record whole leaves nothing behind. */
const emptied = (world: World, module: ModuleSchema, row: Row): Record<string, unknown> => {
  const fields = [...module.fields.values()].filter((field) => field.type !== 'autonumber' && field.apiName in row.values)
  for (const field of module.fields.values()) {
    if (field.type === 'subform')
      for (const each of world.store.table(field.apiName).having('Parent_Id', row.id)) world.store.remove(field.apiName, each.id)
  }
  return Object.fromEntries(fields.map((field) => [field.apiName, null]))
}

const withHistory = (row: Row, record: Record<string, unknown>): Row => ({
  ...row,
  createdAt: readDateTime(record.Created_Time) ?? row.createdAt,
  modifiedAt: readDateTime(record.Modified_Time) ?? row.modifiedAt,
})

export const createControl = (world: World): SimulatedSystem['records'] => {
  const shown = (module: ModuleSchema, row: Row): SimulatedRecord => ({ ...wholeAsWire(world, module, row), id: row.id })
  const current = (module: ModuleSchema, id: string): SimulatedRecord | undefined => {
    const row = world.store.table(module.apiName).get(id)
    return row === undefined ? undefined : shown(module, row)
  }

  return {
    modules: () => world.store.modules(),
    list: (name) => {
      const table = world.store.table(name)
      return table.idsBy('id').flatMap((id) => current(table.schema, id) ?? [])
    },
    get: (name, id) => current(world.store.module(name), id),
    put(name, record, as) {
      const module = world.store.module(name)
      const id = record.id === undefined ? undefined : String(record.id)
      // A deleted record that is put again comes back as from the recycle bin.
      const before = id === undefined ? undefined : (world.store.table(name).get(id) ?? restoreRow(world, name, id))
      const checked = leniently(world, module, record, before?.id)
      refuseDuplicates(world, module, checked.values, before?.id)
      const row =
        before === undefined
          ? insertRow(world, authorOf(as), module, checked, id)
          : updateRow(world, authorOf(as), module, before, {
              ...checked,
              values: { ...emptied(world, module, before), ...checked.values },
            })
      const dated = withHistory(row, record)
      world.store.put(name, dated)
      return shown(module, dated)
    },
    patch(name, id, fields, as) {
      const module = world.store.module(name)
      const row = world.store.table(name).get(id)
      if (row === undefined) return undefined
      const checked = leniently(world, module, fields, id)
      refuseDuplicates(world, module, { ...row.values, ...checked.values }, id)
      return shown(module, updateRow(world, authorOf(as), module, row, checked))
    },
    remove: (name, id, as) => deleteRow(world, authorOf(as), name, id),
  }
}
