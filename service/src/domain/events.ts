import type { ZohoModule } from './zoho-modules.ts'

/**
 * Where a hint came from. `zoho` and `moodle` are signed webhooks; `sync` a bulk read; `person` a retry or a single-record request;
 * `dependency` our own question after a missing parent.
 */
export type EventSource = 'zoho' | 'moodle' | 'sync' | 'person' | 'dependency'

export const moodleSubjects = ['user', 'enrollment', 'role', 'course', 'grade', 'template', 'ping'] as const
export type MoodleSubject = (typeof moodleSubjects)[number]

/** Live hints come from people's work and overtake bulk ones. */
export type Lane = 'live' | 'bulk'

/** A hint that a record may have changed, as every door hands it to the ledger. Its content is never trusted, only its ids. */
export type NewEvent = {
  source: EventSource
  /** The sender's id; unique per tenant and source. At most 200 characters. */
  eventId: string
  /** `<system>.<subject>.<past tense>`, such as `zoho.student.updated`. */
  name: string
  eventType: string
  /** Zoho's module; absent for Moodle's own events. */
  module?: ZohoModule
  /** Moodle's subject; absent for Zoho's events. */
  entityType?: MoodleSubject
  recordId: string
  /** What was sent, ids only. */
  payload: Record<string, unknown>
  /** SHA-256 of the raw body in hex: tells a second delivery from a different hint under the same id. */
  bodyHash: string
  lane: Lane
}

/** What a run needs to know of a hint it covers. */
export type Hint = {
  /** Row number in the ledger. */
  id: number
  source: EventSource
  name: string
  eventType: string
  module: ZohoModule | null
  recordId: string
  /** Who put the settled event back in line, when somebody did. */
  putBackBy: PutBackBy | null
  /** What it was waiting for before this run. */
  waitedFor: string | null
  /** When that wait was to end by itself. */
  waitedUntil: Date | null
}

/** `person`: retry or release; `setting`: a switch was turned on; `sender`: a failed event was delivered again. */
export type PutBackBy = 'person' | 'setting' | 'sender'

/** `BTEC_Students.updated`: the switch in `workflows.auto_enabled` that a hint obeys. */
export const switchOf = (hint: Pick<Hint, 'module' | 'name' | 'eventType'>): string =>
  hint.module === null ? hint.name : `${hint.module}.${hint.eventType}`
