import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { refuseTaken } from './claimed-payments.ts'
import { type FinanceItem, readFinanceItem } from './finance-item.ts'
import { type FinanceState, financeStateOf } from './finance-state.ts'
import { writeSchedule } from './instalments.ts'
import type { itemsParams } from './items.ts'
import { writePayments } from './payment-difference.ts'
import { RecordBatch, type Status, settledAlready } from './record-batch.ts'
import { differs, type FinanceRow, forgetRegistrationHashes, type RecordTables, setColumns } from './record-tables.ts'

/** local_campusbridge_set_finance: fees, instalments and payments, a student at once. */
export function setFinance({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { studentRecords: tables } = visit.world
  const batch = new RecordBatch(items, readFinanceItem, visit)
  const stored = financeStateOf(batch.items(), visit.world)
  return batch.run((item) => {
    const row = stored.finance.get(item.zohoid)
    return settledAlready(tables.finance, row, item) ?? write(tables, stored, row, item)
  })
}

function write(tables: RecordTables, stored: FinanceState, row: FinanceRow | undefined, item: FinanceItem): Status {
  const { zohoid, columns, asOf } = item
  refuseTaken(stored.claims, item)
  const payments = writePayments(tables, stored, item)

  const schedules = stored.schedules.get(zohoid)
  const newer = new Set([
    ...[...(schedules ?? [])].flatMap(([registration, asof]) => (asof > asOf ? registration : [])),
    ...stored.deletedAfter(item),
  ])
  const isOurs = ({ registration }: { registration: string }): boolean => !newer.has(registration)
  const rescheduled = writeSchedule(
    tables,
    { student: zohoid, userid: columns.userid },
    (stored.instalments.get(zohoid) ?? []).filter(isOurs),
    new Map([...item.instalments].filter(([, instalment]) => isOurs(instalment))),
  )
  if (rescheduled && schedules !== undefined) forgetRegistrationHashes(tables, zohoid)

  // With something newer left as it was, the next item is compared row by row.
  const hash = newer.size === 0 && !payments.hasNewer ? item.hash : null
  if (row === undefined) {
    tables.finance.set(zohoid, { ...columns, asof: asOf, hash })
    return 'created'
  }
  setColumns(tables.finance, zohoid, { ...columns, asof: asOf, hash })
  return payments.changed || rescheduled || differs(row, columns) ? 'updated' : 'skipped'
}
