import { z } from 'zod'
import { moodleUserId } from '../../domain/ids.ts'
import type { MoodleSite, MoodleUser } from '../../ports/moodle.ts'

/** Texts that are empty are left out of a row, not sent as '' (moodle-wire/users.txt). */
const text = z.string().default('')

export const fault = z.looseObject({ exception: text, errorcode: text, message: text, debuginfo: z.string().nullish() })

export const isFault = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  !Array.isArray(answer) &&
  ('exception' in answer || ('errorcode' in answer && 'error' in answer))

const id = z.int().positive()

export const siteInfo = z
  .looseObject({ sitename: z.string(), release: z.string(), userid: id, functions: z.array(z.looseObject({ name: z.string() })) })
  .transform(
    (site): MoodleSite => ({
      siteName: site.sitename,
      release: site.release,
      serviceUserId: moodleUserId(site.userid),
      functions: site.functions.map(({ name }) => name),
    }),
  )

const userRow = z
  .looseObject({
    id,
    username: z.string(),
    auth: z.string(),
    suspended: z.boolean(),
    firstname: text,
    lastname: text,
    email: text,
    city: text,
    country: text,
    idnumber: text,
  })
  .transform(
    (row): MoodleUser => ({
      id: moodleUserId(row.id),
      username: row.username,
      auth: row.auth,
      suspended: row.suspended,
      deleted: looksDeleted(row),
      firstname: row.firstname,
      lastname: row.lastname,
      email: row.email,
      city: row.city,
      country: row.country,
      idnumber: row.idnumber,
    }),
  )

export const usersByField = z.array(userRow)
export const usersByCriteria = z.looseObject({ users: z.array(userRow) })
export const createdUsers = z.array(z.looseObject({ id, username: z.string() }))
export const updateWarnings = z.looseObject({
  warnings: z
    .array(z.looseObject({ itemid: z.int(), warningcode: z.union([z.string(), z.number()]).transform(String) }))
    .default([]),
})

/**
 * Moodle keeps the row of a deleted user and hands it out by id, without saying so: the username becomes `<email>.<time>`, the
 * e-mail an md5 of the old username (reference/moodle.md §2).
 */
export const looksDeleted = ({ username, email }: { username: string; email: string }): boolean =>
  /^[0-9a-f]{32}$/.test(email) && /\.\d{9,}$/.test(username)

/** Where an answer was not as expected, such as `[].suspended`: a place, never a value. */
export const placeOf = (error: z.ZodError): string =>
  (error.issues[0]?.path ?? []).map((step) => (typeof step === 'number' ? '[]' : String(step))).join('.') || '(the whole answer)'
