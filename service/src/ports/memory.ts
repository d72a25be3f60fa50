import type { MoodleUserId, ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/** Who is who, as we remember it. */
export type Links = {
  /** The Moodle objects linked to these records; `deletedInMoodle` when we saw that somebody deleted it there. */
  moodleOf(module: ZohoModule, ids: readonly ZohoId[]): Promise<Map<ZohoId, { moodleId: MoodleUserId; deletedInMoodle: boolean }>>
  /** The records these Moodle objects are linked to. */
  zohoOf(module: ZohoModule, moodleIds: readonly MoodleUserId[]): Promise<Map<MoodleUserId, ZohoId>>
}

/** What a flow found and did when it last settled a student. */
export type StudentState = {
  zohoId: ZohoId
  /** Zoho field → SHA-256 of its value. */
  fieldHashes: Record<string, string>
  /** Over all fields and the mapping's version: equal means that nothing we read has changed. */
  stateHash: string
  moodleUserId: MoodleUserId | null
  academicEmailHash: string | null
  zohoModifiedTime: string | null
  gone: boolean
}

export type KnownStudent = StudentState & {
  /** How often we changed this student's systems in the last hour. */
  changesLastHour: number
  /** An earlier run changed something and never learned whether it did: only a look at both sides tells. */
  inDoubt: boolean
}

export type Students = {
  lastKnown(ids: readonly ZohoId[]): Promise<Map<ZohoId, KnownStudent>>
  /** How many accounts deletions have suspended in the last hour. */
  removalsLastHour(): Promise<number>
  /**
   * Of these, whose newest change of `suspended` was a suspension by us, also one whose run never settled. Asked of accounts that are
   * suspended now: a lift nobody heard of again did not happen.
   */
  suspendedByUs(ids: readonly ZohoId[]): Promise<Set<ZohoId>>
}

/** What a run asks to be remembered, in the transaction that settles it. */
export type Remember = {
  link?: { module: ZohoModule; zohoId: ZohoId; moodleId: MoodleUserId; deletedInMoodle?: boolean; takenFrom?: ZohoId }
  student?: StudentState & { changed: boolean }
}
