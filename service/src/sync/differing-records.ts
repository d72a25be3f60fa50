import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import { type Mapping, type Reading, type Rules, stateHashOf } from '../mapping/mapping.ts'
import type { StateTable } from '../ports/memory.ts'
import { knownStates } from './states.store.ts'

/** A page of records as Zoho tells them, sorted by what we last settled. */
export type Sorted<R extends Rules> = {
  added: Reading<R>[]
  changed: Reading<R>[]
  unchanged: ZohoId[]
  /** To whom the changed ones belonged when we last settled them: those may have to let go of them. */
  ownersBefore: ReadonlyMap<ZohoId, readonly ZohoId[]>
}

/** Compares a page with the last known state: every field that is read, and the settings that decide. */
export async function sortByLastKnown<R extends Rules>(
  { database, tenant }: { database: Pick<Database, 'withTenant'>; tenant: TenantId },
  table: StateTable,
  mapping: Mapping<R>,
  page: readonly Reading<R>[],
): Promise<Sorted<R>> {
  const known = await database.withTenant(tenant, (tx) =>
    knownStates(
      tx,
      table,
      page.map(({ id }) => id),
    ),
  )
  const ownersBefore = new Map<ZohoId, readonly ZohoId[]>()
  const sorted = { added: [] as Reading<R>[], changed: [] as Reading<R>[], unchanged: [] as ZohoId[], ownersBefore }
  for (const record of page) {
    const state = known.get(record.id)
    if (state === undefined) sorted.added.push(record)
    else if (state.stateHash === stateHashOf(mapping, record)) sorted.unchanged.push(record.id)
    else {
      sorted.changed.push(record)
      ownersBefore.set(record.id, state.owners)
    }
  }
  return sorted
}
