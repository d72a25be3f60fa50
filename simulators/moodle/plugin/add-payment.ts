import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { forgetFinanceHash } from './finance-state.ts'
import type { itemsParams } from './items.ts'
import { deletedAt } from './later-deletions.ts'
import { readPaymentRecord } from './payments.ts'
import { RecordBatch, unchanged } from './record-batch.ts'
import type { RecordFields } from './record-fields.ts'
import { beginningOfUser, hashOf, type RecordItem } from './record-item.ts'
import { differs, type OwnedPaymentColumns, rowsOf, setColumns } from './record-tables.ts'

type PaymentItem = RecordItem & { columns: OwnedPaymentColumns }

/** local_campusbridge_add_payment: adds payments of students, or changes those that are there. */
export function addPayment({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { studentRecords: tables } = visit.world
  const batch = new RecordBatch(items, readPaymentItem, visit)
  const rows = rowsOf(tables.payments, batch.zohoids())
  const students = [...batch.items().map(({ columns }) => columns), ...rows.values()].map(({ student }) => student)
  const finance = rowsOf(tables.finance, students)
  return batch.run((item) => {
    const { zohoid, asOf, columns } = item
    const row = rows.get(zohoid)
    const known = [row, finance.get(columns.student), finance.get(row?.student ?? '')]
    if (known.some((one) => one !== undefined && one.asof > asOf)) return 'stale'
    if (row === undefined && deletedAt('payment', zohoid, visit.world) > asOf) return 'stale'
    if (row !== undefined && !differs(row, columns)) return unchanged(tables.payments, row, item)
    forgetFinanceHash(tables, [columns.student, ...(row === undefined ? [] : [row.student])])
    const written = { ...columns, asof: asOf }
    if (row === undefined) {
      tables.payments.set(zohoid, written)
      return 'created'
    }
    setColumns(tables.payments, zohoid, written)
    return 'updated'
  })
}

function readPaymentItem(fields: RecordFields): PaymentItem {
  const { zohoid, asOf, userid } = beginningOfUser(fields)
  const student = fields.zohoid('student')
  const columns = { ...readPaymentRecord(fields), student, userid, voided: 0 }
  fields.only()
  return { zohoid, asOf, columns, hash: hashOf(columns), users: { userid }, courses: {} }
}
