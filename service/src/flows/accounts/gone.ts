import { type MoodleUserId, moodleUserId, type ZohoId, zohoId } from '../../domain/ids.ts'
import { completed, held } from '../../domain/verdicts.ts'
import type { KnownRecord, Remember } from '../../ports/memory.ts'
import type { MoodleUser } from '../../ports/moodle.ts'
import { childrenOf } from '../children.ts'
import type { Answer, FlowContext, LookAlsoAt, Subject } from '../flow.ts'
import type { Gone } from '../reading.ts'
import { refusalVerdict } from './answer.ts'
import type { Kind } from './kind.ts'
import { otherThan } from './kinds.ts'
import { othersWith, suspendedByUs, wantedOpenAmong } from './other-record.ts'
import type { Person } from './person.ts'

/** What to do about people who were deleted in Zoho. Deletion is soft: the account is suspended and kept. */
export async function letGo(kind: Kind, all: readonly Gone[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (all.length === 0) return answers
  const gone = all.map(({ subject }) => subject)
  const known = new Map(all.flatMap(({ subject, known }) => (known === undefined ? [] : [[zohoId(subject.id), known]])))

  const users = await accountsOf(kind, gone, known, context)
  const twins = await twinsAfterMerge(kind, [...users.values()], context)
  const accounts = [...users.values()].map(({ id }) => id)
  const others = await othersWith(kind, accounts, context)
  const wantedOpen = await wantedOpenAmong(kind, others, context)
  const openedByOthers = await suspensionsLifted(gone, known, users, others, context)
  let allowance = context.settings['deletions.per_hour'] - (await context.records.removalsLastHour(kind.table))
  const { module } = kind

  const suspending: { subject: Subject; user: MoodleUser }[] = []
  for (const subject of gone) {
    const user = users.get(subject.id)
    const state = known.get(zohoId(subject.id))
    if (user === undefined) {
      const remember = goneState(kind, subject, state)
      answers.set(subject.id, { verdict: completed(kind.codes.gone_without_account, {}), remember })
      continue
    }
    const twin = twins.get(user.email.toLowerCase())
    if (twin !== undefined) {
      answers.set(subject.id, await movedTo(kind, twin, subject, user, state, context))
    } else if (user.suspended || wantedOpen.has(user.id) || openedByOthers.has(user.id)) {
      // Whoever lifted the suspension of somebody we had let go knew why.
      answers.set(subject.id, {
        verdict: completed(user.suspended ? kind.codes.gone_suspended : kind.codes.gone_account_kept, { user: user.id }),
        remember: goneState(kind, subject, state),
        observed: { moodle: { suspended: user.suspended } },
        ...lookingAtOther(kind, others.get(user.id), state),
      })
    } else if (allowance <= 0 && !subject.askedByPerson) {
      const limit = context.settings['deletions.per_hour']
      answers.set(subject.id, { verdict: held(`removals:${module}`, 'removal.held', { module, limit }) })
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
        result?.outcome === 'refused'
          ? refusalVerdict(kind, result.error)
          : completed(kind.codes.gone_suspended, { user: user.id }),
      remember:
        result?.outcome === 'done' || result?.outcome === 'unchanged'
          ? goneState(kind, subject, known.get(zohoId(subject.id)), user)
          : {},
      observed: { moodle: { suspended: user.suspended } },
      ...lookingAtOther(kind, others.get(user.id), known.get(zohoId(subject.id))),
    })
  })
  return answers
}

/**
 * The account's other record describes it from now on, and may have changed its mind about it since we asked. Once only: were both gone,
 * they would look at each other for ever.
 */
const lookingAtOther = (kind: Kind, other: ZohoId | undefined, state: KnownRecord | undefined): { lookAlsoAt?: LookAlsoAt[] } =>
  other === undefined || state?.gone === true ? {} : { lookAlsoAt: [{ module: otherThan(kind).module, recordId: other }] }

/**
 * The accounts of people we had let go before and whose suspension was the last thing we did: if such an account is open now, somebody else
 * opened it. One that we opened ourselves meanwhile, or made, in a run that broke off before it could remember a restored record, is ours
 * to close.
 */
async function suspensionsLifted(
  gone: readonly Subject[],
  known: ReadonlyMap<ZohoId, KnownRecord>,
  users: ReadonlyMap<string, MoodleUser>,
  others: ReadonlyMap<MoodleUserId, ZohoId>,
  context: FlowContext,
): Promise<Set<MoodleUserId>> {
  const before = gone.flatMap(({ id }): [ZohoId, MoodleUserId][] => {
    const user = users.get(id)
    return user !== undefined && known.get(zohoId(id))?.gone === true ? [[zohoId(id), user.id]] : []
  })
  return suspendedByUs(new Map(before), others, context)
}

/**
 * The living accounts of records that are gone: the one we are linked to, else the one that carries the record's id. A run that made an
 * account and then broke off remembers no link, and its record may be deleted before the next.
 */
async function accountsOf(
  kind: Kind,
  gone: readonly Subject[],
  known: ReadonlyMap<ZohoId, KnownRecord>,
  context: FlowContext,
): Promise<Map<string, MoodleUser>> {
  const ids = gone.map(({ id }) => zohoId(id))
  const links = await context.links.moodleOf(kind.module, ids)
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
async function twinsAfterMerge(kind: Kind, users: readonly MoodleUser[], context: FlowContext): Promise<Map<string, Person>> {
  const emails = users.filter(({ deleted, email }) => !deleted && email !== '').map(({ email }) => email.toLowerCase())
  if (emails.length === 0) return new Map()
  const found = await context.zoho.recordsWhere(kind.question(context.mappings), kind.emailField(context.mappings), emails)
  const living = found.map((record) => kind.read(record, context))
  const links = await context.links.moodleOf(
    kind.module,
    living.map(({ id }) => id),
  )
  const twins = new Map<string, Person>()
  for (const email of emails) {
    const owners = living.filter(({ academicEmail }) => academicEmail.toLowerCase() === email)
    const [owner] = owners
    if (owner !== undefined && owners.length === 1 && !links.has(owner.id)) twins.set(email, owner)
  }
  return twins
}

async function movedTo(
  kind: Kind,
  twin: Person,
  subject: Subject,
  user: MoodleUser,
  state: KnownRecord | undefined,
  context: FlowContext,
): Promise<Answer> {
  const old = zohoId(subject.id)
  // Theirs, and the ones that Zoho has moved along with the account.
  const children = await childrenOf([old, twin.id], kind.children, context)
  return {
    verdict: completed(kind.codes.moved_to_twin, { user: user.id, twin: twin.id }),
    remember: {
      links: [{ module: kind.module, zohoId: twin.id, moodleId: user.id, takenFrom: old }],
      ...goneState(kind, subject, state, null),
    },
    feeds: [...children.values()].flat(),
    // Its own run writes the account's ID number and tells Zoho.
    lookAlsoAt: [{ module: kind.module, recordId: twin.id }],
  }
}

/** `account`: the one a deletion has just suspended, which counts towards the hourly limit; null when it is no longer this record's. */
function goneState({ table }: Kind, subject: Subject, state: KnownRecord | undefined, account?: MoodleUser | null): Remember {
  const user = account === null ? undefined : (account?.id ?? accountIn(state))
  const { user: _user, ...targets } = state?.targets ?? {}
  return {
    records: [
      {
        table,
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
