import type { ZohoId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/** A student as Zoho tells it: what we asked for and nothing else. Text is trimmed; an empty field is ''. */
export type ZohoStudent = {
  id: ZohoId
  firstName: string
  lastName: string
  academicEmail: string
  city: string
  country: string
  status: string
  /** `Student_Moodle_ID`, a text field in Zoho. */
  moodleId: string
  /** As Zoho wrote it, in the zone of the token's user. */
  modifiedTime: string
}

/** Tells Zoho which Moodle account belongs to a student. */
export type MoodleIdChange = { student: ZohoId; before: string; after: string }

export type ZohoOrg = { name: string; zgid: string; timeZone: string }

/** What is left of a record that can no longer be read: `gone` = 204 and named in the deleted list; `unlisted` = 204 alone. */
export type Absence = 'gone' | 'unlisted'

/** Everything we ask of Zoho, in our words. Every method may throw RetryLaterError or SystemHeldError. */
export type Zoho = {
  org(): Promise<ZohoOrg>
  /** Reads a set in as few calls as Zoho allows. Records that could not be read are absent from the map. */
  students(ids: readonly ZohoId[]): Promise<Map<ZohoId, ZohoStudent>>
  /** All students in the order of their ids, page by page, those after `after` only. */
  allStudents(after?: ZohoId): AsyncIterable<ZohoStudent[]>
  /** The living students with these academic e-mails (at most 50). */
  studentsByEmail(emails: readonly string[]): Promise<ZohoStudent[]>
  /** For records missing from a set: a single GET each, then the module's deleted list. A record that can be read after all is absent. */
  absences(module: ZohoModule, ids: readonly ZohoId[]): Promise<Map<ZohoId, Absence>>
  writeMoodleIds(changes: readonly MoodleIdChange[]): Promise<Written[]>
}
