import type { MoodleUserId } from '../../domain/ids.ts'
import { needsAttention, skipped, type Verdict } from '../../domain/verdicts.ts'
import type { MoodleProfile, MoodleUser, MoodleUserChange, NewMoodleUser } from '../../ports/moodle.ts'
import type { FlowContext, Subject } from '../flow.ts'
import type { Twin } from './find-twins.ts'
import { differences, moodleProfileOf } from './moodle-profile.ts'
import { type Standing, standingOf } from './standing.ts'
import type { LivingStudent, Student } from './student.ts'

/** What is to be done for one student, decided before anything is changed. */
export type Plan = { student: Student; subject: Subject; standing: Standing; twin: Twin; note: string } & (
  | { do: 'create'; account: NewMoodleUser }
  | { do: 'change'; user: MoodleUser; change: MoodleUserChange }
  | { do: 'nothing'; verdict: Verdict }
)

/** What must be known of the accounts before anything is decided about them. */
export type AboutAccounts = {
  /** Students whose account is suspended by us, and nobody else: it may be opened again. */
  liftable: ReadonlySet<string>
  /** Accounts that a teacher's record uses too: another record wants them open. */
  teachers: ReadonlySet<MoodleUserId>
}

/** Decides, without asking anybody anything. */
export function planFor(
  { record: student, subject }: LivingStudent,
  twin: Twin | undefined,
  about: AboutAccounts,
  context: FlowContext,
): Plan {
  const standing = standingOf(student.status, context.settings['students.statuses'])
  const found = twin ?? { kind: 'none', username: '' }
  const made = moodleProfileOf(student)
  const profile = typeof made === 'string' ? undefined : made.profile
  const note = typeof made === 'string' ? '' : made.note
  const base = { student, subject, standing, twin: found, note }

  if (found.kind === 'blocked') return { ...base, do: 'nothing', verdict: blockedVerdict(student, found) }
  if (standing === 'suspended' && found.kind === 'none') {
    return { ...base, do: 'nothing', verdict: skipped('student.no_account_yet', { status: student.status }) }
  }
  // A suspension does not wait for a missing name or address; an account that shall be used does.
  if (typeof made === 'string' && standing === 'active') {
    return { ...base, do: 'nothing', verdict: needsAttention(made, { student: student.id }) }
  }
  if (found.kind === 'none') {
    if (profile === undefined) throw new Error('An active student without a profile was to get an account')
    const auth = context.settings['moodle.auth']
    return {
      ...base,
      do: 'create',
      account: { subject: student.id, username: found.username, auth, profile, createPassword: auth === 'manual' },
    }
  }
  const wanted: Partial<MoodleProfile & { suspended: boolean }> = { ...profile }
  if (found.keepIdnumber) delete wanted.idnumber
  if (standing === 'suspended' && !about.teachers.has(found.user.id)) wanted.suspended = true
  if (standing === 'active' && found.user.suspended && about.liftable.has(student.id)) wanted.suspended = false
  return {
    ...base,
    do: 'change',
    user: found.user,
    change: { subject: student.id, user: found.user.id, ...differences(found.user, wanted) },
  }
}

function blockedVerdict(student: Student, twin: Extract<Twin, { kind: 'blocked' }>): Verdict {
  const user = twin.user ?? ''
  if (twin.code === 'student.account_not_ours')
    return needsAttention(twin.code, { student: student.id, user, idnumber: twin.detail })
  if (twin.code === 'student.several_accounts') return needsAttention(twin.code, { student: student.id, by: twin.detail })
  return needsAttention(twin.code, { student: student.id, user })
}

/** Two records of one set with one address or one account: the first is served, the other needs a person, as one after the other would. */
export function refuseSharedNames(plans: Plan[]): void {
  const taken = new Set<string>()
  const takenOver = new Set<MoodleUserId>()
  plans.forEach((plan, index) => {
    const { twin, student } = plan
    if (plan.do === 'change' && twin.kind === 'adopt') {
      const user = twin.user.id
      if (takenOver.has(user)) {
        plans[index] = { ...plan, do: 'nothing', verdict: needsAttention('student.account_taken', { student: student.id, user }) }
      }
      takenOver.add(user)
    }
    if (plan.do !== 'create') return
    const { username, profile } = plan.account
    const names = [username, profile.email.toLowerCase()]
    if (names.some((name) => taken.has(name))) {
      plans[index] = { ...plan, do: 'nothing', verdict: needsAttention('student.same_email_twice', { student: student.id }) }
    }
    for (const name of names) taken.add(name)
  })
}
