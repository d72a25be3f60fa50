import { moodleException } from '../errors.ts'
import { type Parsed, struct, value, withDefault } from '../params.ts'
import { requireActiveUser } from '../require-active-user.ts'
import { ADMIN_ID } from '../site.ts'
import { pictureAddresses } from '../user-details.ts'
import type { Visit } from '../world.ts'
import { changePicture } from './change-picture.ts'

export const updatePictureParams = struct({
  draftitemid: value('int'),
  delete: withDefault('bool', '0'),
  userid: withDefault('int', '0'),
})

type Answer = { success: boolean; profileimageurl?: string; warnings: [] }

/** core_user_update_picture: nothing changed is no success. Moodle tells nobody of it, not even the plugin. */
export function updatePicture(args: Parsed<typeof updatePictureParams>, { world, callerId, siteUrl, rows }: Visit): Answer {
  const userid = args.userid === 0 ? callerId : requireActiveUser(args.userid, world).id
  if (userid === ADMIN_ID && callerId !== ADMIN_ID)
    throw moodleException('useradmineditadmin', 'Only administrators are allowed to modify other administrator accounts')
  const success = changePicture(userid, args.draftitemid, args.delete, world)
  rows.written += success ? 1 : 0
  const user = world.users.get(userid)
  return {
    success,
    ...(success && user !== undefined ? { profileimageurl: pictureAddresses(user, siteUrl)('f1') } : {}),
    warnings: [],
  }
}
