import type { RecordCall, ZohoAnswer } from './call.ts'
import { RefusedRequest } from './errors.ts'
import { readList } from './field-list.ts'
import { list } from './list.ts'
import type { PageTokens } from './page-tokens.ts'
import { recordOf } from './record-of.ts'
import { type RelatedList, relatedListsOf } from './related-lists.ts'
import type { World } from './world.ts'

export const relatedListOf = (world: World, call: RecordCall, name: string): RelatedList => {
  const found = relatedListsOf(world.store.schema, call.module).find((each) => each.apiName === name)
  if (found === undefined) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'the relation name given seems to be invalid', { resource_path_index: 2 })
  }
  return found
}

/** Fields of a linking module may be asked for as `BTEC_Enrollments.Start_Date` too (reference/zoho.md §2.11); they come back under the bare name. */
const withoutPrefix = (names: string, related: RelatedList): string =>
  names
    .split(',')
    .map((name) => name.trim().replace(`${related.module.apiName}.`, ''))
    .join(',')

/** The records that point to this one, as a list with its pages; those of an association are records of the linking module. */
export const listRelated = (world: World, tokens: PageTokens, call: RecordCall & { part: string }): ZohoAnswer => {
  const related = relatedListOf(world, call, call.part)
  recordOf(world, call)
  const theirs = world.store
    .table(related.module.apiName)
    .having(related.field.apiName, call.id)
    .map((row) => row.id)
  const asked = call.query.ids === undefined ? undefined : new Set(readList('ids', call.query.ids))
  return list(
    world,
    tokens,
    {
      ...call,
      module: related.module,
      query: {
        ...call.query,
        ...(call.query.fields === undefined ? {} : { fields: withoutPrefix(call.query.fields, related) }),
      },
    },
    { of: call.id, ids: asked === undefined ? theirs : theirs.filter((id) => asked.has(id)) },
  )
}
