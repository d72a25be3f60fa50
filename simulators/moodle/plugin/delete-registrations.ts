import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { readDeletionItem } from './deletion-item.ts'
import { forgetFinanceHash } from './finance-state.ts'
import { writeSchedule } from './instalments.ts'
import type { itemsParams } from './items.ts'
import { rememberDeletion } from './later-deletions.ts'
import { RecordBatch, unchanged } from './record-batch.ts'
import { rowsOf, setColumns } from './record-tables.ts'
import { schedulesOf } from './set-registrations.ts'

/** local_campusbridge_delete_registrations: the rows stay, so that an older item cannot bring one back; their instalments go. */
export function deleteRegistrations({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { studentRecords: tables } = visit.world
  const batch = new RecordBatch(items, readDeletionItem, visit)
  const rows = rowsOf(tables.registrations, batch.zohoids())
  const schedules = schedulesOf(tables, batch.zohoids())
  return batch.run((item) => {
    const row = rows.get(item.zohoid)
    if (row === undefined) {
      rememberDeletion('registration', item, visit.world)
      return 'skipped'
    }
    if (item.asOf < row.asof) return 'stale'
    if (row.deleted === 1) return unchanged(tables.registrations, row, item)
    setColumns(tables.registrations, item.zohoid, { deleted: 1, hash: null, asof: item.asOf, scheduleasof: item.asOf })
    if (writeSchedule(tables, row, schedules.get(item.zohoid) ?? [], new Map())) forgetFinanceHash(tables, [row.student])
    return 'updated'
  })
}
