import { type MoodleUserId, moodleUserId, type ZohoId, zohoId } from '../../domain/ids.ts'
import { completed, held } from '../../domain/verdicts.ts'
import type { KnownRecord, Remember } from '../../ports/memory.ts'
import type { MoodleUser } from '../../ports/moodle.ts'
import type { Answer, FlowContext, Subject } from '../flow.ts'
import type { Gone } from '../reading.ts'
import { refusalVerdict } from './answer.ts'
import type { Student } from './student.ts'

/** What to do about students who were deleted in Zoho. Deletion is soft: the account is suspended and kept. */
export async function letGo(all: readonly Gone[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (all.length === 0) return answers
  const gone = all.map(({ subject }) => subject)
  const known = new Map(all.flatMap(({ subject, known }) => (known === undefined ? [] : [[zohoId(subject.id), known]])))

  const users = await accountsOf(gone, known, context)
  const twins = await twinsAfterMerge([...users.values()], context)
  const accounts = [...users.values()].map(({ id }) => id)
  const teachers = await context.links.zohoOf('BTEC_Teachers', accounts)
  const openedByOthers = await suspensionsLifted(gone, known, context)
  let allowance = context.settings['deletions.per_hour'] - (await context.records.removalsLastHour('students'))

  const suspending: { subject: Subject; user: MoodleUser }[] = []
  for (const subject of gone) {
    const user = users.get(subject.id)
    const state = known.get(zohoId(subject.id))
    if (user === undefined) {
      answers.set(subject.id, { verdict: completed('student.gone_without_account', {}), remember: goneState(subject, state) })
      continue
    }
    const twin = twins.get(user.email.toLowerCase())
    if (twin !== undefined) {
      answers.set(subject.id, movedTo(twin, subject, user, state))
    } else if (user.suspended || teachers.has(user.id) || openedByOthers.has(zohoId(subject.id))) {
      // Whoever lifted the suspension of a student we had let go knew why.
      const code = user.suspended ? 'student.gone_suspended' : 'student.gone_account_kept'
      answers.set(subject.id, {
        verdict: completed(code, { user: user.id }),
        remember: goneState(subject, state),
        observed: { moodle: { suspended: user.suspended } },
      })
    } else if (allowance <= 0 && !subject.askedByPerson) {
      const limit = context.settings['deletions.per_hour']
      answers.set(subject.id, { verdict: held('removals:BTEC_Students', 'removal.held', { module: 'BTEC_Students', limit }) })
    } else {
      allowance--
      suspending.push({ subject, user })
    }
  }

  const written = await context.moodle.updateUsers(
    suspending.map(({ subject, user }) => ({
      subject: zohoId(subject.id),
      user: user.id,
      before: { suspended: false },
      after: { suspended: true },
    })),
  )
  suspending.forEach(({ subject, user }, index) => {
    const result = written[index]
    answers.set(subject.id, {
      verdict:
        result?.outcome === 'refused' ? refusalVerdict(result.error) : completed('student.gone_suspended', { user: user.id }),
      remember:
        result?.outcome === 'done' || result?.outcome === 'unchanged'
          ? goneState(subject, known.get(zohoId(subject.id)), user)
          : {},
      observed: { moodle: { suspended: user.suspended } },
    })
  })
  return answers
}

/**
 * Students we had let go before and whose suspension was the last thing we did: if their account is open now, somebody else opened it.
 * One that we opened ourselves meanwhile, or made, in a run that broke off before it could remember a restored record, is ours to close.
 */
async function suspensionsLifted(
  gone: readonly Subject[],
  known: ReadonlyMap<ZohoId, KnownRecord>,
  context: FlowContext,
): Promise<Set<string>> {
  const goneBefore = gone.map(({ id }) => zohoId(id)).filter((id) => known.get(id)?.gone === true)
  return goneBefore.length === 0 ? new Set() : context.records.suspendedByUs(goneBefore)
}

/**
 * The living accounts of records that are gone: the one we are linked to, else the one that carries the record's id. A run that made an
 * account and then broke off remembers no link, and its record may be deleted before the next.
 */
async function accountsOf(
  gone: readonly Subject[],
  known: ReadonlyMap<ZohoId, KnownRecord>,
  context: FlowContext,
): Promise<Map<string, MoodleUser>> {
  const ids = gone.map(({ id }) => zohoId(id))
  const links = await context.links.moodleOf('BTEC_Students', ids)
  const accountOf = new Map(ids.map((id) => [id, links.get(id)?.moodleId ?? accountIn(known.get(id))]))
  const linked = [...accountOf.values()].filter((account) => account !== undefined)
  const unlinked = ids.filter((id) => accountOf.get(id) === undefined)
  const found = [
    ...(linked.length === 0 ? [] : await context.moodle.usersBy('id', linked.map(String))),
    ...(unlinked.length === 0 ? [] : await context.moodle.usersBy('idnumber', unlinked)),
  ].filter(({ deleted }) => !deleted)
  return new Map(
    ids.flatMap((id): [string, MoodleUser][] => {
      const account = accountOf.get(id)
      const user = found.find((each) => (account === undefined ? each.idnumber === id : each.id === account))
      return user === undefined ? [] : [[id, user]]
    }),
  )
}

/** After "find and merge" in Zoho the loser's address belongs to the record that was kept: the account follows the person. */
async function twinsAfterMerge(users: readonly MoodleUser[], context: FlowContext): Promise<Map<string, Student>> {
  const emails = users.filter(({ deleted, email }) => !deleted && email !== '').map(({ email }) => email.toLowerCase())
  if (emails.length === 0) return new Map()
  const { students } = context.mappings
  const found = await context.zoho.recordsWhere(students.question, students.rules.academicEmail.from, emails)
  const living = found.map((record) => students.read(record))
  const links = await context.links.moodleOf(
    'BTEC_Students',
    living.map(({ id }) => id),
  )
  const twins = new Map<string, Student>()
  for (const email of emails) {
    const owners = living.filter(({ academicEmail }) => academicEmail.toLowerCase() === email)
    const [owner] = owners
    if (owner !== undefined && owners.length === 1 && !links.has(owner.id)) twins.set(email, owner)
  }
  return twins
}

function movedTo(twin: Student, subject: Subject, user: MoodleUser, state: KnownRecord | undefined): Answer {
  return {
    verdict: completed('student.moved_to_twin', { user: user.id, twin: twin.id }),
    remember: {
      links: [{ module: 'BTEC_Students', zohoId: twin.id, moodleId: user.id, takenFrom: zohoId(subject.id) }],
      ...goneState(subject, state, null),
    },
    // Its own run writes the account's ID number and tells Zoho.
    lookAlsoAt: [{ module: 'BTEC_Students', recordId: twin.id }],
  }
}

/** `account`: the one a deletion has just suspended, which counts towards the hourly limit; null when it is no longer this record's. */
function goneState(subject: Subject, state: KnownRecord | undefined, account?: MoodleUser | null): Remember {
  const user = account === null ? undefined : (account?.id ?? accountIn(state))
  const { user: _user, ...targets } = state?.targets ?? {}
  return {
    records: [
      {
        table: 'students',
        key: zohoId(subject.id),
        fieldHashes: state?.fieldHashes ?? {},
        stateHash: '',
        targets: { ...targets, ...(user === undefined ? {} : { user }) },
        owners: [],
        modifiedTime: state?.modifiedTime ?? null,
        gone: true,
        changed: account !== undefined && account !== null,
      },
    ],
  }
}

const accountIn = (state: KnownRecord | undefined): MoodleUserId | undefined =>
  typeof state?.targets.user === 'number' ? moodleUserId(state.targets.user) : undefined
