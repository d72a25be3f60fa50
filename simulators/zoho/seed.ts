import { college } from '../college.ts'
import { insertRow } from './changes.ts'
import type { CheckedRecord } from './check-record.ts'
import { idOf } from './check-value.ts'
import { registrar } from './people.ts'
import type { World } from './world.ts'

const FIRST_DAY = Date.parse('2026-09-01T06:00:00Z')
const MINUTE = 60_000

/** Fills an empty organisation with the invented college, entered one record a minute on its first day of term. Nothing fires. */
export const seedCollege = (world: World): void => {
  let minutes = 0
  for (const [name, records] of Object.entries(college)) {
    const module = world.store.module(name)
    for (const record of records) {
      const { id, ...fields } = record
      const values: Record<string, unknown> = {}
      const subforms: CheckedRecord['subforms'] = []
      for (const [field, value] of Object.entries<unknown>(fields)) {
        const type = module.fields.get(field)?.type
        if (type === 'subform' && Array.isArray(value)) {
          subforms.push({
            subform: field,
            clear: false,
            edits: value.map((row: Record<string, unknown>) => ({ kind: 'append', values: row })),
          })
        } else values[field] = type === 'lookup' ? idOf(value) : value
      }
      const row = insertRow(world, { actor: 'human', fires: false }, module, { values, subforms, links: [] }, id)
      const at = FIRST_DAY + minutes * MINUTE
      world.store.put(name, { ...row, createdAt: at, modifiedAt: at, createdBy: registrar.id, modifiedBy: registrar.id })
      minutes += 1
    }
  }
}
