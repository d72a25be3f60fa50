import { isValidEmail } from '../validate-email.ts'
import type { RecordFields } from './record-fields.ts'
import { beginningOfUser, hashOf, type RecordItem } from './record-item.ts'

/** How the college knows a student. */
export function readProfileItem(fields: RecordFields): RecordItem {
  const { zohoid, asOf, userid } = beginningOfUser(fields)
  const columns = { zohoid, userid, studentid: fields.line('student_id', 100), email: fields.line('email', 100) }
  if (columns.email !== '' && !isValidEmail(withPlainLetters(columns.email))) fields.refuse('email', 'an e-mail address')
  fields.only()
  return { zohoid, asOf, columns, hash: hashOf(columns), users: { userid }, courses: {} }
}

/** Unlike Moodle, the plugin takes letters of any language before the @ (PHP's FILTER_FLAG_EMAIL_UNICODE). */
const withPlainLetters = (email: string): string => email.replaceAll(/[\p{L}\p{N}](?=.*@)/gu, 'x')
