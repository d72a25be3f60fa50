import { NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { errorOf, RefusedCall } from './faults.ts'
import { unknownReason } from './reasons.ts'
import type { Refusal } from './whole-batches.ts'

/** The field that Moodle minds, in our words, and why. */
type Complaint = readonly [field: string, reason: string]

/** What the codes of Moodle's course, cohort, enrolment and picture functions mean about one record (read in the source of 4.5.6). */
const complaints: Readonly<Record<string, Complaint>> = {
  categorynamerequired: ['name', 'it is blank'],
  categorytoolong: ['name', 'it is too long'],
  idnumbertoolong: ['idnumber', 'it is too long'],
  categoryidnumbertaken: ['idnumber', 'another category has it'],
  courseidnumbertaken: ['idnumber', 'another course has it'],
  unknowcategory: ['category', 'there is no such category in Moodle'],
  unknowncategory: ['category', 'there is no such category in Moodle'],
  errorcatcontextnotvalid: ['category', 'there is no such category in Moodle'],
  cannotmovecategory: ['parent', 'a category cannot go below itself'],
  enddatebeforestartdate: ['enddate', 'it is before the start'],
  nostartdatenoenddate: ['enddate', 'there is no start'],
  invalidcourse: ['course', 'it is the front page of the site'],
  invalidcourseid: ['course', 'Moodle has no such course'],
  invalidrecord: ['id', 'Moodle has no such object any more'],
  invalidrecordunknown: ['id', 'Moodle has no such object any more'],
  invaliduser: ['user', 'Moodle has no such account'],
  userdeleted: ['user', 'the account was deleted in Moodle'],
  usernotconfirmed: ['user', 'the account is not confirmed'],
  guestsarenotallowed: ['user', 'it is the guest account'],
  wsnoinstance: ['course', 'manual enrolment is off in the course; switch it on under Participants › Enrolment methods'],
  wscannotenrol: ['course', 'the course takes no manual enrolments'],
  useradmineditadmin: ['user', 'it is the account of a site administrator, which web services may not change'],
  noprofileedit: ['user', 'the authentication method of the account does not let its profile be changed'],
  userimagesdisabled: ['picture', 'pictures of users are switched off in Moodle (disableuserimages)'],
  userquotalimit: ['picture', 'it is larger than Moodle takes'],
  upload_error_ini_size: ['picture', 'it is larger than Moodle takes'],
  upload_error_form_size: ['picture', 'it is larger than Moodle takes'],
  fileoversized: ['picture', 'it is larger than Moodle takes'],
  virusfound: ['picture', 'Moodle’s virus scanner minds it'],
}

/** @param field '' when Moodle names none */
export const recordRefused = (subject: string, field: string, reason: string): NeedsAttentionError =>
  new NeedsAttentionError('moodle.record_refused', { subject, field: field === '' ? 'content' : field, reason })

/** Column widths in characters; nothing checks them before the database does. */
export type Widths = Readonly<Record<string, number>>

/** Why a call about one record alone was refused; `sent` are the texts that were in it. */
export function refusalOfRecord(
  subject: string,
  refusal: RefusedCall,
  sent: Readonly<Record<string, unknown>> = {},
  widths: Widths = {},
): Refusal {
  const complaint = complaints[refusal.errorcode]
  if (complaint !== undefined) return recordRefused(subject, ...complaint)
  const visible = complaintAbout(sent, widths)
  if (visible !== undefined) return recordRefused(subject, ...visible)
  // Nothing is too long, so it was a lock, a race or a full disk.
  if (refusal.errorcode === 'dmlwriteexception') return databaseBusy(String(refusal.params.function))
  return recordRefused(subject, '', refusal.reason ?? unknownReason)
}

/**
 * What a warning about one row of a call means; its code is that of an error.
 * @throws SystemHeldError when it would hit every row
 */
export function errorOfWarning(warningcode: string, wsfunction: string): RefusedCall | RetryLaterError {
  const error = errorOf({ exception: '', errorcode: warningcode, message: '', debuginfo: '' }, wsfunction)
  if (error instanceof SystemHeldError) throw error
  if (error instanceof RetryLaterError || error instanceof RefusedCall) return error
  throw error
}

export const databaseBusy = (wsfunction: string): RetryLaterError =>
  new RetryLaterError('moodle.database_busy', { function: wsfunction })

/** What is wrong with these texts as far as one can see without Moodle. */
function complaintAbout(sent: Readonly<Record<string, unknown>>, widths: Widths): Complaint | undefined {
  for (const [field, width] of Object.entries(widths)) {
    const text = sent[field]
    if (typeof text !== 'string') continue
    if (field !== 'idnumber' && text.trim() === '') return [field, 'it is blank']
    if ([...text].length > width) return [field, `it is longer than ${width} characters`]
    // PARAM_TEXT refuses what looks like a tag instead of cleaning it (reference/moodle.md §1).
    if (text.includes('<')) return [field, 'it holds a "<"']
  }
  return undefined
}
