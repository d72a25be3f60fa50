import type { MoodleCategoryId, MoodleCourseId, MoodleUserId, ZohoId } from '../domain/ids.ts'

/** What a record of a module is linked to in Moodle. */
export type MoodleTwins = {
  BTEC_Students: MoodleUserId
  BTEC_Teachers: MoodleUserId
  BTEC_Classes: MoodleCourseId
  Products: MoodleCategoryId
}
export type LinkedModule = keyof MoodleTwins

export type KnownLink<M extends LinkedModule> = {
  moodleId: MoodleTwins[M]
  /** We saw that somebody deleted it there. */
  deletedInMoodle: boolean
}

/** Who is who, as we remember it. */
export type Links = {
  /** The Moodle objects linked to these records. */
  moodleOf<M extends LinkedModule>(module: M, ids: readonly ZohoId[]): Promise<Map<ZohoId, KnownLink<M>>>
  /** Whether any record of the module is linked at all. */
  hasAny(module: LinkedModule): Promise<boolean>
  /** The records these Moodle objects are linked to. */
  zohoOf<M extends LinkedModule>(module: M, moodleIds: readonly MoodleTwins[M][]): Promise<Map<MoodleTwins[M], ZohoId>>
}

/**
 * Where the last settled state of what we read is kept, one row per key:
 *   students, teachers, programs, units, classes, registrations, payments   the Zoho id of the record
 *   enrollments        the Zoho id of the linking record
 *   finance            the Zoho id of the student
 *   scheduleRows, templateRows   the Zoho id of a row of a subform; its owner is the registration or unit
 */
export type StateTable =
  | 'students'
  | 'teachers'
  | 'programs'
  | 'units'
  | 'classes'
  | 'registrations'
  | 'enrollments'
  | 'finance'
  | 'payments'
  | 'scheduleRows'
  | 'templateRows'

/** What a flow found and did when it last settled a record. */
export type RecordState = {
  key: ZohoId
  /** Zoho field → SHA-256 of its value. */
  fieldHashes: Readonly<Record<string, string>>
  /** Over all fields, the mapping, and the settings that decided: equal means that nothing we read has changed. '' of a record that is gone. */
  stateHash: string
  /** The objects it went to over there, such as `user` or `course`: kept here because a deleted record cannot be read any more. */
  targets: Readonly<Record<string, string | number>>
  /** The Zoho ids of the records it belongs to, such as the student of a payment; of a student's finance also the payments and registrations it was made of. */
  owners: readonly ZohoId[]
  modifiedTime: string | null
  gone: boolean
}

export type KnownRecord = RecordState & {
  /** How often we changed this subject's systems in the last hour. */
  changesLastHour: number
  /** An earlier run changed something and never learned whether it did: only a look at both sides tells. */
  inDoubt: boolean
}

/** The last known state of one college's records, as the flow of this run sees it. */
export type Records = {
  lastKnown(table: StateTable, keys: readonly ZohoId[]): Promise<Map<ZohoId, KnownRecord>>
  /** The living records that belong to any of these. */
  ownedBy(table: StateTable, owners: readonly ZohoId[]): Promise<KnownRecord[]>
  /** How many records that had something over there have gone in the last hour: deletions obey a limit. */
  removalsLastHour(table: StateTable): Promise<number>
  /**
   * Of these subjects of this flow, whose newest change of `suspended` was a suspension by us, also one whose run never settled. Asked of
   * what is suspended now: a lift nobody heard of again did not happen.
   */
  suspendedByUs(subjects: readonly string[]): Promise<Set<string>>
  /** The same of courses that we have hidden. */
  hiddenByUs(subjects: readonly string[]): Promise<Set<string>>
  /** By subject, the targets over there that this flow has changed for it, as the audit names them. */
  changedByUs(subjects: readonly string[]): Promise<Map<string, Set<string>>>
  /**
   * Of these subjects of this flow, whose newest change of `suspended` made them active, also in a run that never settled: what we opened
   * is ours to close, whether or not we remember its record.
   */
  openedByUs(subjects: readonly string[]): Promise<Set<string>>
  /**
   * The same of accounts: those whose newest change of `suspended` for any of these students and teachers was a suspension by us. One
   * account may belong to both.
   */
  accountsSuspendedByUs(people: readonly ZohoId[]): Promise<Set<MoodleUserId>>
}

/** What a run asks to be remembered, in the transaction that settles it. */
export type Remember = {
  links?: readonly NewLink[]
  records?: readonly NewState[]
  /** Of records that could not be settled what finds them again, such as their owners: kept whatever the verdict. */
  unsettled?: readonly NewState[]
  /** Told of records whose state another flow settles: joins it, and that flow's runs leave it there. */
  photos?: readonly PhotoNote[]
}

/** Which photo a student's account was last given: `<account>:<SHA-256 of its bytes>`, kept in the student's `targets.photo`. */
export type PhotoNote = { student: ZohoId; photo: string }

export type NewLink = { [M in LinkedModule]: LinkTo<M> }[LinkedModule]
export type LinkTo<M extends LinkedModule> = {
  module: M
  zohoId: ZohoId
  moodleId: MoodleTwins[M]
  deletedInMoodle?: boolean
  /** The record whose link this was. */
  takenFrom?: ZohoId
}

/** `changed`: this run changed something over there, which counts towards the limit on loops. */
export type NewState = RecordState & { table: StateTable; changed: boolean }
