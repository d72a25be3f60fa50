import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import { type Mapping, type Reading, sha256 } from '../mapping/mapping.ts'
import type { Zoho } from '../ports/zoho.ts'
import { sortByLastKnown } from '../sync/differing-records.ts'
import { knownInRange } from '../sync/lost-records.store.ts'
import { type Source, type SyncName, sourcesOf } from '../sync/sources.ts'
import { type KnownOwners, ownersOf } from './known-records.store.ts'
import type { Scope } from './scope.ts'

/** A record that was read in Zoho; `hash` over what Zoho decides of it, '' when it is gone. */
export type ReadSource = { set: Source['set']; id: ZohoId; hash: string }

/** A key that a plan looks at, and for which record's sake. */
export type Candidate = Route & { module: ZohoModule; recordId: string; sources: readonly ReadSource[] }

/** Where a plan reads: what we remember, and Zoho. */
export type Books = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  mappings: Mappings
  zoho: Pick<Zoho, 'records' | 'allRecords'>
}

/**
 * The keys that a plan looks at for a name, page by page: of the records that differ from what was
 * last known, or of all, and of those that are not there any more. A key may come more than once.
 */
export async function* candidates(
  context: Books,
  name: SyncName,
  { ids, compareAll }: Pick<Scope, 'ids' | 'compareAll'>,
): AsyncIterable<Candidate[]> {
  const [first, ...others] = sourcesOf(name)
  if (first === undefined) return
  if (ids !== null) yield await named(context, first, ids)
  else for (const source of [first, ...others]) yield* inPages(context, source, compareAll)
}

async function named(context: Books, source: Source, ids: readonly ZohoId[]): Promise<Candidate[]> {
  const mapping = mappingOf(context, source)
  const records = await context.zoho.records(mapping.question, ids)
  const missing = ids.filter((id) => !records.has(id))
  const known =
    missing.length === 0 ? [] : await context.database.withTenant(context.tenant, (tx) => ownersOf(tx, source.table, missing))
  const owners = new Map(known.map((each) => [each.id, each.owners]))
  return [
    ...[...records.values()].flatMap((record) => living(source, mapping, mapping.read(record))),
    // One we never knew is looked at all the same: the run says what is wrong with it.
    ...missing.flatMap((id) => lost(source, mapping, { id, owners: owners.get(id) ?? [] })),
  ]
}

async function* inPages(context: Books, source: Source, compareAll: boolean): AsyncIterable<Candidate[]> {
  const { database, tenant, zoho } = context
  const mapping = mappingOf(context, source)
  const gone = (after: ZohoId | undefined, upTo: ZohoId | undefined, found: readonly ZohoId[]): Promise<KnownOwners[]> =>
    database.withTenant(tenant, (tx) => knownInRange(tx, source.table, { after, upTo }, found))
  let after: ZohoId | undefined
  for await (const records of zoho.allRecords(mapping.question)) {
    const page = records.map((record) => mapping.read(record))
    const upTo = page.at(-1)?.id
    if (upTo === undefined) continue
    const { unchanged } = compareAll ? { unchanged: [] } : await sortByLastKnown(context, source.table, mapping, page)
    const same = new Set<ZohoId>(unchanged)
    const missing = await gone(
      after,
      upTo,
      page.map(({ id }) => id),
    )
    yield [
      ...page.filter(({ id }) => !same.has(id)).flatMap((reading) => living(source, mapping, reading)),
      ...missing.flatMap((each) => lost(source, mapping, each)),
    ]
    after = upTo
  }
  yield (await gone(after, undefined, [])).flatMap((each) => lost(source, mapping, each))
}

const mappingOf = ({ mappings }: Pick<Books, 'mappings'>, { set }: Pick<Source, 'set'>): Mapping => mappings[set]

const living = (source: Source, mapping: Mapping, reading: Reading): Candidate[] =>
  source.routesOf(reading as never).map((route) => ({
    ...route,
    module: source.module,
    recordId: reading.id,
    sources: readAgain(source, mapping, { id: reading.id, hash: readingHash(mapping, reading) }),
  }))

const lost = (source: Source, mapping: Mapping, { id, owners }: KnownOwners): Candidate[] =>
  source.routesOfLost(id, owners).map((route) => ({
    ...route,
    module: source.module,
    recordId: id,
    sources: readAgain(source, mapping, { id, hash: '' }),
  }))

/** Rows of a subform cannot be asked for by their ids everywhere: whether they moved shows in the changes alone. */
const readAgain = ({ set, module }: Source, mapping: Mapping, read: Omit<ReadSource, 'set'>): ReadSource[] =>
  mapping.set.module === module ? [{ set, ...read }] : []

/** Over what Zoho decides: what we write there ourselves moves with our own doing, and shows in the changes. */
function readingHash({ rules }: Mapping, reading: Reading): string {
  const fields = Object.keys(rules).filter((field) => rules[field]?.owner === 'zoho')
  return sha256(JSON.stringify(fields.map((field) => [field, Reflect.get(reading, field)])))
}

/** The hashes of these records as they are now; '' of those that cannot be read. In as few calls as Zoho allows. */
export async function hashesNow(
  { mappings, zoho }: Pick<Books, 'mappings' | 'zoho'>,
  read: readonly ReadSource[],
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const [set, ofSet] of Map.groupBy(read, (each) => each.set)) {
    const mapping = mappingOf({ mappings }, { set })
    const ids = [...new Set(ofSet.map(({ id }) => id))]
    const records = await zoho.records(mapping.question, ids)
    for (const id of ids) {
      const record = records.get(id)
      hashes.set(keyOfSource({ set, id }), record === undefined ? '' : readingHash(mapping, mapping.read(record)))
    }
  }
  return hashes
}

export const keyOfSource = ({ set, id }: Pick<ReadSource, 'set' | 'id'>): string => `${set} ${id}`
