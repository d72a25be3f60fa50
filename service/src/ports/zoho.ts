import type { ZohoId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'
import type { ZohoModule, ZohoSubformName } from '../domain/zoho-modules.ts'
import type { ZohoPhotos } from './zoho-photos.ts'

/** What is asked of a module. Nothing else is ever read: without names Zoho would answer all there is (reference/zoho.md §2.2). */
export type ZohoQuestion = { module: ZohoModule | ZohoSubformName; fields: readonly string[] }

/** A record as Zoho tells it: every field that was asked for, as it stood in the answer. */
export type ZohoRecord = { id: ZohoId; values: Readonly<Record<string, unknown>> }

/** A question about the rows of a subform. */
export type ZohoSubform = { name: ZohoSubformName; parent: ZohoModule; fields: readonly string[] }

/** Fields to be written, with what stood there before. null empties a field. */
export type ZohoChange = {
  /** For whom: names the change in the audit. */
  subject: string
  module: ZohoModule
  record: ZohoId
  before: Readonly<Record<string, string | boolean | null>>
  after: Readonly<Record<string, string | boolean | null>>
}

/** A webhook that Zoho sent and nobody took. */
export type FailedWebhook = { module: ZohoModule; id: ZohoId; failedAt: Date; reason: string }

export type ZohoOrg = { name: string; zgid: string; timeZone: string }

/** What is left of a record that can no longer be read: `gone` = 204 and named in the deleted list; `unlisted` = 204 alone. */
export type Absence = 'gone' | 'unlisted'

/** Everything we ask of Zoho, in our words. Every method may throw RetryLaterError or SystemHeldError. */
export type Zoho = ZohoPhotos & {
  org(): Promise<ZohoOrg>
  /** The organisation's IANA time zone, asked for once an hour. */
  timeZone(): Promise<string>
  /** Reads a set in as few calls as Zoho allows. Records that could not be read are absent from the map. */
  records(question: ZohoQuestion, ids: readonly ZohoId[]): Promise<Map<ZohoId, ZohoRecord>>
  /** All records in the order of their ids, page by page, those after `after` only. */
  allRecords(question: ZohoQuestion, after?: ZohoId): AsyncIterable<ZohoRecord[]>
  /**
   * The living records whose `field` (a text or a lookup) is one of the values, from the database and not from the lagging search index.
   * Text is compared without regard to case.
   */
  recordsWhere(question: ZohoQuestion, field: string, values: readonly string[]): Promise<ZohoRecord[]>
  /** The records changed at this instant or later, by their time of change; only for modules that tell it. */
  recordsChangedSince(question: ZohoQuestion, since: Date): AsyncIterable<ZohoRecord[]>
  /** The rows of these parents, in the order of their ids; a parent without rows is absent. */
  subformRows(subform: ZohoSubform, parents: readonly ZohoId[]): Promise<Map<ZohoId, ZohoRecord[]>>
  /** For records missing from a set: a single GET each, then the module's deleted list. A record that can be read after all is absent. */
  absences(module: ZohoModule, ids: readonly ZohoId[]): Promise<Map<ZohoId, Absence>>
  /** What was deleted since then, newest first (the list reaches 120 days back: reference/zoho.md §2.5). */
  deletedSince(module: ZohoModule, since: Date): Promise<{ id: ZohoId; deletedAt: Date }[]>
  /**
   * The webhooks that failed since then, of the modules we listen to (the list reaches 90 days back: reference/zoho.md §4.2). Needs a
   * permission of its own: `SystemHeldError zoho.scope_missing` without.
   */
  failedWebhooksSince(since: Date): Promise<FailedWebhook[]>
  /** Writes fields without firing Zoho's rules. In the order given. */
  updateRecords(changes: readonly ZohoChange[]): Promise<Written[]>
}
