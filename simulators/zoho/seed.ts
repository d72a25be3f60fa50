import { college, deleted, files } from '../college.ts'
import { deleteRow } from './changes.ts'
import { contentTypeOf } from './files.ts'
import { enter } from './fill.ts'
import { registrar } from './people.ts'
import type { World } from './world.ts'

export const FIRST_DAY = Date.parse('2026-09-01T06:00:00Z')
const MINUTE = 60_000

/** Fills an empty organisation with the invented college, entered one record a minute on its first day of term. Nothing fires. */
export const seedCollege = (world: World): void => {
  let minutes = 0
  const enterNext = (module: string, record: { id: string }) => {
    enter(world, module, record, FIRST_DAY + minutes * MINUTE)
    minutes += 1
  }
  for (const [module, records] of college) for (const record of records) enterNext(module, record)
  for (const [module, records] of deleted) {
    for (const record of records) {
      enterNext(module, record)
      deleteRow(world, { actor: 'human', fires: false }, module, record.id)
    }
  }
  for (const { id, kind, name, base64 } of files) {
    const file = { name, base64, contentType: contentTypeOf(name, Buffer.from(base64, 'base64')) }
    if (kind === 'photo') world.files.putPhoto(id, file)
    else world.files.attach(id, { ...file, id: world.store.nextId(), createdAt: FIRST_DAY, createdBy: registrar.id })
  }
}
