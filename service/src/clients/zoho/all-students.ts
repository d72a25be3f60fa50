import { CodedError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoStudent } from '../../ports/zoho.ts'
import { notUnderstood, understood } from './answer.ts'
import type { Call } from './call.ts'
import { coqlText } from './coql-text.ts'
import { coqlRequest, listRequest } from './request.ts'
import { studentFields, studentPage } from './student-record.ts'

/** The most rows COQL gives in one answer (reference/zoho.md §2.8). */
export const COQL_PAGE = 2000
const LIST_PAGE = '200'

/** Zoho's ids differ in length over the years; as numbers they are in order. */
const isBehind = (id: ZohoId, other: ZohoId | undefined): boolean => other === undefined || BigInt(id) > BigInt(other)

/** All students behind `after`, by their ids: through COQL, or through the list where the college's edition or consent has no COQL. */
export async function* readAllStudents(
  call: Call,
  after: ZohoId | undefined,
  pageSize: number = COQL_PAGE,
): AsyncIterable<ZohoStudent[]> {
  let last = after
  try {
    for await (const page of byQuery(call, last, pageSize)) {
      last = page.at(-1)?.id ?? last
      yield page
    }
  } catch (error) {
    if (!isWithoutCoql(error)) throw error
    yield* byList(call, last)
  }
}

/** Each page asks for what is behind the last one, so that records that come or go meanwhile shift nothing. */
async function* byQuery(call: Call, after: ZohoId | undefined, pageSize: number): AsyncIterable<ZohoStudent[]> {
  let last = after
  for (let more = true; more; ) {
    // A query must have a condition (reference/zoho.md §2.8).
    const where = last === undefined ? 'id is not null' : `id > ${coqlText(last)}`
    const request = coqlRequest({ module: 'BTEC_Students', fields: studentFields, where, limit: pageSize })
    const answer = await call(request)
    if (answer.body === undefined) return
    const { data, info } = understood(studentPage, request, answer)
    const end = data.at(-1)
    if (end === undefined) return
    if (!isBehind(end.id, last)) throw notUnderstood(request, 'order by id')
    last = end.id
    yield data
    more = info.more_records
  }
}

/** The list cannot start in the middle: it is read from its beginning, and what is known already passed over. */
async function* byList(call: Call, after: ZohoId | undefined): AsyncIterable<ZohoStudent[]> {
  const query = { sort_by: 'id', sort_order: 'asc', per_page: LIST_PAGE }
  for (let token: string | null | undefined = ''; token !== null && token !== undefined; ) {
    const request = listRequest('BTEC_Students', studentFields, token === '' ? query : { ...query, page_token: token })
    const answer = await call(request)
    if (answer.body === undefined) return
    const { data, info } = understood(studentPage, request, answer)
    const page = data.filter(({ id }) => isBehind(id, after))
    if (page.length > 0) yield page
    token = info.more_records ? info.next_page_token : null
  }
}

const withoutFeature = new Set(['FEATURE_NOT_SUPPORTED', 'FEATURE_NOT_ENABLED', 'API_NOT_SUPPORTED', 'INVALID_URL_PATTERN'])

function isWithoutCoql(error: unknown): boolean {
  if (!(error instanceof CodedError)) return false
  if (error.code === 'zoho.scope_missing' || error.code === 'zoho.no_permission') return true
  return error.code === 'zoho.call_refused' && withoutFeature.has(String(error.params.zohoCode))
}
