import { z } from 'zod'
import { RetryLaterError } from '../../domain/errors.ts'
import { type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { MoodlePictures, PictureChange } from '../../ports/moodle-pictures.ts'
import { answersInOrder } from './answers-in-order.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import type { Variable } from './form.ts'
import { recordRefused, refusalOfRecord } from './record-refusals.ts'

const UPDATE = 'core_user_update_picture'
const UPLOAD = 'webservice/upload.php'
const BY_FIELD = 'core_user_get_users_by_field'
const USERS_PER_CALL = 100

/** A file that Moodle did not take is told in its place in the list. */
const uploaded = z.array(z.looseObject({ itemid: z.int().positive().optional(), errortype: z.string().optional() })).length(1)
const shown = z.array(z.looseObject({ id: z.int().positive(), profileimageurl: z.string().default('') }))
const updated = z.looseObject({ success: z.boolean(), profileimageurl: z.string().default('') })

/** A picture is two calls: the file into a draft area of our user, then from there to the account. */
export const picturesOf = (ask: Ask): MoodlePictures => ({
  accountsWithPicture: (users) => accountsWithPicture(ask, users),
  async setPictures(changes) {
    const answers = new Map<number, Written>()
    await inBatches(
      changes.map((change, place) => ({ change, place })),
      () => 1,
      async ([one]) => {
        if (one !== undefined) answers.set(one.place, await setPicture(ask, one.change))
      },
    )
    return answersInOrder(changes.length, answers)
  },
})

async function accountsWithPicture(ask: Ask, users: readonly MoodleUserId[]): Promise<Set<MoodleUserId>> {
  const found = new Set<MoodleUserId>()
  await inBatches(
    [...new Set(users)],
    () => USERS_PER_CALL,
    async (ids) => {
      const values = ids.map((id, index): Variable => [`values[${index}]`, String(id)])
      for (const { id, profileimageurl } of await ask.read(BY_FIELD, [['field', 'id'], ...values], shown))
        if (isOwnPicture(profileimageurl)) found.add(moodleUserId(id))
    },
  )
  return found
}

/** Everybody else is shown a picture of the theme's. */
const isOwnPicture = (url: string): boolean => url.includes('pluginfile.php')

async function setPicture(ask: Ask, { subject, user, image }: PictureChange): Promise<Written> {
  try {
    // Moodle goes by the ending of the name.
    const filename = image.type === 'image/png' ? 'photo.png' : 'photo.jpg'
    const [file] = await ask.upload(UPLOAD, { ...image, filename }, uploaded)
    if (file?.itemid === undefined) {
      return refused(refusalOfRecord(subject, new RefusedCall(UPLOAD, file?.errortype ?? 'unnamed', undefined)))
    }
    const { success, profileimageurl } = await ask.write(
      UPDATE,
      [
        ['draftitemid', String(file.itemid)],
        ['userid', String(user)],
      ],
      updated,
    )
    // Of a file that is no image Moodle says success, and takes away the picture that was there (reference/moodle.md §2).
    if (success && isOwnPicture(profileimageurl)) return done(undefined)
    return refused(recordRefused(subject, 'picture', 'Moodle cannot read the image'))
  } catch (error) {
    if (error instanceof RefusedCall) return refused(refusalOfRecord(subject, error))
    if (error instanceof RetryLaterError) return refused(error)
    throw error
  }
}
