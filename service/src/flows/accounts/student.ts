import type { Mappings } from '../../mapping/field-sets.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { FlowContext } from '../flow.ts'
import type { Living } from '../reading.ts'
import type { Kind } from './kind.ts'
import { isEmail, type MissingForAccount, moodleProfile, type Profile } from './moodle-profile.ts'
import type { Person } from './person.ts'
import { standingOf } from './standing.ts'

/** A student as Zoho tells it, in our words. */
export type Student = ReturnType<Mappings['students']['read']>

/** A student who can be read in Zoho, and why we look. */
export type LivingStudent = Living<Mappings['students']['rules']>

export const studentKind: Kind = {
  word: 'student',
  module: 'BTEC_Students',
  table: 'students',
  codes: {
    created: 'student.created',
    adopted: 'student.adopted',
    updated: 'student.updated',
    reactivated: 'student.reactivated',
    id_written_back: 'student.id_written_back',
    in_step: 'student.in_step',
    left_suspended: 'student.left_suspended',
    gone_suspended: 'student.gone_suspended',
    gone_account_kept: 'student.gone_account_kept',
    gone_without_account: 'student.gone_without_account',
    moved_to_twin: 'student.moved_to_twin',
    account_not_ours: 'student.account_not_ours',
    account_taken: 'student.account_taken',
    two_identities: 'student.two_identities',
    several_accounts: 'student.several_accounts',
    same_email_twice: 'student.same_email_twice',
    deleted_in_moodle: 'student.deleted_in_moodle',
    refused_by_moodle: 'student.refused_by_moodle',
  },
  children: ['registrations', 'finance', 'enrollments'],
  question: ({ students }) => students.question,
  emailField: ({ students }) => students.rules.academicEmail.from,
  moodleIdField: ({ students }) => students.rules.moodleId.from,
  read: (record, context) => studentAsPerson(context.mappings.students.read(record), context),
}

export const studentAsPerson = (
  student: Student,
  { mappings, settings }: Pick<FlowContext, 'mappings' | 'settings'>,
): Person => ({
  id: student.id,
  academicEmail: student.academicEmail,
  moodleId: student.moodleId,
  status: student.status,
  standing: standingOf(student.status, settings['students.statuses']),
  account: accountOf(student),
  dashboard: { number: student.number },
  modifiedTime: student.modifiedTime,
  hashesWith: (moodleId) => stateOf(mappings.students, { ...student, moodleId }),
})

function accountOf(student: Student): Profile | MissingForAccount {
  if (student.academicEmail === '') return 'student.no_academic_email'
  if (!isEmail(student.academicEmail)) return 'student.invalid_email'
  if (student.firstName === '') return 'student.no_first_name'
  if (student.lastName === '') return 'student.no_last_name'
  const profile = moodleProfile({ ...student, email: student.academicEmail })
  const oddCountry = student.misfits.find(({ field }) => field === 'country')
  return {
    profile,
    wantedOf: () => profile,
    note: oddCountry === undefined ? '' : `The country “${oddCountry.value}” is not one Moodle knows, so it was left empty.`,
  }
}
