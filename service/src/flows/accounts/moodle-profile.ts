import { z } from 'zod'
import type { Code } from '../../domain/codes.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { MoodleProfile, MoodleUser } from '../../ports/moodle.ts'

/** Moodle's column length of firstname and lastname, not checked before its database refuses (reference/moodle.md §1). */
const MAX_TEXT = 100
const email = z.email()

/** The account somebody should have. */
export type Profile = {
  /** Of a new account. */
  profile: MoodleProfile
  /** What an account that is there should say: only what Zoho knows about it. */
  wantedOf(user: MoodleUser): Partial<MoodleProfile>
  /** What we could not carry over, for staff. */
  note: string
}

/** What an account cannot be made without. */
export type MissingForAccount = Extract<
  Code,
  | 'student.no_academic_email'
  | 'student.invalid_email'
  | 'student.no_first_name'
  | 'student.no_last_name'
  | 'teacher.no_academic_email'
  | 'teacher.invalid_email'
  | 'teacher.no_name'
>

export const isEmail = (text: string): boolean => email.safeParse(text).success

export const moodleProfile = (of: {
  id: ZohoId
  firstName: string
  lastName: string
  email: string
  city: string
  country: string
}): MoodleProfile => ({
  firstname: cut(of.firstName),
  lastname: cut(of.lastName),
  email: of.email,
  city: cut(of.city),
  country: of.country,
  idnumber: of.id,
})

/** By characters as people count them, so that no surrogate pair is split; compared in the same way on both sides. */
const cut = (text: string): string => Array.from(text).slice(0, MAX_TEXT).join('').trimEnd()
