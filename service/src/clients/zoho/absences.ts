import { z } from 'zod'
import { CodedError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { Absence } from '../../ports/zoho.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { deletedRequest, oneRequest } from './request.ts'
import { zohoIdText } from './student-record.ts'

const deletedPage = z.object({ data: z.array(z.object({ id: zohoIdText })), info: z.object({ more_records: z.boolean() }) })

/** Which of these records are gone. A lost permission answers 204 as well, so only the deleted list proves a deletion. */
export async function readAbsences(call: Call, module: ZohoModule, ids: readonly ZohoId[]): Promise<Map<ZohoId, Absence>> {
  const asked = await Promise.all([...new Set(ids)].map(async (id) => ({ id, there: await isReadable(call, module, id) })))
  const absent = asked.flatMap(({ id, there }) => (there ? [] : [id]))
  const deleted = await findDeleted(call, module, new Set(absent))
  return new Map(absent.map((id) => [id, deleted.has(id) ? 'gone' : 'unlisted']))
}

async function isReadable(call: Call, module: ZohoModule, id: ZohoId): Promise<boolean> {
  try {
    return (await call(oneRequest(module, id, ['id']))).body !== undefined
  } catch (error) {
    // Sometimes an unknown id is "invalid" instead of an empty 204 (reference/zoho.md §2.2).
    if (isRefusal(error, 'INVALID_DATA')) return false
    throw error
  }
}

/** Page by page from the newest deletion on, until all that were asked for are found or the list ends. */
async function findDeleted(call: Call, module: ZohoModule, wanted: ReadonlySet<ZohoId>): Promise<Set<ZohoId>> {
  const found = new Set<ZohoId>()
  for (let page = 1; found.size < wanted.size; page += 1) {
    const request = deletedRequest(module, page)
    try {
      const answer = await call(request)
      if (answer.body === undefined) break
      const { data, info } = understood(deletedPage, request, answer)
      for (const { id } of data) if (wanted.has(id)) found.add(id)
      if (!info.more_records) break
    } catch (error) {
      // Other lists end at 2,000 records without a page token, which this one does not have: what lies behind stays unlisted.
      if (isRefusal(error, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED')) break
      throw error
    }
  }
  return found
}

const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof CodedError && error.code === 'zoho.call_refused' && error.params.zohoCode === code
