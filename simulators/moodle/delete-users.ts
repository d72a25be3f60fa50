import { createHash } from 'node:crypto'
import { noteChange } from './changes.ts'
import { forgetPerson } from './enrolments/enrol.ts'
import { MoodleError, moodleException } from './errors.ts'
import { list, type Parsed, struct, value } from './params.ts'
import { ADMIN_ID } from './site.ts'
import type { MoodleUser } from './user-fields.ts'
import { type MoodleWorld, secondsNow, type Visit } from './world.ts'

export const deleteUsersParams = struct({ userids: list(value('int')) })

/** core_user_delete_users: answers null; all or nothing; a second deletion is an error. */
export function deleteUsers({ userids }: Parsed<typeof deleteUsersParams>, visit: Visit): null {
  const { world } = visit
  const before: MoodleUser[] = []
  try {
    for (const id of userids) {
      const user = world.users.get(id)
      if (user === undefined || user.deleted) {
        throw new MoodleError('dml_missing_record_exception', 'invaliduser', 'Invalid user')
      }
      if (user.id === ADMIN_ID) throw moodleException('useradminodelete', 'Administrator accounts cannot be deleted.')
      if (user.id === visit.callerId) throw moodleException('usernotdeletederror', 'User not deleted - error')
      before.push(user)
      markDeleted(user, world)
    }
  } catch (error) {
    for (const user of before) world.users.replace(user)
    throw error
  }
  for (const { id, idnumber } of before) {
    forgetPerson(id, visit)
    const isOurs = /^\d{15,20}$/.test(idnumber)
    noteChange(visit, 'user_deleted', { userid: id, ...(isOurs ? { idnumber } : {}) })
  }
  visit.rows.written += before.length
  return null
}

/** The row stays, its names mangled so that they can be used again (moodle-wire/users.txt "get deleted"). */
export function markDeleted(user: MoodleUser, world: MoodleWorld): void {
  const prefix = (user.email === '' ? `${user.username}.${user.id}@unknownemail.invalid` : user.email)
    .toLowerCase()
    .replaceAll(/[^-.@_a-z0-9]/g, '')
    .slice(0, 89)
  let second = secondsNow(world)
  while (world.users.withUsername(`${prefix}.${second}`) !== undefined) second += 1
  world.users.replace({
    ...user,
    username: `${prefix}.${second}`,
    email: createHash('md5').update(user.username).digest('hex'),
    idnumber: '',
    picture: 0,
    deleted: true,
    timemodified: secondsNow(world),
  })
}
