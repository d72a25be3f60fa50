import type { MoodleCohortId, MoodleUserId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

/** A cohort of the whole site. */
export type MoodleCohort = { id: MoodleCohortId; name: string; idnumber: string }

export type CohortFields = Pick<MoodleCohort, 'name' | 'idnumber'>

export type NewMoodleCohort = { subject: string; cohort: CohortFields }

export type MoodleCohortChange = {
  subject: string
  cohort: MoodleCohortId
  before: Partial<CohortFields>
  after: Partial<CohortFields>
}

export type CohortMembership = { subject: string; cohort: MoodleCohortId; user: MoodleUserId }

/** Cohorts and who is in them. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodleCohorts = {
  /** Absent ones are not in the answer. */
  cohortsByIdnumber(idnumbers: readonly string[]): Promise<MoodleCohort[]>
  createCohorts(cohorts: readonly NewMoodleCohort[]): Promise<Written<MoodleCohortId>[]>
  updateCohorts(changes: readonly MoodleCohortChange[]): Promise<Written[]>
  /** All members of these cohorts. */
  cohortMembers(cohorts: readonly MoodleCohortId[]): Promise<Map<MoodleCohortId, Set<MoodleUserId>>>
  addToCohorts(memberships: readonly CohortMembership[]): Promise<Written[]>
  /** Where cohorts enrol into courses, a removal may delete grades: only for those who asked for it (`cohorts.remove`). */
  removeFromCohorts(memberships: readonly CohortMembership[]): Promise<Written[]>
}
