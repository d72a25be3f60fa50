import type { Mappings } from '../../mapping/field-sets.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { MoodleUser } from '../../ports/moodle.ts'
import type { FlowContext } from '../flow.ts'
import type { Kind } from './kind.ts'
import { isEmail, type MissingForAccount, moodleProfile, type Profile } from './moodle-profile.ts'
import type { Person } from './person.ts'

/** A teacher as Zoho tells it, in our words. */
type Teacher = ReturnType<Mappings['teachers']['read']>

export const teacherKind: Kind = {
  word: 'teacher',
  module: 'BTEC_Teachers',
  table: 'teachers',
  codes: {
    created: 'teacher.created',
    adopted: 'teacher.adopted',
    updated: 'teacher.updated',
    reactivated: 'teacher.reactivated',
    id_written_back: 'teacher.id_written_back',
    in_step: 'teacher.in_step',
    left_suspended: 'teacher.left_suspended',
    gone_suspended: 'teacher.gone_suspended',
    gone_account_kept: 'teacher.gone_account_kept',
    gone_without_account: 'teacher.gone_without_account',
    moved_to_twin: 'teacher.moved_to_twin',
    account_not_ours: 'teacher.account_not_ours',
    account_taken: 'teacher.account_taken',
    two_identities: 'teacher.two_identities',
    several_accounts: 'teacher.several_accounts',
    same_email_twice: 'teacher.same_email_twice',
    deleted_in_moodle: 'teacher.deleted_in_moodle',
    refused_by_moodle: 'teacher.refused_by_moodle',
  },
  children: ['classes'],
  question: ({ teachers }) => teachers.question,
  emailField: ({ teachers }) => teachers.rules.academicEmail.from,
  moodleIdField: ({ teachers }) => teachers.rules.moodleId.from,
  read: (record, context) => teacherAsPerson(context.mappings.teachers.read(record), context),
}

/** Zoho has no status for teachers: who has a record is active. */
export const teacherAsPerson = (teacher: Teacher, { mappings }: Pick<FlowContext, 'mappings'>): Person => ({
  id: teacher.id,
  academicEmail: teacher.academicEmail,
  moodleId: teacher.moodleId,
  status: '',
  standing: 'active',
  account: accountOf(teacher),
  dashboard: null,
  modifiedTime: teacher.modifiedTime,
  hashesWith: (moodleId) => stateOf(mappings.teachers, { ...teacher, moodleId }),
})

function accountOf(teacher: Teacher): Profile | MissingForAccount {
  if (teacher.academicEmail === '') return 'teacher.no_academic_email'
  if (!isEmail(teacher.academicEmail)) return 'teacher.invalid_email'
  if (teacher.name === '') return 'teacher.no_name'
  const profile = moodleProfile({
    id: teacher.id,
    ...inTwoParts(teacher.name),
    email: teacher.academicEmail,
    city: '',
    country: '',
  })
  return { profile, wantedOf: (user) => wantedOf(profile, user), note: '' }
}

/**
 * Zoho keeps a teacher's name as one text and Moodle wants two. The last word is the last name, so that Moodle shows the same words in
 * the same order. A single word stands in both, which is also what staff are told to do for a student with one name.
 */
export function inTwoParts(name: string): { firstName: string; lastName: string } {
  const words = name.split(/\s+/u).filter((word) => word !== '')
  const lastName = words.at(-1) ?? ''
  return { firstName: words.slice(0, -1).join(' ') || lastName, lastName }
}

/** Zoho knows neither city nor country of a teacher, nor where one part of the name ends: somebody in Moodle may know better. */
function wantedOf({ firstname, lastname, email, idnumber }: MoodleUser | Profile['profile'], user: MoodleUser) {
  const isSameName = `${user.firstname} ${user.lastname}` === `${firstname} ${lastname}`
  return isSameName ? { email, idnumber } : { firstname, lastname, email, idnumber }
}
