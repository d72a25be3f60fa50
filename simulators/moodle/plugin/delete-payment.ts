import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { readDeletionItem } from './deletion-item.ts'
import { forgetFinanceHash } from './finance-state.ts'
import type { itemsParams } from './items.ts'
import { rememberDeletion } from './later-deletions.ts'
import { RecordBatch, unchanged } from './record-batch.ts'
import { rowsOf, setColumns } from './record-tables.ts'

/** local_campusbridge_delete_payment: payments stay, voided. */
export function deletePayment({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { studentRecords: tables } = visit.world
  const batch = new RecordBatch(items, readDeletionItem, visit)
  const rows = rowsOf(tables.payments, batch.zohoids())
  const students = [...rows.values()].map(({ student }) => student)
  const finance = rowsOf(tables.finance, students)
  return batch.run((item) => {
    const row = rows.get(item.zohoid)
    if (row === undefined) {
      rememberDeletion('payment', item, visit.world)
      return 'skipped'
    }
    if (item.asOf < Math.max(row.asof, finance.get(row.student)?.asof ?? 0)) return 'stale'
    if (row.voided === 1) return unchanged(tables.payments, row, item)
    setColumns(tables.payments, item.zohoid, { voided: 1, asof: item.asOf })
    forgetFinanceHash(tables, [row.student])
    return 'updated'
  })
}
