import { invalidUser, moodleException } from './errors.ts'
import { GUEST_ID } from './site.ts'
import type { MoodleUser } from './user-fields.ts'
import type { MoodleWorld } from './world.ts'

/** Core's require_active_user(): somebody who is there, confirmed and no guest; a suspended account is active. */
export function requireActiveUser(userid: number, { users }: MoodleWorld): MoodleUser {
  const user = users.get(userid)
  if (user === undefined) throw invalidUser()
  if (user.deleted) throw moodleException('userdeleted', 'error/userdeleted')
  if (!user.confirmed) throw moodleException('usernotconfirmed', `Could not confirm ${user.username}`)
  if (user.id === GUEST_ID) throw moodleException('guestsarenotallowed', 'The guest user is not allowed to do this')
  return user
}
