import type { RecordCall } from './call.ts'
import { RefusedRequest } from './errors.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

/** `resource_path_index` counts from the module: 0 the module, 1 the record, 2 what hangs on it. */
export const recordOf = (world: World, call: RecordCall): Row => {
  const row = world.store.table(call.module.apiName).get(call.id)
  if (row === undefined) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'the id given seems to be invalid', { resource_path_index: 1 })
  }
  return row
}
