import { isObject } from './check-record.ts'
import { listDeleted } from './deleted.ts'
import { list } from './list.ts'
import type { PageTokens } from './page-tokens.ts'
import { readOne } from './read-one.ts'
import { cheap, type MountModuleRoute, type Price } from './route-kinds.ts'
import type { ModuleSchema } from './schema.ts'
import { moduleScope } from './scopes.ts'
import { count, search } from './search.ts'
import type { SearchIndex } from './search-index.ts'
import { upsert } from './upsert.ts'
import type { World } from './world.ts'
import { insert, removeMany, removeOne, update } from './write.ts'

const recordsIn = (body: unknown): number => (isObject(body) && Array.isArray(body.data) ? body.data.length : 1)

/** 1 credit for every ten records; more than ten at once are counted as heavy calls (reference/zoho.md §3). */
const writing = (records: number): Price => ({
  credits: Math.max(1, Math.ceil(records / 10)),
  limited: records > 10,
})

const searchScopes = (module: ModuleSchema): string[] => [moduleScope(module, 'READ'), 'ZohoSearch.securesearch.READ']

/** Reading and writing the records of a module. */
export const mountRecordRoutes = (
  moduleRoute: MountModuleRoute,
  { world, tokens, index }: { world: World; tokens: PageTokens; index: SearchIndex },
): void => {
  moduleRoute(
    'GET',
    '/:module',
    'READ',
    (call) => ({ credits: 1, limited: call.query.sort_by !== undefined }),
    (call) => list(world, tokens, call),
  )
  moduleRoute(
    'POST',
    '/:module',
    'CREATE',
    (call) => writing(recordsIn(call.body)),
    (call) => insert(world, call),
  )
  moduleRoute(
    'PUT',
    '/:module',
    'UPDATE',
    (call) => writing(recordsIn(call.body)),
    ({ id: _none, ...call }) => update(world, call),
  )
  moduleRoute(
    'DELETE',
    '/:module',
    'DELETE',
    (call) => ({ ...writing((call.query.ids ?? '').split(',').length), limited: false }),
    (call) => removeMany(world, call),
  )
  moduleRoute(
    'POST',
    '/:module/upsert',
    'UPDATE',
    (call) => writing(recordsIn(call.body)),
    (call) => upsert(world, call),
  )
  moduleRoute(
    'GET',
    '/:module/deleted',
    'READ',
    () => ({ credits: 2, limited: false }),
    (call) => listDeleted(world, call),
  )
  moduleRoute(
    'GET',
    '/:module/search',
    'READ',
    () => ({ credits: 1, limited: true }),
    (call) => search(world, index, call),
    searchScopes,
  )
  moduleRoute(
    'GET',
    '/:module/actions/count',
    'READ',
    () => cheap,
    (call) => count(world, index, call),
    searchScopes,
  )
  moduleRoute(
    'GET',
    '/:module/:id',
    'READ',
    () => cheap,
    (call) => readOne(world, call),
  )
  moduleRoute(
    'PUT',
    '/:module/:id',
    'UPDATE',
    () => cheap,
    (call) => update(world, call),
  )
  moduleRoute(
    'DELETE',
    '/:module/:id',
    'DELETE',
    () => cheap,
    (call) => removeOne(world, call),
  )
}
