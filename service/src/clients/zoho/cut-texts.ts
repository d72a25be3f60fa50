import type { ZohoId } from '../../domain/ids.ts'
import { isZohoModule } from '../../domain/zoho-modules.ts'
import type { ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { recordPage } from './record-page.ts'
import { oneRequest } from './request.ts'

/** Lists cut big text fields here (reference/zoho.md §2.3); a mark of omission may follow. */
const CUT_AT = 500
const MARK = 3

const isPerhapsCut = (value: unknown): boolean =>
  typeof value === 'string' && value.length >= CUT_AT && value.length <= CUT_AT + MARK

/** Reads those records of a list alone whose texts may have been cut. One that is gone by now stays as it was listed. */
export async function withWholeTexts(
  call: Call,
  { module, fields }: { module: string; fields: readonly string[] },
  listed: readonly ZohoRecord[],
): Promise<ZohoRecord[]> {
  if (!isZohoModule(module)) return [...listed]
  const cut = listed.filter(({ values }) => fields.some((field) => isPerhapsCut(values[field])))
  const whole = new Map(
    await Promise.all(
      cut.map(async ({ id }): Promise<[ZohoId, ZohoRecord | undefined]> => {
        const request = oneRequest(module, id, ['id', ...fields])
        return [id, recordPage({ module, fields }, request, await call(request)).records[0]]
      }),
    ),
  )
  return listed.map((record) => whole.get(record.id) ?? record)
}
