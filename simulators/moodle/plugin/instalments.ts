import type { RecordFields } from './record-fields.ts'
import {
  differs,
  type InstalmentColumns,
  type InstalmentRow,
  instalmentKey,
  type RecordTables,
  setColumns,
} from './record-tables.ts'

/** Most instalments of one student. */
const MOST = 200

/** Instalments by registration and number. */
export type Schedule = Map<string, InstalmentColumns>

const placeOf = ({ registration, instalmentno }: InstalmentColumns): string =>
  `${registration} ${String(instalmentno).padStart(5, '0')}`

/** Reads a list of instalments; null when the item says nothing of them. */
export function readInstalments(fields: RecordFields, registrationOf: (one: RecordFields) => string): Schedule | null {
  const list = fields.optionalList('instalments', MOST)
  if (list === null) return null
  const schedule: Schedule = new Map()
  for (const one of list) {
    const instalment = {
      registration: registrationOf(one),
      instalmentno: one.whole('number', 1, 9999),
      duedate: one.optionalDay('due_date'),
      amount: one.amount('amount'),
      paid: one.optionalAmount('paid') ?? '0.00',
      currency: one.currency('currency'),
    }
    one.only()
    if (schedule.has(placeOf(instalment))) one.refuse('number', 'each number once')
    schedule.set(placeOf(instalment), instalment)
  }
  return new Map([...schedule].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What stored instalments say, whosever they are. */
export const saidBy = (rows: InstalmentRow[]): Schedule =>
  new Map(rows.map(({ student: _student, userid: _userid, ...said }) => [placeOf(said), said]))

/**
 * Writes where a schedule differs from what is stored; rows of another student, who had the registration before, are removed.
 * Answers whether anything differed.
 */
export function writeSchedule(
  { instalments: table }: RecordTables,
  owner: { student: string; userid: number },
  rows: InstalmentRow[],
  schedule: Schedule,
): boolean {
  const { student } = owner
  const stored = new Map(rows.filter((row) => row.student === student).map((row) => [placeOf(row), row]))
  const gone = rows.filter((row) => row.student !== student || !schedule.has(placeOf(row)))
  const fresh: InstalmentRow[] = []
  let changed = false
  for (const [place, instalment] of schedule) {
    const row = stored.get(place)
    const columns = { ...instalment, ...owner }
    if (row === undefined) fresh.push(columns)
    else if (differs(row, columns)) {
      setColumns(table, instalmentKey(row, student), columns)
      changed = true
    }
  }
  for (const row of gone) table.delete(instalmentKey(row, row.student))
  for (const row of fresh) table.set(instalmentKey(row, student), row)
  return changed || gone.length > 0 || fresh.length > 0
}
