import type { MoodleWorld } from '../world.ts'
import { forgetTimesOf } from './applied-times.ts'
import { forgetFinanceHash } from './finance-state.ts'
import { type Columns, forgetRegistrationHashes, type RecordTables } from './record-tables.ts'

const owned = ['finance', 'payments', 'instalments', 'registrations', 'profiles', 'results'] as const

/** What the plugin lets go of with an account: its records and when they were read. Classes stay, without their teacher. */
export function forgetRecordsOf(userid: number, { studentRecords: tables, asOf }: MoodleWorld): void {
  const students = new Set([...studentsIn(tables.payments, userid), ...studentsIn(tables.instalments, userid)])
  for (const name of owned) {
    const table: Map<string, Columns> = tables[name]
    for (const [key, row] of table) if (row.userid === userid) table.delete(key)
  }
  // A student record may have another account by now: the same item must not find itself unchanged there.
  forgetFinanceHash(tables, students)
  for (const student of students) forgetRegistrationHashes(tables, student)
  letGoOfTeacher(tables, userid)
  forgetTimesOf(asOf, userid)
}

const studentsIn = (table: ReadonlyMap<string, Columns & { student: string }>, userid: number): string[] =>
  [...table.values()].filter((row) => row.userid === userid).map(({ student }) => student)

function letGoOfTeacher({ classes }: RecordTables, userid: number): void {
  for (const [key, row] of classes) if (row.teacherid === userid) classes.set(key, { ...row, teacherid: null, hash: null })
}
