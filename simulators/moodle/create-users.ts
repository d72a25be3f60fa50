import { noteChange } from './changes.ts'
import { invalidParameter, moodleException } from './errors.ts'
import type { Parsed } from './params.ts'
import { passwordProblems } from './password-policy.ts'
import { internalAuthPlugins, notForNewUsers } from './site.ts'
import { columnsOf, type createUsersParams, emptyUser, type MoodleUser, type NewUser } from './user-fields.ts'
import { isValidEmail } from './validate-email.ts'
import { secondsNow, type Visit } from './world.ts'

/** core_user_create_users: all or nothing, in one transaction (reference/moodle.md §0 fact 3). */
export function createUsers({ users }: Parsed<typeof createUsersParams>, visit: Visit): { id: number; username: string }[] {
  const made: MoodleUser[] = []
  const mailed: MoodleUser[] = []
  try {
    for (const sent of users) {
      const user = createOne(sent, visit)
      made.push(user)
      if (sent.createpassword && internalAuthPlugins.includes(sent.auth)) mailed.push(user)
    }
  } catch (error) {
    for (const user of made) visit.world.users.erase(user.id)
    throw error
  }
  for (const { id } of made) noteChange(visit, 'user_created', { userid: id })
  for (const user of mailed) sendPassword(user, visit)
  visit.rows.written += made.length
  return made.map(({ id, username }) => ({ id, username }))
}

function createOne(sent: NewUser, visit: Visit): MoodleUser {
  const { users } = visit.world
  for (const name of ['username', 'firstname', 'lastname'] as const) {
    if (sent[name].trim() === '') throw invalidParameter(`The field ${name} cannot be blank`)
  }
  if (users.withUsername(sent.username) !== undefined) throw invalidParameter(`Username already exists: ${sent.username}`)
  if (sent.auth === '' || notForNewUsers.includes(sent.auth)) {
    throw invalidParameter(`Invalid authentication type: ${sent.auth}`)
  }
  if (sent.lang === '') throw invalidParameter('Invalid language code: ')

  const internal = internalAuthPlugins.includes(sent.auth)
  const noPassword = sent.password === undefined || sent.password === '' || sent.password === '0'
  if (internal && noPassword && !sent.createpassword) {
    throw invalidParameter('Invalid password: you must provide a password, or set createpassword.')
  }
  if (!isValidEmail(sent.email)) throw invalidParameter(`Email address is invalid: ${sent.email}`)
  if (users.withEmail(sent.email).length > 0) throw invalidParameter(`Email address already exists: ${sent.email}`)

  if (internal && !sent.createpassword) {
    const problems = passwordProblems(sent.password ?? '')
    if (problems !== undefined) throw moodleException(problems, `error/${problems}`)
  }

  const now = secondsNow(visit.world)
  const user: MoodleUser = {
    ...emptyUser,
    username: sent.username,
    ...columnsOf(sent),
    id: users.nextId(),
    timecreated: now,
    timemodified: now,
  }
  users.insert(user)
  return user
}

/** `createpassword=1` makes Moodle mail a new password to everybody it created (reference/moodle.md §2). */
function sendPassword(user: MoodleUser, { world }: Visit): void {
  world.mails.push({
    id: world.mails.length + 1,
    userid: user.id,
    to: user.email,
    subject: 'New user account',
    at: new Date(world.clock.now()).toISOString(),
  })
}
