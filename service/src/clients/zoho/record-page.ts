import { z } from 'zod'
import { SystemHeldError } from '../../domain/errors.ts'
import { isZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import { understood, type ZohoAnswer } from './answer.ts'
import type { ZohoRequest } from './request.ts'

export const zohoIdText = z.string().refine(isZohoId)

const page = z.object({
  data: z.array(z.looseObject({ id: zohoIdText })),
  info: z.object({ more_records: z.boolean(), next_page_token: z.string().nullish() }).optional(),
})

export type RecordPage = { records: ZohoRecord[]; more: boolean; nextPageToken: string | null }

/**
 * A page of records with every field that was asked for. A field that the answer lacks is missing in Zoho, or hidden from our user: Zoho
 * writes an empty one as null, so taking the absent one for empty would wipe it in Moodle.
 * @throws SystemHeldError `zoho.field_missing`
 */
export function recordPage(
  { module, fields }: Pick<ZohoQuestion, 'fields'> & { module: string },
  request: ZohoRequest,
  answer: ZohoAnswer,
): RecordPage {
  if (answer.body === undefined) return { records: [], more: false, nextPageToken: null }
  const { data, info } = understood(page, request, answer)
  const records = data.map((values): ZohoRecord => {
    for (const field of fields) {
      if (!Object.hasOwn(values, field)) throw new SystemHeldError('zoho', 'zoho.field_missing', { module, field })
    }
    return { id: values.id, values }
  })
  return { records, more: info?.more_records ?? false, nextPageToken: info?.next_page_token ?? null }
}
