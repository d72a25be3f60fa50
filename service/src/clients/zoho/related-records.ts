import { z } from 'zod'
import { isZohoId, type ZohoId } from '../../domain/ids.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import { understood, type ZohoAnswer } from './answer.ts'
import type { Call } from './call.ts'
import { fieldsPerCall } from './fields-per-call.ts'
import { recordPage } from './record-page.ts'
import { joined } from './records.ts'
import { relatedRequest, settingsRequest } from './request.ts'

const ASK_AGAIN_MS = 60 * 60_000

/** A lookup seen from the record it points to: that record's module, and the name of the list there. */
export type RelatedList = { parent: string; list: string }

/** What a lookup is called where it points to, asked for once an hour; undefined for a field that is no lookup. */
export type RelatedLists = (call: Call, module: string, field: string) => Promise<RelatedList | undefined>

const fields = z.object({
  fields: z.array(
    z.looseObject({
      api_name: z.string(),
      lookup: z
        .union([
          z.looseObject({ api_name: z.string(), module: z.union([z.string(), z.looseObject({ api_name: z.string() })]) }),
          z.unknown().transform(() => undefined),
        ])
        .optional(),
    }),
  ),
})

export function createRelatedLists(now: () => number): RelatedLists {
  const known = new Map<string, { at: number; lists: ReadonlyMap<string, RelatedList> }>()
  return async (call, module, field) => {
    const before = known.get(module)
    if (before !== undefined && now() - before.at < ASK_AGAIN_MS) return before.lists.get(field)
    const lists = await readLists(call, module)
    known.set(module, { at: now(), lists })
    return lists.get(field)
  }
}

async function readLists(call: Call, module: string): Promise<Map<string, RelatedList>> {
  const request = settingsRequest('fields', { module })
  const answer = await call(request)
  if (answer.body === undefined) return new Map()
  return new Map(
    understood(fields, request, answer).fields.flatMap(({ api_name, lookup }): [string, RelatedList][] => {
      if (lookup === undefined) return []
      const parent = typeof lookup.module === 'string' ? lookup.module : lookup.module.api_name
      return [[api_name, { parent, list: lookup.api_name }]]
    }),
  )
}

/**
 * The records whose lookup points to one of these, a list for each of them: where COQL does not read their module.
 */
export async function readRelated(
  call: Call,
  { module, fields: wanted }: ZohoQuestion,
  { parent, list }: RelatedList,
  ids: readonly string[],
): Promise<ZohoRecord[]> {
  const found = new Map<ZohoId, ZohoRecord>()
  for (const id of ids.filter(isZohoId)) {
    const parts: ReadonlyMap<ZohoId, ZohoRecord>[] = []
    for (const some of fieldsPerCall(wanted)) {
      const part = new Map<ZohoId, ZohoRecord>()
      for (let token: string | null = ''; token !== null; ) {
        const names = some.map((field) => nameInList(module, field))
        const request = relatedRequest({ module, parent, id, list, fields: names, ...(token === '' ? {} : { pageToken: token }) })
        const answer = withBareNames(module, await call(request))
        const { records, more, nextPageToken } = recordPage({ module, fields: some }, request, answer)
        for (const record of records) part.set(record.id, record)
        token = more ? nextPageToken : null
      }
      parts.push(part)
    }
    for (const [record, values] of joined(parts)) found.set(record, values)
  }
  return [...found.values()]
}

const LINKING = 'BTEC_Enrollments'

/** Fields of a linking module are asked for with its name before them (reference/zoho.md §2.11). */
const nameInList = (module: string, field: string): string => (module === LINKING ? `${module}.${field}` : field)

/** Under which of the two names they come back the reference does not say. */
function withBareNames(module: string, answer: ZohoAnswer): ZohoAnswer {
  const { body } = answer
  if (module !== LINKING || typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data))
    return answer
  const prefix = `${module}.`
  const bare = (row: object): object =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value]),
    )
  return {
    ...answer,
    body: { ...body, data: body.data.map((row: unknown) => (typeof row === 'object' && row !== null ? bare(row) : row)) },
  }
}
