import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { isOfBulkRead } from '../feeding.ts'
import type { FlowContext, Subject } from '../flow.ts'
import { whoseMoney } from '../whose-money.ts'
import type { GoneRegistration } from './read-registrations.ts'
import type { LivingRegistration } from './registration.ts'
import { isAsWeLeftIt } from './state.ts'

type Payers = { subject: Subject; students: ZohoId[] }

/**
 * Whose money is to be worked out anew because of these registrations, for what is due is their schedules: the student whom one names, and
 * whoever's money was worked out with it.
 * @returns by the id of the registration
 */
export async function payersOf(
  { living, gone }: { living: readonly LivingRegistration[]; gone: readonly GoneRegistration[] },
  context: FlowContext,
): Promise<Map<string, ZohoId[]>> {
  const changed = [
    ...living
      .filter((one) => !isAsWeLeftIt(one, context))
      .map(({ subject, rows, record }) => ({ subject, names: rows.length > 0 ? record.student : null })),
    ...gone.map(({ subject }) => ({ subject, names: null })),
  ]
  if (changed.length === 0 || !(await context.moodle.offers('local_campusbridge_set_finance'))) return new Map()
  const before = await whoseMoney(
    changed.map(({ subject }) => zohoId(subject.id)),
    context,
  )
  const all = changed.map(({ subject, names }): Payers => {
    const others = before(zohoId(subject.id)).filter((student) => student !== names)
    return { subject, students: names === null ? others : [names, ...others] }
  })
  return new Map((await withoutUnsettled(all, context)).map(({ subject, students }) => [subject.id, students]))
}

/**
 * A bulk read comes to the money of everybody by itself; but it looks at student records and not at schedules, and passes over whom it finds
 * settled.
 */
async function withoutUnsettled(all: readonly Payers[], { records }: FlowContext): Promise<readonly Payers[]> {
  const inBulk = all.filter(({ subject }) => isOfBulkRead(subject)).flatMap(({ students }) => students)
  if (inBulk.length === 0) return all
  const known = await records.lastKnown('finance', inBulk)
  const isSettled = (student: ZohoId): boolean => (known.get(student)?.stateHash ?? '') !== ''
  return all.map((one) => (isOfBulkRead(one.subject) ? { ...one, students: one.students.filter(isSettled) } : one))
}
