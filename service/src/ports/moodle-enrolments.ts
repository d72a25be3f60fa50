import type { MoodleCourseId, MoodleUserId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

export type MoodlePair = { user: MoodleUserId; course: MoodleCourseId }

/** What a manual enrolment says. Moodle resets what a write leaves out, so all of it is always sent. Instants are seconds since 1970, 0 for none. */
export type EnrolmentFields = { role: number; suspended: boolean; timestart: number; timeend: number }

/** A manual enrolment of a user in a course, with the roles he has there from anywhere. */
export type MoodleEnrolment = MoodlePair & Omit<EnrolmentFields, 'role'> & { roles: readonly number[] }

export type EnrolmentChange = MoodlePair & {
  subject: string
  /** null: not enrolled by hand yet. */
  before: Partial<EnrolmentFields> | null
  after: EnrolmentFields
}

/** Who is in which course. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodleEnrolments = {
  /** The manual enrolments of these pairs; those not enrolled are not in the answer. */
  enrolmentsOf(pairs: readonly MoodlePair[]): Promise<MoodleEnrolment[]>
  /** Enrols, suspends, re-activates, or changes role and dates. Never unenrols: that would delete grades (reference/moodle.md §4). */
  setEnrolments(changes: readonly EnrolmentChange[]): Promise<Written[]>
}
