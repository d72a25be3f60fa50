import type { Intent } from '../../audit/trail.store.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoRecord } from '../../ports/zoho.ts'
import { sortByLastKnown } from '../../sync/differing-records.ts'
import { mailsOf, type PlannedStudent, planStudents } from '../../sync/students-plan.ts'
import { say } from '../../words/words.ts'
import { plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { SyncCounter } from './sync-counter.ts'

export type PlannedTotals = { looked_at: number; would_change: number; in_step: number; need_attention: number; mails: number }

/** Students that a sync would look at, in the order of their ids: those named, or all that differ from the last known state. */
export async function* studentsToLookAt(
  { desk, mappings, ports }: Pick<SyncCounter, 'desk' | 'mappings' | 'ports'>,
  ids: readonly ZohoId[] | undefined,
): AsyncIterable<ZohoRecord[]> {
  const { students } = mappings
  if (ids !== undefined) {
    yield [...(await ports.zoho.records(students.question, ids)).values()]
    return
  }
  for await (const page of ports.zoho.allRecords(students.question)) {
    const readings = page.map((record) => students.read(record))
    const { unchanged } = await sortByLastKnown(desk, 'students', students, readings)
    const known = new Set(unchanged)
    yield page.filter(({ id }) => !known.has(id))
  }
}

/** Rehearses a sync, telling each student to `tell`. Nothing is written anywhere. */
export async function rehearse(
  counter: Pick<SyncCounter, 'desk' | 'settings' | 'mappings' | 'ports' | 'progress'>,
  ids: Parameters<typeof studentsToLookAt>[1],
  tell: (planned: PlannedStudent) => void,
): Promise<PlannedTotals> {
  const { desk, settings, mappings, ports, progress } = counter
  const totals: PlannedTotals = { looked_at: 0, would_change: 0, in_step: 0, need_attention: 0, mails: 0 }
  for await (const page of studentsToLookAt(counter, ids)) {
    for await (const set of planStudents({ ...desk, ...ports, settings, mappings, askedByPerson: ids !== undefined }, page)) {
      for (const planned of set) tell(planned)
      totals.looked_at += set.length
      totals.would_change += set.filter(({ changes }) => changes.length > 0).length
      totals.need_attention += set.filter(({ verdict }) => verdict.status === 'failed').length
      totals.mails += mailsOf(set)
      progress.counting('Students planned:', totals.looked_at)
    }
  }
  progress.stop()
  return { ...totals, in_step: totals.looked_at - totals.would_change - totals.need_attention }
}

/** `sync students --plan`: field by field what would change, how many e-mails Moodle would send, and who needs a person. */
export async function planStudentsCommand(counter: SyncCounter, ids: Parameters<typeof studentsToLookAt>[1]): Promise<ExitCode> {
  const students: PlannedStudent[] = []
  const totals = await rehearse(counter, ids, (planned) => students.push(planned))
  const worthTelling = students.filter(({ changes, verdict }) => changes.length > 0 || verdict.status === 'failed')
  counter.out.answer({ students: worthTelling.map(toJson), totals }, () => [
    ...worthTelling.flatMap(linesOf),
    ...(worthTelling.length === 0 ? [] : ['']),
    `${plural(totals.looked_at, 'student')} looked at: ${totals.would_change} would change, ${totals.in_step} would not, ` +
      `${totals.need_attention} need a person.`,
    totals.mails === 0
      ? 'Moodle would send no e-mails.'
      : `Moodle would send ${plural(totals.mails, 'e-mail')} with a new password (moodle.auth is manual).`,
    'Nothing was written.',
  ])
  return exit.done
}

const nameOf = ({ firstName, lastName }: PlannedStudent['student']): string => `${firstName} ${lastName}`.trim() || '(no name)'

function linesOf({ student, changes, verdict }: PlannedStudent): string[] {
  const head = `${student.id}  ${nameOf(student)}`
  if (changes.length > 0) return [head, ...changes.flatMap(changeLines)]
  const { what, todo } = say(verdict.code, verdict.params)
  return [`${head}: ${what} ${todo}`]
}

const changeLines = ({ system, action, changes }: Intent): string[] =>
  Object.entries(changes).map(
    ([field, { before, after }]) =>
      `    ${system} ${action} ${field}: ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
  )

const toJson = ({ student, changes, verdict }: PlannedStudent) => ({
  record_id: student.id,
  name: nameOf(student),
  changes: changes.map(({ system, action, target, changes: fields }) => ({ system, action, target, fields })),
  verdict: { ...verdict, ...say(verdict.code, verdict.params) },
})
