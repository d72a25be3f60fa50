import { z } from 'zod'
import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoRecord, ZohoSubform } from '../../ports/zoho.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { coqlPages, isWithoutCoql } from './coql-pages.ts'
import { coqlText } from './coql-text.ts'
import { recordPage, zohoIdText } from './record-page.ts'
import { oneRequest } from './request.ts'

const PARENT = 'Parent_Id'
const PARENTS_PER_CALL = 50

/**
 * The rows of these parents, in bulk from the subform's own module (reference/zoho.md §2.10), or with a single GET for each parent where
 * that module cannot be asked: lists never show subforms.
 */
export async function readSubformRows(
  call: Call,
  subform: ZohoSubform,
  parents: readonly ZohoId[],
): Promise<Map<ZohoId, ZohoRecord[]>> {
  const wanted = [...new Set(parents)]
  if (wanted.length === 0) return new Map()
  try {
    return await inBulk(call, subform, wanted)
  } catch (error) {
    if (!isWithoutCoql(error)) throw error
    return byParent(call, subform, wanted)
  }
}

async function inBulk(call: Call, { name, fields }: ZohoSubform, parents: readonly ZohoId[]): Promise<Map<ZohoId, ZohoRecord[]>> {
  const rows = new Map<ZohoId, ZohoRecord[]>()
  for (let start = 0; start < parents.length; start += PARENTS_PER_CALL) {
    const some = parents.slice(start, start + PARENTS_PER_CALL).map(coqlText)
    const question = { module: name, fields: [...fields, PARENT], where: `${PARENT} in (${some.join(', ')})` }
    for await (const page of coqlPages(call, question)) {
      for (const row of page) {
        const parent = parentOf.safeParse(row.values[PARENT])
        if (parent.success) rows.set(parent.data.id, [...(rows.get(parent.data.id) ?? []), row])
      }
    }
  }
  return rows
}

const parentOf = z.looseObject({ id: zohoIdText })

const single = z.object({ data: z.tuple([z.looseObject({})]).rest(z.unknown()) })

async function byParent(
  call: Call,
  { name, parent, fields }: ZohoSubform,
  parents: readonly ZohoId[],
): Promise<Map<ZohoId, ZohoRecord[]>> {
  const read = await Promise.all(
    parents.map(async (id): Promise<[ZohoId, ZohoRecord[]]> => {
      const request = oneRequest(parent, id, [name])
      const answer = await call(request)
      if (answer.body === undefined) return [id, []]
      const [record] = understood(single, request, answer).data
      const { records } = recordPage({ module: name, fields }, request, { ...answer, body: { data: record[name] ?? [] } })
      return [id, records]
    }),
  )
  return new Map(read.filter(([, rows]) => rows.length > 0))
}
