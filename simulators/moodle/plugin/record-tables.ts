import type { SimulatedRecord } from '../../system.ts'

export type Cell = string | number | boolean | null

/** A row, in the plugin's own column names. Rows are replaced, never changed: who has one keeps what was stored then. */
export type Columns = Readonly<Record<string, Cell>>

type Known<Row> = Columns & Readonly<Row>

/** `hash` is that of the item applied last, null once something else has changed the record; `asof` is in milliseconds. */
export type RecordRow = Known<{ zohoid: string; hash: string | null; asof: number }>
export type FinanceColumns = Known<{ zohoid: string; userid: number; currency: string; netamount: string | null }>
export type FinanceRow = FinanceColumns & RecordRow
export type RegistrationColumns = Known<{ zohoid: string; student: string; userid: number; deleted: number }>
export type RegistrationRow = RegistrationColumns & RecordRow & Known<{ scheduleasof: number }>
export type PaymentColumns = Known<{
  zohoid: string | null
  slot: number | null
  amount: string
  currency: string
  reducesfee: number
  voided: number
}>
export type OwnedPaymentColumns = PaymentColumns & Known<{ student: string }>
export type PaymentRow = OwnedPaymentColumns & Known<{ asof: number }>
export type InstalmentColumns = Known<{ registration: string; instalmentno: number }>
export type InstalmentRow = InstalmentColumns & Known<{ student: string }>

/** Says that the registrations of a student are no longer what their last items said. */
export function forgetRegistrationHashes({ registrations }: RecordTables, student: string): void {
  for (const row of registrations.values()) {
    if (row.student === student) registrations.set(row.zohoid, { ...row, hash: null })
  }
}

/** The plugin's tables of student records, by Zoho id; a Map keeps its order, as row numbers do in a database. */
export type RecordTables = {
  finance: Map<string, FinanceRow>
  /** Those noted in a student record have no Zoho id: `paymentKey`. */
  payments: Map<string, PaymentRow>
  /** `instalmentKey`. */
  instalments: Map<string, InstalmentRow>
  registrations: Map<string, RegistrationRow>
  profiles: Map<string, RecordRow>
  classes: Map<string, RecordRow>
  /** Results of units; on the control surface `grades` are the marks of assignments. */
  results: Map<string, RecordRow>
  /** The one row `dashboard`, once somebody has set a switch. */
  dashboard: Map<string, Columns>
}

export const paymentKey = ({ zohoid, slot }: Pick<PaymentColumns, 'zohoid' | 'slot'>, student: string): string =>
  zohoid ?? `${student}-slot-${slot}`

export const instalmentKey = ({ registration, instalmentno }: InstalmentColumns, student: string): string =>
  `${student}-${registration === '' ? 'own' : registration}-${instalmentno}`

export const emptyRecordTables = (): RecordTables => ({
  finance: new Map(),
  payments: new Map(),
  instalments: new Map(),
  registrations: new Map(),
  profiles: new Map(),
  classes: new Map(),
  results: new Map(),
  dashboard: new Map(),
})

type AnyTable = Map<string, Columns>
const allOf = (tables: RecordTables): [string, AnyTable][] => Object.entries(tables as Record<string, AnyTable>)

export function clearRecordTables(tables: RecordTables): void {
  for (const [, table] of allOf(tables)) table.clear()
}

/** The tables as JSON can hold them. */
export type KeptRecordTables = Record<string, [string, Columns][]>

export const keepRecordTables = (tables: RecordTables): KeptRecordTables =>
  Object.fromEntries(allOf(tables).map(([name, table]) => [name, [...table]]))

export function restoreRecordTables(tables: RecordTables, kept: KeptRecordTables = {}): void {
  for (const [name, table] of allOf(tables)) for (const [key, row] of kept[name] ?? []) table.set(key, row)
}

/** What the control surface lists, by table. */
export const recordLists = (tables: RecordTables): Record<string, () => SimulatedRecord[]> =>
  Object.fromEntries(allOf(tables).map(([name, table]) => [name, () => [...table].map(([id, row]) => ({ ...row, id }))]))

/** The rows that a call will look at, as they are before it writes any. */
export function rowsOf<Row>(table: ReadonlyMap<string, Row>, keys: Iterable<string>): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const key of keys) {
    const row = table.get(key)
    if (row !== undefined) rows.set(key, row)
  }
  return rows
}

/** The same of rows that point to others. */
export function rowsBy<Row>(
  table: ReadonlyMap<string, Row>,
  keyOf: (row: Row) => string,
  keys: ReadonlySet<string>,
): Map<string, Row[]> {
  const rows = new Map<string, Row[]>()
  for (const row of table.values()) {
    const key = keyOf(row)
    if (!keys.has(key)) continue
    const others = rows.get(key)
    if (others === undefined) rows.set(key, [row])
    else others.push(row)
  }
  return rows
}

/** Sets columns of a row that is there; of one that is gone by now nothing, as in SQL. */
export function setColumns<Row extends Columns>(table: Map<string, Row>, key: string, columns: Partial<Row>): void {
  const row = table.get(key)
  if (row !== undefined) table.set(key, { ...row, ...columns })
}

export const differs = (row: Columns, columns: Columns): boolean =>
  Object.entries(columns).some(([name, value]) => row[name] !== value)
