import { isZohoId, type MoodleUserId, moodleUserId, type ZohoId } from '../../domain/ids.ts'
import type { MoodleUser } from '../../ports/moodle.ts'
import type { FlowContext } from '../flow.ts'
import type { Kind, KnownLinks } from './kind.ts'
import { otherThan } from './kinds.ts'
import type { Person } from './person.ts'
import { speaksForEmail, usernameOf, usernameWithSuffix } from './username.ts'

/**
 * What we know of somebody's account in Moodle.
 *   linked   ours already
 *   adopt    it must be theirs; ours from now on
 *   none     nobody's: it may be made, under `username`
 *   blocked  only a person can decide, and the code says why
 */
export type Twin =
  | { kind: 'linked'; user: MoodleUser; keepIdnumber: boolean }
  | { kind: 'adopt'; user: MoodleUser; keepIdnumber: boolean }
  | { kind: 'none'; username: string }
  | {
      kind: 'blocked'
      code: 'deleted_in_moodle' | 'two_identities' | 'account_taken' | 'account_not_ours' | 'several_accounts'
      user: MoodleUserId | null
      detail: string
    }

/**
 * Finds the Moodle twins of a set of people of one kind, each in this order: our link; the Moodle id that stands in Zoho; the ID number; the
 * username; the e-mail. Each step asks Moodle once for all who are still unknown, and only for them.
 */
export async function findTwins(
  people: readonly Person[],
  kind: Kind,
  links: KnownLinks,
  context: FlowContext,
): Promise<Map<ZohoId, Twin>> {
  const twins = new Map<ZohoId, Twin>()
  const unknown = (): Person[] => people.filter(({ id }) => !twins.has(id))

  const idsInZoho = new Map(
    unknown().flatMap(({ id, moodleId }) => (/^[1-9]\d{0,15}$/.test(moodleId) ? [[id, moodleUserId(Number(moodleId))]] : [])),
  )
  const byId = await usersBy(
    context,
    'id',
    [...people.flatMap(({ id }) => links.get(id)?.moodleId ?? []), ...idsInZoho.values()].map(String),
  )

  const others = await othersAmong(kind, links, byId, context)
  for (const person of unknown()) {
    const link = links.get(person.id)
    if (link === undefined) continue
    const user = byId.find(({ id }) => id === link.moodleId)
    twins.set(
      person.id,
      user === undefined || user.deleted
        ? { kind: 'blocked', code: 'deleted_in_moodle', user: link.moodleId, detail: '' }
        : { kind: 'linked', user, keepIdnumber: others.get(user.id) === user.idnumber },
    )
  }

  const judge = judgeOf(kind, context)
  for (const person of unknown()) {
    const user = byId.find(({ id, deleted }) => !deleted && id === idsInZoho.get(person.id))
    if (user === undefined) continue
    twins.set(person.id, agrees(user, person) ? await judge(user, person) : blocked('two_identities', user))
  }

  const byIdnumber = await usersBy(
    context,
    'idnumber',
    unknown().map(({ id }) => id),
  )
  for (const person of unknown()) {
    const users = byIdnumber.filter(({ idnumber }) => idnumber === person.id)
    if (users.length > 1) twins.set(person.id, { ...blocked('several_accounts', users[0]), detail: 'ID number' })
    else if (users[0] !== undefined) twins.set(person.id, await judge(users[0], person))
  }

  const taken = await findByUsername(unknown(), twins, context, judge)

  const withEmail = unknown().filter(({ academicEmail }) => academicEmail !== '')
  const byEmail = await usersBy(
    context,
    'email',
    withEmail.map(({ academicEmail }) => academicEmail),
  )
  for (const person of withEmail) {
    const users = byEmail.filter(({ email }) => isSameAddress(email, person.academicEmail))
    if (users.length > 1) twins.set(person.id, { ...blocked('several_accounts', users[0]), detail: 'e-mail address' })
    else if (users[0] !== undefined) twins.set(person.id, await judge(users[0], person))
  }

  for (const person of unknown()) {
    const username = usernameOf(person.academicEmail)
    twins.set(person.id, { kind: 'none', username: taken.has(person.id) ? usernameWithSuffix(username, person.id) : username })
  }
  return twins
}

