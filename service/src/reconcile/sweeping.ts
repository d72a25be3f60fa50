import type { Database } from '../db/database.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import { distinctRoutes, type Route } from '../domain/route.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import { knownEvents } from '../ledger/known-events.store.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { FieldSetName, Mappings } from '../mapping/field-sets.ts'
import type { Mapping, Reading } from '../mapping/mapping.ts'
import type { StateTable } from '../ports/memory.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { eventAbout } from '../sync/hints.ts'
import { type SyncName, sources, syncNames } from '../sync/sources.ts'

/** What a sweep works with. */
export type Sweeping = {
  database: Pick<Database, 'withTenant'>
  ledger: Pick<Ledger, 'receive'>
  tenant: TenantId
  zoho: Zoho
  mappings: Mappings
  settings: AllSettings
  /** The flows that run here: nobody would look at another one's keys. */
  flows: ReadonlySet<string>
}

/** A source without its type of reading: sweeps treat all alike. */
export type AnySource = {
  set: FieldSetName
  table: StateTable
  module: ZohoModule
  routesOf(record: Reading): readonly Route[]
  routesOfLost(key: ZohoId, owners: readonly ZohoId[]): readonly Route[]
}

/** The sources of a flow, the first of which brings each of its subjects. */
export const sourcesOf = (name: SyncName): readonly [AnySource, ...AnySource[]] =>
  sources[name] as readonly unknown[] as [AnySource, ...AnySource[]]

export const sweptNames = ({ flows }: Pick<Sweeping, 'flows'>): SyncName[] => syncNames.filter((name) => flows.has(name))

/** Every source whose flow runs here, in the order of what depends on what. */
export const sweptSources = (sweeping: Pick<Sweeping, 'flows'>): AnySource[] => sweptNames(sweeping).flatMap(sourcesOf)

export const mappingOfSource = ({ mappings }: Pick<Sweeping, 'mappings'>, { set }: AnySource): Mapping => mappings[set]

/** Rows of a subform have no change and no deletion of their own: their parent's says it. */
export const isSubform = (sweeping: Pick<Sweeping, 'mappings'>, source: AnySource): boolean =>
  mappingOfSource(sweeping, source).question.module !== source.module

/** A hint to be written: what it says, and whose keys it feeds. */
export type Finding = { event: NewEvent; routes: readonly Route[] }

/** @param eventId made of what was found, so that finding it again writes nothing */
export function finding(
  eventId: string,
  about: { module: ZohoModule; recordId: string; eventType?: 'updated' | 'deleted' | 'confirmed' },
  routes: readonly Route[],
): Finding {
  const { module, recordId, eventType = 'updated' } = about
  const payload = { module, record_id: recordId }
  return {
    event: { ...eventAbout(eventId, { module, recordId, eventType }, payload), source: 'sync', lane: 'bulk' },
    routes: distinctRoutes(routes),
  }
}

/** Writes the hints that are not written yet. @returns how many those were */
export async function writeFindings(
  { database, ledger, tenant }: Pick<Sweeping, 'database' | 'ledger' | 'tenant'>,
  findings: readonly Finding[],
): Promise<number> {
  const routed = findings.filter(({ routes }) => routes.length > 0)
  if (routed.length === 0) return 0
  const known = await database.withTenant(tenant, (tx) =>
    knownEvents(
      tx,
      'sync',
      routed.map(({ event }) => event.eventId),
    ),
  )
  const fresh = routed.filter(({ event }) => !known.has(event.eventId))
  // All at once: the ledger lets them share commits.
  await Promise.all(fresh.map(({ event, routes }) => ledger.receive(tenant, event, routes)))
  return fresh.length
}
