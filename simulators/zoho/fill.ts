import { autonumberField } from './changes.ts'
import { idOf } from './check-value.ts'
import { registrar } from './people.ts'
import type { ModuleSchema } from './schema.ts'
import type { World } from './world.ts'

export type RecordWithId = { id: string } & Record<string, unknown>

type Stored = { values: Record<string, unknown>; rows: [subform: string, values: Record<string, unknown>][] }

/** The values are taken as they stand, formulas and all: years of history never asked the API. */
const asStored = (module: ModuleSchema, fields: Record<string, unknown>): Stored => {
  const values: Record<string, unknown> = {}
  const rows: Stored['rows'] = []
  for (const [field, value] of Object.entries(fields)) {
    const type = module.fields.get(field)?.type
    if (type === 'subform' && Array.isArray(value)) {
      for (const row of value as Record<string, unknown>[]) rows.push([field, row])
    } else if (value !== '') values[field] = type === 'lookup' ? idOf(value) : value
  }
  return { values, rows }
}

/** Enters one record unchecked and unheard of, as if a person had typed it in at `at` (milliseconds since the epoch). */
export const enter = (world: World, name: string, { id, ...fields }: RecordWithId, at: number): void => {
  const module = world.store.module(name)
  const { values, rows } = asStored(module, fields)
  const history = { createdAt: at, modifiedAt: at, createdBy: registrar.id, modifiedBy: registrar.id }
  const numbered = autonumberField(module)?.apiName
  if (numbered !== undefined) values[numbered] ??= world.store.nextAutonumber(name)
  world.store.put(name, { id, values, ...history })
  for (const [subform, row] of rows)
    world.store.put(subform, { id: world.store.nextId(), values: { ...row, Parent_Id: id }, ...history })
}
