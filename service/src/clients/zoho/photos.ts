import { z } from 'zod'
import { SystemHeldError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { ZohoPhoto } from '../../ports/zoho-photos.ts'
import { notUnderstood, understood } from './answer.ts'
import type { Call } from './call.ts'
import { isRefusal } from './deleted-list.ts'
import { zohoIdText } from './record-page.ts'
import { attachmentsRequest, fileRequest, type ZohoRequest } from './request.ts'

/** As the college names the file (reference/predecessor.md §1.4), in any letters. */
const NAME = /personal_photo/i
/** What Zoho itself takes for a photo (reference/zoho.md §2.11); attachments may be twice as large. */
const MOST_MEGABYTES = 10
/** Nobody has a thousand attachments. */
const MOST_PAGES = 5

const page = z.object({
  data: z.array(
    z.object({
      id: zohoIdText,
      File_Name: z.string().nullish(),
      Size: z.union([z.string(), z.number()]).nullish(),
      Created_Time: z.string().nullish(),
    }),
  ),
  info: z.object({ more_records: z.boolean() }),
})
type Attachment = z.output<typeof page>['data'][number]

/** The newest attachment named as a personal photo, else the photo of the record itself. */
export async function readPhoto(call: Call, module: ZohoModule, id: ZohoId): Promise<ZohoPhoto> {
  const attachment = await newestPhoto(call, module, id)
  if (attachment === 'not allowed' || attachment === undefined) {
    const own = await bytesOf(call, fileRequest(`${module}/${id}/photo`))
    return own === undefined ? { absent: attachment ?? 'none' } : { bytes: own }
  }
  if (Number(attachment.Size ?? 0) > MOST_MEGABYTES * 1024 * 1024) return { absent: 'too large', megabytes: MOST_MEGABYTES }
  const bytes = await bytesOf(call, fileRequest(`${module}/${id}/Attachments/${attachment.id}`))
  return bytes === undefined ? { absent: 'none' } : { bytes }
}

async function newestPhoto(call: Call, module: ZohoModule, id: ZohoId): Promise<Attachment | 'not allowed' | undefined> {
  const photos: Attachment[] = []
  try {
    for (let number = 1; number <= MOST_PAGES; number += 1) {
      const request = attachmentsRequest(module, id, number)
      const answer = await call(request)
      if (answer.body === undefined) break
      const { data, info } = understood(page, request, answer)
      photos.push(...data.filter(({ File_Name: name }) => NAME.test(name ?? '')))
      if (!info.more_records) break
    }
  } catch (error) {
    if (isForbidden(error)) return 'not allowed'
    if (isRefusal(error, 'INVALID_DATA')) return undefined
    throw error
  }
  const at = ({ Created_Time: time }: Attachment): number => Date.parse(time ?? '') || 0
  // Of two of one second the first of the list: it is told newest first.
  return photos.toSorted((one, other) => at(other) - at(one))[0]
}

/** Attachments have a scope of their own. A college that did not give it goes without them; it is no reason to stop everything else. */
const isForbidden = (error: unknown): boolean =>
  error instanceof SystemHeldError && (error.code === 'zoho.scope_missing' || error.code === 'zoho.no_permission')

/** undefined when it is not there: an empty answer, or an unknown record. */
async function bytesOf(call: Call, request: ZohoRequest): Promise<Uint8Array | undefined> {
  try {
    const { body } = await call(request)
    if (body === undefined) return undefined
    if (!(body instanceof Uint8Array)) throw notUnderstood(request, 'file')
    return body.length === 0 ? undefined : body
  } catch (error) {
    if (isRefusal(error, 'INVALID_DATA')) return undefined
    throw error
  }
}
