import type { ZohoId } from '../../domain/ids.ts'
import type { FlowContext, LookAlsoAt } from '../flow.ts'
import type { Kind } from './kind.ts'
import { otherThan } from './kinds.ts'
import { livingAmong, othersWith } from './other-record.ts'
import type { Plan } from './plan.ts'

/**
 * Two runs may bring one person's two records into step at one moment, neither knowing the other's link yet, and the teacher's name may be
 * written over the student's. Whichever way they interleave, one of these sees it once both links are stored:
 *   a student who has just got an account that is a teacher's too is looked at once more, after this run
 *   a teacher who was written into an account that turns out to be a student's has that student looked at
 */
export async function secondLooks(
  kind: Kind,
  plans: readonly Plan[],
  linkedNow: readonly ZohoId[],
  context: FlowContext,
): Promise<Map<ZohoId, LookAlsoAt[]>> {
  const changed = plans.filter((plan) => plan.do === 'change')
  const isStudent = kind.word === 'student'
  const doubtful = changed.filter(({ person, change: { after } }) =>
    isStudent
      ? linkedNow.includes(person.id)
      : after.firstname !== undefined || after.lastname !== undefined || after.email !== undefined,
  )
  const others = await othersWith(
    kind,
    doubtful.map(({ user }) => user.id),
    context,
  )
  const living = isStudent ? new Set() : await livingAmong(kind, others, context)
  return new Map(
    doubtful.flatMap(({ person: { id }, user, twin }): [ZohoId, LookAlsoAt[]][] => {
      const other = others.get(user.id)
      const isShared = other !== undefined || (twin.kind === 'adopt' && twin.keepIdnumber)
      if (isStudent && isShared) return [[id, [{ flow: 'students', subject: id, module: kind.module, recordId: id }]]]
      return isStudent || other === undefined || !living.has(user.id)
        ? []
        : [[id, [{ module: otherThan(kind).module, recordId: other }]]]
    }),
  )
}
