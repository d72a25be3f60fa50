import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoStudent } from '../../ports/zoho.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { coqlText, isQuotable } from './coql-text.ts'
import { coqlRequest, listRequest, type ZohoRequest } from './request.ts'
import { studentFields, studentPage } from './student-record.ts'

/** The parameter `ids` takes this many characters (reference/zoho.md §2.3), … */
const IDS_CHARACTERS = 1024
/** … which is about this many ids. */
const IDS_PER_CALL = 50
/** One page of Zoho's documentation allows 100 values behind `in`, another 50. */
const EMAILS_PER_CALL = 50

/** By the list call even for one id: its `fields` are mandatory, so it cannot answer more than was asked. */
export async function readStudents(call: Call, ids: readonly ZohoId[]): Promise<Map<ZohoId, ZohoStudent>> {
  const requests = inLists([...new Set(ids)]).map((some) => listRequest('BTEC_Students', studentFields, { ids: some.join(',') }))
  const found = await Promise.all(requests.map((request) => ask(call, request)))
  return new Map(found.flat().map((student) => [student.id, student]))
}

/** How Zoho compares letters is not documented: both spellings are asked for, and what comes back is compared here. */
export async function readStudentsByEmail(call: Call, emails: readonly string[]): Promise<ZohoStudent[]> {
  const wanted = new Set(emails.map((email) => email.trim().toLowerCase()).filter((email) => email !== ''))
  const spellings = [...new Set([...wanted, ...emails.map((email) => email.trim())])].filter(
    (email) => email !== '' && isQuotable(email),
  )
  const found = new Map<ZohoId, ZohoStudent>()
  for (let start = 0; start < spellings.length; start += EMAILS_PER_CALL) {
    const some = spellings.slice(start, start + EMAILS_PER_CALL).map(coqlText)
    const where = `Academic_Email in (${some.join(', ')})`
    const students = await ask(call, coqlRequest({ module: 'BTEC_Students', fields: studentFields, where, limit: 200 }))
    for (const student of students) if (wanted.has(student.academicEmail.toLowerCase())) found.set(student.id, student)
  }
  return [...found.values()]
}

async function ask(call: Call, request: ZohoRequest): Promise<ZohoStudent[]> {
  const answer = await call(request)
  return answer.body === undefined ? [] : understood(studentPage, request, answer).data
}

export function inLists(ids: readonly ZohoId[]): ZohoId[][] {
  const lists: ZohoId[][] = []
  let characters = 0
  for (const id of ids) {
    const last = lists.at(-1)
    const added = characters + id.length + 1
    if (last === undefined || last.length === IDS_PER_CALL || added > IDS_CHARACTERS) {
      lists.push([id])
      characters = id.length
    } else {
      last.push(id)
      characters = added
    }
  }
  return lists
}
