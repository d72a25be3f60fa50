import { type ModuleCall, nothing, unchanged, type ZohoAnswer } from './call.ts'
import { writeDateTime } from './date-times.ts'
import { invalidParameter } from './errors.ts'
import { readModifiedSince, readPage, readPerPage } from './list-request.ts'
import { personOf } from './people.ts'
import type { World } from './world.ts'

const DAY = 86_400_000
const RECYCLE_BIN_DAYS = 60
const LISTED_DAYS = 120

const person = (id: string) => ({ name: personOf(id).name, id })

/** 60 days in the recycle bin, then as permanently deleted without names, until it is forgotten (reference/zoho.md §2.5). */
export const listDeleted = (world: World, call: ModuleCall): ZohoAnswer => {
  const type = call.query.type ?? 'all'
  if (type !== 'all' && type !== 'recycle' && type !== 'permanent')
    throw invalidParameter('type', { supported_values: ['all', 'recycle', 'permanent'] })
  const perPage = readPerPage(call.query)
  const page = readPage(call.query)
  const since = readModifiedSince(call, true)
  const found = world.store
    .tombstones(call.module.apiName)
    .map((tombstone) => ({ tombstone, days: (world.clock.now() - tombstone.deletedAt) / DAY }))
    .filter(({ days }) => days < LISTED_DAYS)
    .filter(({ tombstone }) => since === undefined || tombstone.deletedAt > since)
    .map(({ tombstone, days }) => ({ tombstone, type: days < RECYCLE_BIN_DAYS ? 'recycle' : 'permanent' }))
    .filter((each) => type === 'all' || each.type === type)
    .sort(
      (left, right) =>
        right.tombstone.deletedAt - left.tombstone.deletedAt || (left.tombstone.row.id < right.tombstone.row.id ? 1 : -1),
    )
  const shown = found.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return since === undefined ? nothing : unchanged
  return {
    status: 200,
    rowsFound: shown.length,
    body: {
      data: shown.map(({ tombstone, type: kind }) => ({
        deleted_by: kind === 'permanent' ? null : person(tombstone.deletedBy),
        id: tombstone.row.id,
        display_name: kind === 'permanent' ? null : tombstone.displayName,
        type: kind,
        created_by: kind === 'permanent' ? null : person(tombstone.row.createdBy),
        deleted_time: writeDateTime(tombstone.deletedAt, world.behaviour.zone),
      })),
      info: { per_page: perPage, count: shown.length, page, more_records: found.length > page * perPage },
    },
  }
}
