import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { forgetFinanceHash } from './finance-state.ts'
import { readInstalments, type Schedule, saidBy, writeSchedule } from './instalments.ts'
import type { itemsParams } from './items.ts'
import { deletedAt } from './later-deletions.ts'
import { RecordBatch, type Status, settledAlready } from './record-batch.ts'
import type { RecordFields } from './record-fields.ts'
import { beginningOfUser, hashOf, phpArray, type RecordItem } from './record-item.ts'
import {
  differs,
  type InstalmentRow,
  type RecordTables,
  type RegistrationColumns,
  type RegistrationRow,
  rowsBy,
  rowsOf,
  setColumns,
} from './record-tables.ts'

type RegistrationItem = RecordItem & {
  columns: RegistrationColumns
  /** null leaves what is stored. */
  instalments: Schedule | null
}

/** local_campusbridge_set_registrations: registrations on programmes, with their instalments when the item says anything of them. */
export function setRegistrations({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { studentRecords: tables } = visit.world
  const batch = new RecordBatch(items, readRegistrationItem, visit)
  const rows = rowsOf(tables.registrations, batch.zohoids())
  const students = batch.items().map(({ columns }) => columns.student)
  const finance = rowsOf(tables.finance, students)
  const schedules = schedulesOf(tables, batch.zohoids())
  return batch.run((item) => {
    const row = rows.get(item.zohoid)
    if (row === undefined && deletedAt('registration', item.zohoid, visit.world) > item.asOf) return 'stale'
    const isNewest = item.asOf >= (finance.get(item.columns.student)?.asof ?? 0)
    return (
      settledAlready(tables.registrations, row, item) ??
      write(tables, row, item, isNewest ? (schedules.get(item.zohoid) ?? []) : undefined)
    )
  })
}

/** Instalments of registrations, by registration. */
export const schedulesOf = ({ instalments }: RecordTables, registrations: string[]): Map<string, InstalmentRow[]> =>
  rowsBy(instalments, ({ registration }) => registration, new Set(registrations))

/** `schedule` is what is stored; undefined when the student's finance was read later and has the word about it. */
function write(
  tables: RecordTables,
  row: RegistrationRow | undefined,
  item: RegistrationItem,
  schedule: InstalmentRow[] | undefined,
): Status {
  const { zohoid, columns, asOf, hash } = item
  const { student, userid } = columns
  // An item without instalments leaves them, but they follow the registration to its account.
  const rescheduled =
    schedule !== undefined && writeSchedule(tables, { student, userid }, schedule, item.instalments ?? saidBy(schedule))
  if (rescheduled) forgetFinanceHash(tables, [student, ...(row === undefined ? [] : [row.student])])
  const scheduled = schedule !== undefined && item.instalments !== null ? { scheduleasof: asOf } : {}
  if (row === undefined) {
    tables.registrations.set(zohoid, { ...columns, hash, asof: asOf, scheduleasof: 0, ...scheduled })
    return 'created'
  }
  setColumns(tables.registrations, zohoid, { ...columns, hash, asof: asOf, ...scheduled })
  return rescheduled || differs(row, columns) ? 'updated' : 'skipped'
}

function readRegistrationItem(fields: RecordFields): RegistrationItem {
  const { zohoid, asOf, userid } = beginningOfUser(fields)
  const columns = {
    zohoid,
    student: fields.zohoid('student'),
    userid,
    programme: fields.line('programme', 255),
    studylevel: fields.line('level', 100),
    status: fields.line('status', 50),
    startdate: fields.optionalDay('start_date'),
    enddate: fields.optionalDay('end_date'),
    deleted: 0,
  }
  if (columns.programme === '') fields.missing('programme')
  const instalments = readInstalments(fields, () => zohoid)
  fields.only()
  const hash = hashOf([columns, instalments === null ? null : phpArray(instalments)])
  return { zohoid, asOf, columns, hash, users: { userid }, courses: {}, instalments }
}
