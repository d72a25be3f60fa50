import { createHash } from 'node:crypto'
import { phpJsonInUnicode } from '../json.ts'
import type { RecordFields } from './record-fields.ts'
import type { Columns } from './record-tables.ts'

/** One item of a function for student records. */
export type RecordItem = {
  zohoid: string
  /** When Zoho was read, in milliseconds. */
  asOf: number
  /** What is stored of it in its own row. */
  columns: Columns
  /** SHA-256 of all it says, but for `asOf`. */
  hash: string
  /** Users and courses it names, by field: they must exist. */
  users: Record<string, number>
  courses: Record<string, number>
}

/** The fields that every item begins with. */
export const beginning = (fields: RecordFields): { zohoid: string; asOf: number } => ({
  zohoid: fields.zohoid('zohoid'),
  asOf: fields.asOf(),
})

/** The same of what belongs to a user. */
export const beginningOfUser = (fields: RecordFields): { zohoid: string; asOf: number; userid: number } => ({
  ...beginning(fields),
  userid: fields.moodleId('userid'),
})

/** As the plugin makes it, so that the two can be compared. */
export const hashOf = (content: unknown): string => createHash('sha256').update(phpJsonInUnicode(content)).digest('hex')

/** A PHP array with keys, which is `[]` in JSON while it is empty. */
export const phpArray = (rows: ReadonlyMap<string, Columns>): object => (rows.size === 0 ? [] : Object.fromEntries(rows))

/** Ids that are given, by field. */
export const named = (ids: Record<string, number | null>): Record<string, number> =>
  Object.fromEntries(Object.entries(ids).filter((entry): entry is [string, number] => entry[1] !== null))
