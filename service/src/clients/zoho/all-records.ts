import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { COQL_PAGE, coqlPages, isBehind, isWithoutCoql } from './coql-pages.ts'
import { withWholeTexts } from './cut-texts.ts'
import { fieldsPerCall } from './fields-per-call.ts'
import { recordPage } from './record-page.ts'
import { joined, readRecords } from './records.ts'
import { listRequest } from './request.ts'

const LIST_PAGE = '200'

/** All records behind `after`, by their ids: through COQL, or through the list where the college's edition or consent has no COQL. */
export async function* readAllRecords(
  call: Call,
  question: ZohoQuestion,
  after: ZohoId | undefined,
  pageSize: number = COQL_PAGE,
): AsyncIterable<ZohoRecord[]> {
  let last = after
  try {
    for await (const page of coqlPages(call, { ...question, after: last, pageSize })) {
      last = page.at(-1)?.id ?? last
      yield page
    }
  } catch (error) {
    if (!isWithoutCoql(error)) throw error
    yield* byList(call, question, last)
  }
}

/** The list cannot start in the middle: it is read from its beginning, and what is known already passed over. */
async function* byList(call: Call, { module, fields }: ZohoQuestion, after: ZohoId | undefined): AsyncIterable<ZohoRecord[]> {
  const query = { sort_by: 'id', sort_order: 'asc', per_page: LIST_PAGE }
  const [first = [], ...others] = fieldsPerCall(fields)
  for (let token: string | null = ''; token !== null; ) {
    const request = listRequest(module, ['id', ...first], token === '' ? query : { ...query, page_token: token })
    const { records, more, nextPageToken } = recordPage({ module, fields: first }, request, await call(request))
    const behind = records.filter(({ id }) => isBehind(id, after))
    const part = await withWholeTexts(call, { module, fields: first }, behind)
    const page = await withTheRest(call, module, part, others)
    if (page.length > 0) yield page
    token = more ? nextPageToken : null
  }
}

async function withTheRest(
  call: Call,
  module: ZohoQuestion['module'],
  part: readonly ZohoRecord[],
  others: readonly (readonly string[])[],
): Promise<ZohoRecord[]> {
  if (others.length === 0 || part.length === 0) return [...part]
  const ids = part.map(({ id }) => id)
  const rest = await Promise.all(others.map((fields) => readRecords(call, { module, fields }, ids)))
  return [...joined([new Map(part.map((record) => [record.id, record])), ...rest]).values()]
}
