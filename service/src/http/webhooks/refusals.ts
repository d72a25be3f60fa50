import type { ZodError } from 'zod'
import { RejectedError } from '../../domain/errors.ts'

/** Longest name of a field that is said back to the sender. */
const LONGEST_NAME = 100
/** With so many unknown fields it is a record that was sent, not a slip of the pen. */
const FIELDS_OF_A_RECORD = 3

const UNPROCESSABLE = 422

export const notUnderstood = (field: string, expected: string) =>
  new RejectedError('webhook.not_understood', { field: short(field), expected }, UNPROCESSABLE)

export const unstorable = (field: string) => new RejectedError('webhook.unstorable_text', { field: short(field) }, UNPROCESSABLE)

export const moduleMismatch = (module: string, path: string) =>
  new RejectedError('webhook.module_mismatch', { module: short(module), path }, UNPROCESSABLE)

export const eventTypeMismatch = (eventType: string, path: string) =>
  new RejectedError('webhook.event_type_mismatch', { eventType: short(eventType), path }, UNPROCESSABLE)

const unsubstituted = (field: string) => new RejectedError('webhook.unsubstituted', { field: short(field) }, UNPROCESSABLE)
const fullRecord = (field: string) => new RejectedError('webhook.full_record', { field: short(field) }, UNPROCESSABLE)

/** Zoho leaves a merge field it does not know as it stands (reference/zoho.md §4.2): an id that is none. */
export function refuseUnsubstituted(value: unknown, path: string[] = []): void {
  if (typeof value === 'string' && value.includes('${')) throw unsubstituted(nameOf(path))
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('${')) throw unsubstituted(nameOf([...path, key]))
    refuseUnsubstituted(inner, [...path, key])
  }
}

/** Names the first thing that is wrong, and calls a record a record. */
export function refusalOf(error: ZodError, body: unknown): Error {
  for (const issue of error.issues) {
    const path = issue.path.map(String)
    const place = valueAt(body, path)
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
    const record =
      unknown.find((key) => isRecordLike(valueAt(place, [key]))) ??
      (unknown.length >= FIELDS_OF_A_RECORD ? unknown[0] : undefined)
    if (record !== undefined) return fullRecord(nameOf([...path, record]))
    // An object where an id belongs: a lookup as Zoho's API answers it, or a whole user in Moodle's data.
    if (issue.code === 'invalid_type' && issue.expected !== 'object' && isRecordLike(place)) return fullRecord(nameOf(path))
  }
  const [issue] = error.issues
  if (issue === undefined) return notUnderstood('body', 'a hint')
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return notUnderstood(nameOf([...issue.path.map(String), ...unknown]), issue.message)
}

const isRecordLike = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isRecordLike) : typeof value === 'object' && value !== null

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

export const nameOf = (path: readonly string[]): string => (path.length === 0 ? 'body' : path.join('.'))

/** Also whole: cutting a pair of surrogates in two would make our answer ill-formed. */
const short = (name: string): string =>
  (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`).toWellFormed()
