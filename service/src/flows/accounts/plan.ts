import type { MoodleUserId } from '../../domain/ids.ts'
import { skipped, type Verdict } from '../../domain/verdicts.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { MoodleProfile, MoodleUser, MoodleUserChange, NewMoodleUser } from '../../ports/moodle.ts'
import type { FlowContext, Subject } from '../flow.ts'
import type { Twin } from './find-twins.ts'
import { type Kind, missingFrom, troubleWith } from './kind.ts'
import type { LivingPerson, Person } from './person.ts'

/** What is to be done for one person, decided before anything is changed. */
export type Plan = { person: Person; subject: Subject; known: KnownRecord | undefined; twin: Twin; note: string } & (
  | { do: 'create'; account: NewMoodleUser }
  | { do: 'change'; user: MoodleUser; change: MoodleUserChange }
  | { do: 'nothing'; verdict: Verdict }
)

/** What must be known of the accounts before anything is decided about them. */
export type AboutAccounts = {
  /** Suspended by us, and nobody else: they may be opened again. */
  liftable: ReadonlySet<MoodleUserId>
  /** Another living record of the same person wants them open. */
  wantedOpen: ReadonlySet<MoodleUserId>
  /** Their profile follows another record of the same person. */
  describedByOther: ReadonlySet<MoodleUserId>
}

/** Decides, without asking anybody anything. */
export function planFor(
  kind: Kind,
  { person, subject, known }: LivingPerson,
  twin: Twin | undefined,
  about: AboutAccounts,
  context: FlowContext,
): Plan {
  const { standing, account } = person
  const found = twin ?? { kind: 'none', username: '' }
  const base = { person, subject, known, twin: found, note: typeof account === 'string' ? '' : account.note }

  if (found.kind === 'blocked') return { ...base, do: 'nothing', verdict: blockedVerdict(kind, person, found) }
  if (standing === 'suspended' && found.kind === 'none') {
    return { ...base, do: 'nothing', verdict: skipped('student.no_account_yet', { status: person.status }) }
  }
  // A suspension does not wait for a missing name or address; an account that shall be used does.
  if (typeof account === 'string' && standing === 'active') {
    return { ...base, do: 'nothing', verdict: missingFrom(person.id, account) }
  }
  if (found.kind === 'none') {
    if (typeof account === 'string') throw new Error('An active person without a profile was to get an account')
    const auth = context.settings['moodle.auth']
    const { profile } = account
    return {
      ...base,
      do: 'create',
      account: { subject: person.id, username: found.username, auth, profile, createPassword: auth === 'manual' },
    }
  }
  const { user } = found
  const wanted = wantedOf(person, user, about)
  if (found.keepIdnumber) delete wanted.idnumber
  if (standing === 'suspended' && !about.wantedOpen.has(user.id)) wanted.suspended = true
  if (standing === 'active' && user.suspended && about.liftable.has(user.id)) wanted.suspended = false
  return { ...base, do: 'change', user, change: { subject: person.id, user: user.id, ...differences(user, wanted) } }
}

function wantedOf(
  { account }: Person,
  user: MoodleUser,
  { describedByOther }: AboutAccounts,
): Partial<MoodleProfile & { suspended: boolean }> {
  if (typeof account === 'string') return {}
  const wanted = account.wantedOf(user)
  if (!describedByOther.has(user.id)) return { ...wanted }
  return wanted.idnumber === undefined ? {} : { idnumber: wanted.idnumber }
}

/** Only what differs, with what stood there before. */
function differences(
  user: MoodleUser,
  wanted: Partial<MoodleProfile & { suspended: boolean }>,
): Pick<MoodleUserChange, 'before' | 'after'> {
  const differing = Object.entries(wanted).filter(([field, value]) => user[field as keyof typeof wanted] !== value)
  return {
    before: Object.fromEntries(differing.map(([field]) => [field, user[field as keyof typeof wanted]])),
    after: Object.fromEntries(differing),
  }
}

function blockedVerdict(kind: Kind, { id }: Person, twin: Extract<Twin, { kind: 'blocked' }>): Verdict {
  const user = twin.user ?? ''
  if (twin.code === 'account_not_ours') return troubleWith(kind, twin.code, id, { user, idnumber: twin.detail })
  if (twin.code === 'several_accounts') return troubleWith(kind, twin.code, id, { by: twin.detail })
  return troubleWith(kind, twin.code, id, { user })
}

/** Two records of one set with one address or one account: the first is served, the other needs a person, as one after the other would. */
export function refuseSharedNames(kind: Kind, plans: Plan[]): void {
  const taken = new Set<string>()
  const takenOver = new Set<MoodleUserId>()
  plans.forEach((plan, index) => {
    const { twin, person } = plan
    if (plan.do === 'change' && twin.kind === 'adopt') {
      const user = twin.user.id
      if (takenOver.has(user)) {
        plans[index] = { ...plan, do: 'nothing', verdict: troubleWith(kind, 'account_taken', person.id, { user }) }
      }
      takenOver.add(user)
    }
    if (plan.do !== 'create') return
    const { username, profile } = plan.account
    const names = [username, profile.email.toLowerCase()]
    if (names.some((name) => taken.has(name))) {
      plans[index] = { ...plan, do: 'nothing', verdict: troubleWith(kind, 'same_email_twice', person.id, {}) }
    }
    for (const name of names) taken.add(name)
  })
}