/** Whose accounts carry another ID number than their own: it may be that of the other record they have, which came first. */
async function othersAmong(
  kind: Kind,
  links: KnownLinks,
  users: readonly MoodleUser[],
  context: FlowContext,
): Promise<Map<MoodleUserId, ZohoId>> {
  const numbers = new Map(users.map(({ id, idnumber }) => [id, idnumber]))
  const foreign = [...links].filter(([id, { moodleId }]) => ![undefined, '', id].includes(numbers.get(moodleId)))
  if (foreign.length === 0) return new Map()
  return context.links.zohoOf(
    otherThan(kind).module,
    foreign.map(([, { moodleId }]) => moodleId),
  )
}

type Judge = (user: MoodleUser, person: Person) => Promise<Twin>

/**
 * An account of this username is theirs if the username is the e-mail itself or the e-mail agrees. One that merely looks alike,
 * because Moodle's usernames cannot carry every address, belongs to somebody else.
 * @returns whose username somebody else has
 */
async function findByUsername(
  people: readonly Person[],
  twins: Map<ZohoId, Twin>,
  context: FlowContext,
  judge: Judge,
): Promise<Set<ZohoId>> {
  const taken = new Set<ZohoId>()
  const named = people.filter(({ academicEmail }) => academicEmail !== '')
  const users = await usersBy(
    context,
    'username',
    named.map(({ academicEmail }) => usernameOf(academicEmail)),
  )
  for (const person of named) {
    const user = users.find(({ username }) => username === usernameOf(person.academicEmail))
    if (user === undefined) continue
    const isTheirs = speaksForEmail(user.username, person.academicEmail) || isSameAddress(user.email, person.academicEmail)
    if (isTheirs) twins.set(person.id, await judge(user, person))
    else taken.add(person.id)
  }
  return taken
}

/** Decides whether an account that was found may become ours. */
const judgeOf =
  (kind: Kind, context: FlowContext): Judge =>
  async (user, person) => {
    const owner = (await context.links.zohoOf(kind.module, [user.id])).get(user.id)
    if (owner !== undefined && owner !== person.id) return blocked('account_taken', user)
    if (user.idnumber === '' || user.idnumber === person.id) return { kind: 'adopt', user, keepIdnumber: false }
    if (await isOtherRecordOf(person, user, kind, context)) return { kind: 'adopt', user, keepIdnumber: true }
    if (context.settings['adopt.overwrite_idnumber']) return { kind: 'adopt', user, keepIdnumber: false }
    return { ...blocked('account_not_ours', user), detail: user.idnumber }
  }

/**
 * Whether the account carries the number of the other record of this person: a teacher who also studies has one account, and its ID
 * number stays with the record that came first. That record may have made it a moment ago, in a run that has not ended or broke off, and
 * then no link tells; Zoho does.
 */
async function isOtherRecordOf(person: Person, user: MoodleUser, kind: Kind, context: FlowContext): Promise<boolean> {
  if (!isSameAddress(user.email, person.academicEmail)) return false
  const other = otherThan(kind)
  if ((await context.links.zohoOf(other.module, [user.id])).get(user.id) === user.idnumber) return true
  if (!isZohoId(user.idnumber)) return false
  const record = (await context.zoho.records(other.question(context.mappings), [user.idnumber])).get(user.idnumber)
  return record !== undefined && isSameAddress(other.read(record, context).academicEmail, person.academicEmail)
}

const blocked = (
  code: Extract<Twin, { kind: 'blocked' }>['code'],
  user: MoodleUser | undefined,
): Extract<Twin, { kind: 'blocked' }> => ({
  kind: 'blocked',
  code,
  user: user?.id ?? null,
  detail: '',
})

const agrees = (user: MoodleUser, person: Person): boolean =>
  user.idnumber === person.id ||
  isSameAddress(user.email, person.academicEmail) ||
  (person.academicEmail !== '' && speaksForEmail(user.username, person.academicEmail))

const isSameAddress = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase()

const usersBy = async (
  context: FlowContext,
  field: Parameters<FlowContext['moodle']['usersBy']>[0],
  values: readonly string[],
) => (values.length === 0 ? [] : context.moodle.usersBy(field, [...new Set(values)]))
