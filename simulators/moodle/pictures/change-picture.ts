import type { MoodleWorld } from '../world.ts'

/**
 * Core's update_picture(): takes the first file of a draft area for a picture, whatever its name. What is no picture **removes** the one
 * there is; a draft that is not there leaves it.
 *
 * @returns whether anything changed; the same bytes again are a new revision
 */
export function changePicture(
  userid: number,
  draftitemid: number,
  isDeleted: boolean,
  { teaching, users }: MoodleWorld,
): boolean {
  const { pictures, draft_files: drafts } = teaching
  const user = users.get(userid)
  if (user === undefined) return false
  const before = user.picture
  const [file] = draftitemid === 0 ? [] : drafts.where('itemid', draftitemid)
  if (file === undefined && !isDeleted) return false
  for (const { id } of pictures.where('user', userid)) pictures.erase(id)
  let picture = 0
  if (file !== undefined && file.type !== null) {
    const { filename, size, sha1, type } = file
    picture = pictures.insert({ id: pictures.nextId(), userid, filename, size, sha1, type }).id
  }
  if (picture !== before) users.replace({ ...user, picture })
  return picture !== before
}
