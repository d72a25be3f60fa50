import type { MoodleCohortId, MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { FlowContext } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'

export type LeavingCohort = { registration: ZohoId; student: ZohoId; cohort: MoodleCohortId; user: MoodleUserId }
type StayingIn = Pick<LeavingCohort, 'registration' | 'cohort' | 'user'>

/**
 * Takes students out of cohorts, where no other registration of theirs wants them in. Where the cohort enrols into courses, Moodle deletes
 * their grades there: asked for by `cohorts.remove` alone.
 */
export async function takeOut(
  leaving: readonly LeavingCohort[],
  staying: readonly StayingIn[],
  { moodle, records }: Pick<FlowContext, 'moodle' | 'records'>,
): Promise<Map<ZohoId, Written>> {
  if (leaving.length === 0) return new Map()
  const others = await records.ownedBy('registrations', [...new Set(leaving.map(({ student }) => student))])
  const looked = new Set(leaving.map(({ registration }) => registration))
  const isWanted = ({ student, cohort, user }: LeavingCohort): boolean =>
    staying.some((one) => one.cohort === cohort && one.user === user) ||
    others.some(({ key, targets, owners }) => owners[0] === student && !looked.has(key) && targets.cohort === cohort)
  const going = [...new Map(leaving.filter((one) => !isWanted(one)).map((one) => [`${one.cohort}:${one.user}`, one])).values()]
  const written = await moodle.removeFromCohorts(
    going.map(({ registration, cohort, user }) => ({ subject: registration, cohort, user })),
  )
  return outcomesOf(going, ({ registration }) => registration, written)
}
