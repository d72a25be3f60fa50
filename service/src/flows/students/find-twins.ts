import type { Code } from '../../domain/codes.ts'
import { type MoodleUserId, moodleUserId, type ZohoId } from '../../domain/ids.ts'
import type { KnownLink } from '../../ports/memory.ts'
import type { MoodleUser } from '../../ports/moodle.ts'
import type { FlowContext } from '../flow.ts'
import type { Student } from './student.ts'
import { speaksForEmail, usernameOf, usernameWithSuffix } from './username.ts'

/**
 * What we know of a student's account in Moodle.
 *   linked   ours already
 *   adopt    somebody's who must be this student; ours from now on
 *   none     nobody's: it may be made, under `username`
 *   blocked  only a person can decide, and the code says why
 */
export type Twin =
  | { kind: 'linked'; user: MoodleUser; keepIdnumber: boolean }
  | { kind: 'adopt'; user: MoodleUser; keepIdnumber: boolean }
  | { kind: 'none'; username: string }
  | {
      kind: 'blocked'
      code: Extract<
        Code,
        | 'student.deleted_in_moodle'
        | 'student.two_identities'
        | 'student.account_taken'
        | 'student.account_not_ours'
        | 'student.several_accounts'
      >
      user: MoodleUserId | null
      detail: string
    }

/** Which accounts we linked these students, and perhaps others, to. */
export type KnownLinks = ReadonlyMap<ZohoId, KnownLink<'BTEC_Students'>>

/**
 * Finds the Moodle twins of a set of students, each in this order: our link; the Moodle id that stands in Zoho; the ID number; the
 * username; the e-mail. Each step asks Moodle once for all who are still unknown, and only for them.
 */
export async function findTwins(
  students: readonly Student[],
  links: KnownLinks,
  context: FlowContext,
): Promise<Map<ZohoId, Twin>> {
  const twins = new Map<ZohoId, Twin>()
  const unknown = (): Student[] => students.filter(({ id }) => !twins.has(id))

  const idsInZoho = new Map(
    unknown().flatMap(({ id, moodleId }) => (/^[1-9]\d{0,15}$/.test(moodleId) ? [[id, moodleUserId(Number(moodleId))]] : [])),
  )
  const byId = await usersBy(
    context,
    'id',
    [...students.flatMap(({ id }) => links.get(id)?.moodleId ?? []), ...idsInZoho.values()].map(String),
  )

  const teachers = await teachersAmong(links, byId, context)
  for (const student of unknown()) {
    const link = links.get(student.id)
    if (link === undefined) continue
    const user = byId.find(({ id }) => id === link.moodleId)
    twins.set(
      student.id,
      user === undefined || user.deleted
        ? { kind: 'blocked', code: 'student.deleted_in_moodle', user: link.moodleId, detail: '' }
        : { kind: 'linked', user, keepIdnumber: teachers.get(user.id) === user.idnumber },
    )
  }

  const judge = await judgeOf(context)
  for (const student of unknown()) {
    const user = byId.find(({ id, deleted }) => !deleted && id === idsInZoho.get(student.id))
    if (user === undefined) continue
    twins.set(student.id, agrees(user, student) ? await judge(user, student) : blocked('student.two_identities', user))
  }

  const byIdnumber = await usersBy(
    context,
    'idnumber',
    unknown().map(({ id }) => id),
  )
  for (const student of unknown()) {
    const users = byIdnumber.filter(({ idnumber }) => idnumber === student.id)
    if (users.length > 1) twins.set(student.id, { ...blocked('student.several_accounts', users[0]), detail: 'ID number' })
    else if (users[0] !== undefined) twins.set(student.id, await judge(users[0], student))
  }

  const taken = await findByUsername(unknown(), twins, context, judge)

  const withEmail = unknown().filter(({ academicEmail }) => academicEmail !== '')
  const byEmail = await usersBy(
    context,
    'email',
    withEmail.map(({ academicEmail }) => academicEmail),
  )
  for (const student of withEmail) {
    const users = byEmail.filter(({ email }) => isSameAddress(email, student.academicEmail))
    if (users.length > 1) twins.set(student.id, { ...blocked('student.several_accounts', users[0]), detail: 'e-mail address' })
    else if (users[0] !== undefined) twins.set(student.id, await judge(users[0], student))
  }

  for (const student of unknown()) {
    const username = usernameOf(student.academicEmail)
    twins.set(student.id, { kind: 'none', username: taken.has(student.id) ? usernameWithSuffix(username, student.id) : username })
  }
  return twins
}

