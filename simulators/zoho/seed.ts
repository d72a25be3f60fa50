import { college, deleted, files } from '../college.ts'
import { deleteRow, insertRow } from './changes.ts'
import type { CheckedRecord } from './check-record.ts'
import { idOf } from './check-value.ts'
import { contentTypeOf } from './files.ts'
import { registrar } from './people.ts'
import type { ModuleSchema } from './schema.ts'
import type { World } from './world.ts'

const FIRST_DAY = Date.parse('2026-09-01T06:00:00Z')
const MINUTE = 60_000
const author = { actor: 'human', fires: false } as const

/** The values are taken as they stand, formulas and all: years of history never asked the API. */
const asStored = (module: ModuleSchema, fields: Record<string, unknown>): Pick<CheckedRecord, 'values' | 'subforms'> => {
  const values: Record<string, unknown> = {}
  const subforms: CheckedRecord['subforms'] = []
  for (const [field, value] of Object.entries(fields)) {
    const type = module.fields.get(field)?.type
    if (type === 'subform' && Array.isArray(value)) {
      subforms.push({
        subform: field,
        clear: false,
        edits: value.map((row: Record<string, unknown>) => ({ kind: 'append', values: row })),
      })
    } else if (value !== '') values[field] = type === 'lookup' ? idOf(value) : value
  }
  return { values, subforms }
}

/** Fills an empty organisation with the invented college, entered one record a minute on its first day of term. Nothing fires. */
export const seedCollege = (world: World): void => {
  let minutes = 0
  const enter = (name: string, { id, ...fields }: { id: string }) => {
    const module = world.store.module(name)
    const row = insertRow(world, author, module, { ...asStored(module, fields), links: [] }, id)
    const at = FIRST_DAY + minutes * MINUTE
    world.store.put(name, { ...row, createdAt: at, modifiedAt: at, createdBy: registrar.id, modifiedBy: registrar.id })
    minutes += 1
  }
  for (const [name, records] of college) for (const record of records) enter(name, record)
  for (const [name, records] of deleted) {
    for (const record of records) {
      enter(name, record)
      deleteRow(world, author, name, record.id)
    }
  }
  for (const { id, kind, name, base64 } of files) {
    const file = { name, base64, contentType: contentTypeOf(name, Buffer.from(base64, 'base64')) }
    if (kind === 'photo') world.files.putPhoto(id, file)
    else world.files.attach(id, { ...file, id: world.store.nextId(), createdAt: FIRST_DAY, createdBy: registrar.id })
  }
}
