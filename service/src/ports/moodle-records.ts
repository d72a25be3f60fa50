import type { MoodleCourseId, MoodleUserId, ZohoId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

/*
 * What the plugin local_campusbridge keeps for students to see (docs/moodle/student-records.md). Amounts are decimal strings such as
 * "1234.50", currencies ISO 4217, days `YYYY-MM-DD`; null is unknown or none.
 */

export type ProfileRecord = { zohoid: ZohoId; userid: MoodleUserId; student_id: string; email: string }

export type InstalmentRecord = {
  number: number
  due_date: string | null
  amount: string
  paid: string | null
  currency: string
  /** The registration whose schedule it belongs to; null for the instalments of the student record. */
  registration: ZohoId | null
}

export type PaymentRecord = {
  /** Of the payment record, or null and `slot` 1–8 for one noted in the student record. */
  zohoid: ZohoId | null
  slot: number | null
  /** The receipt's. */
  number: string
  date: string | null
  /** Below zero when it was given back. */
  amount: string
  currency: string
  method: string
  purpose: string
  /** Whether it is paid towards the fee. */
  reduces_fee: boolean
  instalment: number | null
  registration: ZohoId | null
  voided: boolean
}

/** All that is known of one student's money: an item is the whole truth. */
export type FinanceRecord = {
  /** Of the student record. */
  zohoid: ZohoId
  userid: MoodleUserId
  scholarship: string
  scholarship_reason: string
  scholarship_percentage: string | null
  currency: string
  amount_transferred: string | null
  transferred_currency: string | null
  payment_method: string
  payment_mode: string
  bank_name: string
  bank_holder: string
  registration_fees: string | null
  invoice_reg_fees: string
  total_amount: string | null
  discount_amount: string | null
  scholarship_amount: string | null
  net_amount: string | null
  instalments: readonly InstalmentRecord[]
  payments: readonly PaymentRecord[]
}

export type RegistrationRecord = {
  zohoid: ZohoId
  student: ZohoId
  userid: MoodleUserId
  programme: string
  level: string
  status: string
  start_date: string | null
  end_date: string | null
  /** undefined leaves the stored schedule as it is. */
  instalments?: readonly Omit<InstalmentRecord, 'registration'>[]
}

export type ClassRecord = {
  zohoid: ZohoId
  courseid: MoodleCourseId | null
  name: string
  unit_code: string
  unit_name: string
  teacherid: MoodleUserId | null
  start_date: string | null
  end_date: string | null
  status: string
}

/** A record that shall be brought into step, with what was last known of the fields that differ, for the audit. */
export type RecordChange<R> = { subject: string; record: R; before: Partial<Record<keyof R & string, string | null>> }

/**
 * The copy of the student's record in Moodle. Each write answers `unchanged` where Moodle says so already, and is refused with
 * `moodle.newer_applied` where something newer has been applied. Every method may throw RetryLaterError or SystemHeldError; where the
 * plugin is not installed, `SystemHeldError moodle.function_missing`.
 */
export type MoodleRecords = {
  setProfiles(changes: readonly RecordChange<ProfileRecord>[]): Promise<Written[]>
  setRegistrations(changes: readonly RecordChange<RegistrationRecord>[]): Promise<Written[]>
  /** Takes registrations from sight; `unchanged` when there was none. */
  deleteRegistrations(registrations: readonly { subject: string; zohoid: ZohoId }[]): Promise<Written[]>
  setClasses(changes: readonly RecordChange<ClassRecord>[]): Promise<Written[]>
  setFinance(changes: readonly RecordChange<FinanceRecord>[]): Promise<Written[]>
  /** What Moodle has of these students' money; without it, absent. */
  financeOf(students: readonly ZohoId[]): Promise<Map<ZohoId, FinanceRecord>>
}
