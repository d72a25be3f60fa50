import type { MoodleUserId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

/** A photo for an account: the bytes of a PNG or JPEG. Anything else would make Moodle remove the picture that is there. */
export type PictureChange = {
  subject: string
  user: MoodleUserId
  image: { bytes: Uint8Array; type: 'image/png' | 'image/jpeg' }
  /** SHA-256 of the bytes, of the last picture we set and of this one: what the audit keeps. */
  before: string | null
  after: string
}

/** Pictures of accounts. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodlePictures = {
  /** Of these accounts, those that have a picture of their own. Whose face it shows Moodle does not tell. */
  accountsWithPicture(users: readonly MoodleUserId[]): Promise<Set<MoodleUserId>>
  setPictures(changes: readonly PictureChange[]): Promise<Written[]>
}
