import { nothing, type RecordCall, unchanged, type ZohoAnswer } from './call.ts'
import { readFields } from './field-list.ts'
import { readModifiedSince } from './list-request.ts'
import { fieldsAsWire, wholeAsWire } from './render.ts'
import type { World } from './world.ts'

/** Without `fields` everything comes, sensitive fields too; an id that is unknown, deleted or out of sight is an empty 204 (reference/zoho.md §2.2). */
export const readOne = (world: World, call: RecordCall): ZohoAnswer => {
  const row = world.store.table(call.module.apiName).get(call.id)
  if (row === undefined) return nothing
  const since = readModifiedSince(call)
  if (since !== undefined && row.modifiedAt <= since) return unchanged
  const data =
    call.query.fields === undefined
      ? wholeAsWire(world, call.module, row)
      : fieldsAsWire(world, row, readFields(call.module, call.query.fields))
  return { status: 200, body: { data: [data] }, rowsFound: 1 }
}