/** Whose accounts carry another ID number than the student's: it may be that of the teacher they are too, who came first. */
async function teachersAmong(
  links: ReadonlyMap<ZohoId, { moodleId: MoodleUserId }>,
  users: readonly MoodleUser[],
  context: FlowContext,
): Promise<Map<MoodleUserId, ZohoId>> {
  const numbers = new Map(users.map(({ id, idnumber }) => [id, idnumber]))
  const foreign = [...links].filter(([student, { moodleId }]) => ![undefined, '', student].includes(numbers.get(moodleId)))
  if (foreign.length === 0) return new Map()
  return context.links.zohoOf(
    'BTEC_Teachers',
    foreign.map(([, { moodleId }]) => moodleId),
  )
}

type Judge = (user: MoodleUser, student: Student) => Promise<Twin>

/**
 * An account of this username is the student's if the username is the e-mail itself or the e-mail agrees. One that merely looks alike,
 * because Moodle's usernames cannot carry every address, belongs to somebody else.
 * @returns the students whose username somebody else has
 */
async function findByUsername(
  students: readonly Student[],
  twins: Map<ZohoId, Twin>,
  context: FlowContext,
  judge: Judge,
): Promise<Set<ZohoId>> {
  const taken = new Set<ZohoId>()
  const named = students.filter(({ academicEmail }) => academicEmail !== '')
  const users = await usersBy(
    context,
    'username',
    named.map(({ academicEmail }) => usernameOf(academicEmail)),
  )
  for (const student of named) {
    const user = users.find(({ username }) => username === usernameOf(student.academicEmail))
    if (user === undefined) continue
    const isTheirs = speaksForEmail(user.username, student.academicEmail) || isSameAddress(user.email, student.academicEmail)
    if (isTheirs) twins.set(student.id, await judge(user, student))
    else taken.add(student.id)
  }
  return taken
}

/** Decides whether an account that was found may become ours. */
async function judgeOf(context: FlowContext): Promise<Judge> {
  return async (user, student) => {
    const owner = (await context.links.zohoOf('BTEC_Students', [user.id])).get(user.id)
    if (owner !== undefined && owner !== student.id) return blocked('student.account_taken', user)
    if (user.idnumber === '' || user.idnumber === student.id) return { kind: 'adopt', user, keepIdnumber: false }
    // A teacher who also studies has one account; its ID number stays with the record that came first.
    const teacher = (await context.links.zohoOf('BTEC_Teachers', [user.id])).get(user.id)
    if (teacher === user.idnumber && isSameAddress(user.email, student.academicEmail))
      return { kind: 'adopt', user, keepIdnumber: true }
    if (context.settings['adopt.overwrite_idnumber']) return { kind: 'adopt', user, keepIdnumber: false }
    return { ...blocked('student.account_not_ours', user), detail: user.idnumber }
  }
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

const agrees = (user: MoodleUser, student: Student): boolean =>
  user.idnumber === student.id ||
  isSameAddress(user.email, student.academicEmail) ||
  (student.academicEmail !== '' && speaksForEmail(user.username, student.academicEmail))

const isSameAddress = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase()

const usersBy = async (
  context: FlowContext,
  field: Parameters<FlowContext['moodle']['usersBy']>[0],
  values: readonly string[],
) => (values.length === 0 ? [] : context.moodle.usersBy(field, [...new Set(values)]))
