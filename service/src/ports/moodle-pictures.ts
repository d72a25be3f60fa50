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

/** Pictures of accounts. May throw RetryLaterError or SystemHeldError. */
export type MoodlePictures = { setPictures(changes: readonly PictureChange[]): Promise<Written[]> }
