import { z } from 'zod'
import type { MoodleProfile, MoodleUser } from '../../ports/moodle.ts'
import type { Student } from './student.ts'

/** Moodle's column length of firstname and lastname, not checked before its database refuses (reference/moodle.md §1). */
const MAX_TEXT = 100
const email = z.email()

export type Profile = { profile: MoodleProfile; note: string }

/** What an account cannot be made without. */
export type MissingForAccount =
  | 'student.no_academic_email'
  | 'student.invalid_email'
  | 'student.no_first_name'
  | 'student.no_last_name'

/** The account a student should have, or the code of what is missing for it. `note` tells staff what we could not carry over. */
export function moodleProfileOf(student: Student): Profile | MissingForAccount {
  if (student.academicEmail === '') return 'student.no_academic_email'
  if (!email.safeParse(student.academicEmail).success) return 'student.invalid_email'
  if (student.firstName === '') return 'student.no_first_name'
  if (student.lastName === '') return 'student.no_last_name'
  const oddCountry = student.misfits.find(({ field }) => field === 'country')
  return {
    profile: {
      firstname: cut(student.firstName),
      lastname: cut(student.lastName),
      email: student.academicEmail,
      city: cut(student.city),
      country: student.country,
      idnumber: student.id,
    },
    note: oddCountry === undefined ? '' : `The country “${oddCountry.value}” is not one Moodle knows, so it was left empty.`,
  }
}

/** By characters as people count them, so that no surrogate pair is split; compared in the same way on both sides. */
const cut = (text: string): string => Array.from(text).slice(0, MAX_TEXT).join('').trimEnd()

/** Only what differs, with what stood there before. */
export function differences(
  user: MoodleUser,
  wanted: Partial<MoodleProfile & { suspended: boolean }>,
): { before: Partial<MoodleProfile & { suspended: boolean }>; after: Partial<MoodleProfile & { suspended: boolean }> } {
  const differing = Object.entries(wanted).filter(([field, value]) => user[field as keyof typeof wanted] !== value)
  return {
    before: Object.fromEntries(differing.map(([field]) => [field, user[field as keyof typeof wanted]])),
    after: Object.fromEntries(differing),
  }
}
