import type { ZohoId } from '../../domain/ids.ts'

/** Moodle's PARAM_USERNAME without `extendedusernamechars`: anything else is refused (reference/moodle.md §2). */
const REFUSED_IN_USERNAME = /[^a-z0-9\-._@]/g
const MAX_USERNAME = 100
const SUFFIX_DIGITS = 6

/** The academic e-mail in lower case, with `-` for what Moodle refuses, such as the plus of `a+b@college.example`. */
export const usernameOf = (academicEmail: string): string =>
  academicEmail.trim().toLowerCase().replace(REFUSED_IN_USERNAME, '-').slice(0, MAX_USERNAME)

/** Whether the username is the e-mail itself: only then does an account of that name speak for the same person. */
export const speaksForEmail = (username: string, academicEmail: string): boolean =>
  username === academicEmail.trim().toLowerCase()

/** For a username that somebody else has. */
export const usernameWithSuffix = (username: string, id: ZohoId): string =>
  `${username.slice(0, MAX_USERNAME - SUFFIX_DIGITS - 1)}-${id.slice(-SUFFIX_DIGITS)}`
