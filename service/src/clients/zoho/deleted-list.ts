import { z } from 'zod'
import { CodedError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { zohoIdText } from './record-page.ts'
import { deletedRequest } from './request.ts'

const page = z.object({
  data: z.array(z.object({ id: zohoIdText, deleted_time: z.string().nullish() })),
  info: z.object({ more_records: z.boolean() }),
})

export type Deleted = { id: ZohoId; deletedAt: Date | undefined }

/** The module's deleted list, page by page from the newest deletion on. */
export async function* deletedPages(call: Call, module: ZohoModule): AsyncIterable<Deleted[]> {
  for (let number = 1; ; number += 1) {
    const request = deletedRequest(module, number)
    try {
      const answer = await call(request)
      if (answer.body === undefined) return
      const { data, info } = understood(page, request, answer)
      yield data.map(({ id, deleted_time }) => ({ id, deletedAt: deleted_time == null ? undefined : new Date(deleted_time) }))
      if (!info.more_records) return
    } catch (error) {
      // Other lists end at 2,000 records without a page token, which this one does not have: what lies behind stays unlisted.
      if (isRefusal(error, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED')) return
      throw error
    }
  }
}

/** Deletions at this instant or later, newest first. */
export async function readDeletedSince(call: Call, module: ZohoModule, since: Date): Promise<{ id: ZohoId; deletedAt: Date }[]> {
  const found: { id: ZohoId; deletedAt: Date }[] = []
  for await (const deleted of deletedPages(call, module)) {
    for (const { id, deletedAt } of deleted) if (deletedAt !== undefined && deletedAt >= since) found.push({ id, deletedAt })
    const oldest = deleted.at(-1)?.deletedAt
    if (oldest !== undefined && oldest < since) break
  }
  return found
}

export const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof CodedError && error.code === 'zoho.call_refused' && error.params.zohoCode === code
