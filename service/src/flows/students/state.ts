import { createHash } from 'node:crypto'
import type { ZohoStudent } from '../../ports/zoho.ts'
import type { Setting } from '../../settings/definitions.ts'

/** Raise it when the flow reads other fields or reads them differently: then nothing counts as an echo until it has been looked at. */
const MAPPING_VERSION = 1

/** The Zoho fields the flow reads, by the names of our port. */
const fields = {
  First_Name: 'firstName',
  Last_Name: 'lastName',
  Academic_Email: 'academicEmail',
  City: 'city',
  Country: 'country',
  Status: 'status',
  Student_Moodle_ID: 'moodleId',
} as const satisfies Record<string, keyof ZohoStudent>

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const fieldHashesOf = (student: ZohoStudent): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, name]) => [field, sha256(student[name])]))

/** Equal when nothing that decides the outcome has changed: every field we read, how we read it, and what the statuses mean. */
export const stateHashOf = (student: ZohoStudent, statuses: Setting<'students.statuses'>): string =>
  sha256(JSON.stringify([MAPPING_VERSION, Object.values(fields).map((name) => student[name]), statuses]))

export const emailHashOf = (address: string): string | null => (address === '' ? null : sha256(address.toLowerCase()))
