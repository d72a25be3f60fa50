import type { MoodleProfile, NewMoodleUser } from '../../ports/moodle.ts'

/** Why Moodle refused one record, in words for staff and without any value. */
export type Reason = string

export const unknownReason: Reason = 'Moodle does not say which value it refuses'
export const emailBelongsTo = (user: number): Reason => `the e-mail address belongs to Moodle account ${user}`

/** `debuginfo` comes only from a site with developer debugging, and quotes values: it is searched for known words, never passed on. */
const known: readonly [RegExp, Reason][] = [
  [/^Username already exists/, 'the username is taken'],
  [/^Email address already exists/, 'the e-mail address belongs to another account'],
  [/^Email address is invalid/, 'the e-mail address is invalid'],
  [/^The field (?:username|firstname|lastname) cannot be blank/, 'a name is blank'],
  [/value too long for type|Data too long for column/i, 'a value is too long'],
  [/duplicate key value|Duplicate entry/i, 'the username is taken'],
]
const REFUSED_FIELD = /(username|firstname|lastname|email|idnumber|city|country|auth) => Invalid parameter value/

export function reasonInDebugInfo(debuginfo: string): Reason | undefined {
  const match = known.find(([pattern]) => pattern.test(debuginfo))
  if (match !== undefined) return match[1]
  const field = REFUSED_FIELD.exec(debuginfo)?.[1]
  return field === undefined ? undefined : `the field ${field} holds what Moodle refuses`
}

/** Column widths in characters; nothing checks them before the database does (reference/moodle.md §1). */
const widths = { firstname: 100, lastname: 100, email: 100, city: 120, country: 2, idnumber: 255 } as const

/** What is wrong with these values as far as one can see without Moodle. */
export function reasonInValues(values: Partial<MoodleProfile>): Reason | undefined {
  for (const [field, width] of Object.entries(widths) as [keyof typeof widths, number][]) {
    if ([...(values[field] ?? '')].length > width) return `the field ${field} is longer than ${width} characters`
  }
  for (const field of ['firstname', 'lastname'] as const) {
    const text = values[field]
    if (text === undefined) continue
    if (text.trim() === '') return `the field ${field} is blank`
    // PARAM_NOTAGS refuses what looks like a tag instead of cleaning it (reference/moodle.md §1).
    if (text.includes('<')) return `the field ${field} holds a "<"`
  }
  const { email } = values
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return 'the e-mail address is invalid'
  return undefined
}

export function reasonInNewUser({ username, profile }: NewMoodleUser): Reason | undefined {
  if (!canBeUsername(username)) return 'the username holds what Moodle refuses'
  return reasonInValues(profile)
}

/**
 * Whether a Moodle username can look like this: lower case, `a-z 0-9 - . _ @`, at most 100 characters (PARAM_USERNAME). Asking
 * for any other makes Moodle throw. A site with `extendedusernamechars` has others too, which we neither make nor look for.
 */
export const canBeUsername = (text: string): boolean => /^[a-z0-9\-._@]{1,100}$/.test(text)
