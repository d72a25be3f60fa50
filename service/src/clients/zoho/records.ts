import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { withWholeTexts } from './cut-texts.ts'
import { fieldsPerCall } from './fields-per-call.ts'
import { recordPage } from './record-page.ts'
import { listRequest } from './request.ts'

/** The parameter `ids` takes this many characters (reference/zoho.md §2.3), … */
const IDS_CHARACTERS = 1024
/** … which is about this many ids. */
const IDS_PER_CALL = 50

/** By the list call even for one id: its `fields` are mandatory, so it cannot answer more than was asked. */
export async function readRecords(
  call: Call,
  { module, fields }: ZohoQuestion,
  ids: readonly ZohoId[],
): Promise<Map<ZohoId, ZohoRecord>> {
  const lists = inLists([...new Set(ids)])
  const parts = await Promise.all(
    fieldsPerCall(fields).map(async (some) => {
      const question = { module, fields: some }
      const requests = lists.map((list) => listRequest(module, ['id', ...some], { ids: list.join(',') }))
      const pages = await Promise.all(
        requests.map(async (request) =>
          withWholeTexts(call, question, recordPage(question, request, await call(request)).records),
        ),
      )
      return new Map(pages.flat().map((record) => [record.id, record]))
    }),
  )
  return joined(parts)
}

/** Records read in several parts, because they have more fields than a call carries: only those that were there each time. */
export function joined(parts: readonly ReadonlyMap<ZohoId, ZohoRecord>[]): Map<ZohoId, ZohoRecord> {
  const [first = new Map<ZohoId, ZohoRecord>(), ...others] = parts
  if (others.length === 0) return new Map(first)
  return new Map(
    [...first].flatMap(([id, record]): [ZohoId, ZohoRecord][] => {
      const rest = others.map((part) => part.get(id))
      if (rest.some((part) => part === undefined)) return []
      return [[id, { id, values: Object.fromEntries([record, ...rest].flatMap((part) => Object.entries(part?.values ?? {}))) }]]
    }),
  )
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
