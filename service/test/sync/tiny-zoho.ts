import { DEFAULT_TENANT, zohoId } from '../../src/domain/ids.ts'
import { mappingsOf } from '../../src/mapping/field-sets.ts'
import { type Mapping, stateHashOf } from '../../src/mapping/mapping.ts'
import type { NewState } from '../../src/ports/memory.ts'
import type { ZohoQuestion, ZohoRecord } from '../../src/ports/zoho.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import type { BulkOptions } from '../../src/sync/bulk-options.ts'
import { bulkSync, type Synced } from '../../src/sync/bulk-sync.ts'
import { type SyncName, sourcesOf } from '../../src/sync/sources.ts'
import { storeStates } from '../../src/sync/states.store.ts'
import { takeSyncRun } from '../../src/sync/sync-runs.store.ts'
import type { LedgerWorld } from '../ledger-world.ts'

/** Just enough of a Zoho to be read in bulk, in pages of any size; records are plain, an absent field reads as empty. */
export type TinyZoho = BulkOptions['zoho'] & {
  records: Map<string, Map<string, Record<string, unknown>>>
  remove(module: string, id: string): void
  /** Modules that cannot be read by themselves, with what Zoho says. */
  refuse: Map<string, Error>
  asked: ZohoQuestion[]
}

export function tinyZoho({ pageSize = 100 } = {}): TinyZoho {
  const records: TinyZoho['records'] = new Map()
  const refuse: TinyZoho['refuse'] = new Map()
  const asked: ZohoQuestion[] = []
  return {
    records,
    refuse,
    asked,
    remove: (module, id) => void records.get(module)?.delete(id),
    async *allRecords(question, after) {
      asked.push(question)
      const refusal = refuse.get(question.module)
      if (refusal !== undefined) throw refusal
      const rest = [...(records.get(question.module) ?? [])]
        .filter(([id]) => after === undefined || BigInt(id) > BigInt(after))
        .toSorted(([one], [other]) => (BigInt(one) < BigInt(other) ? -1 : 1))
        .map(([id, values]): ZohoRecord => ({ id: zohoId(id), values }))
      for (let from = 0; from < rest.length; from += pageSize) yield rest.slice(from, from + pageSize)
    },
  }
}

export function put(zoho: TinyZoho, module: string, id: string, values: Record<string, unknown>): void {
  const module_ = zoho.records.get(module) ?? new Map<string, Record<string, unknown>>()
  module_.set(id, values)
  zoho.records.set(module, module_)
}

/** A bulk read of one name. */
export async function bulk(
  world: LedgerWorld,
  zoho: BulkOptions['zoho'],
  name: SyncName,
  more: Partial<BulkOptions> = {},
): Promise<Synced> {
  const settings = await settingsOf(world.database, DEFAULT_TENANT)
  return bulkSync((tx) => takeSyncRun(tx, name, 'a test'), {
    database: world.database,
    ledger: world.ledger,
    tenant: DEFAULT_TENANT,
    mappings: mappingsOf(settings),
    settings,
    zoho,
    ...more,
  })
}

/** As if everything of this name had been settled as it stands, with these objects over there. */
export async function learn(
  world: LedgerWorld,
  zoho: TinyZoho,
  name: SyncName,
  targets: Record<string, number> = {},
): Promise<void> {
  const mappings = mappingsOf(await settingsOf(world.database, DEFAULT_TENANT))
  const states: NewState[] = sourcesOf(name).flatMap((source) => {
    const mapping = mappings[source.set] as unknown as Mapping
    return [...(zoho.records.get(mapping.question.module) ?? [])].map(([id, values]): NewState => {
      const reading = mapping.read({ id: zohoId(id), values })
      const owners = Object.entries(mapping.rules).flatMap(([field, { as }]) => {
        const value: unknown = Reflect.get(reading, field)
        return as === 'lookup' && typeof value === 'string' ? [zohoId(value)] : []
      })
      return {
        table: source.table,
        key: zohoId(id),
        fieldHashes: {},
        stateHash: stateHashOf(mapping, reading),
        targets,
        owners,
        modifiedTime: reading.modifiedTime || null,
        gone: false,
        changed: false,
      }
    })
  })
  await world.database.withTenant(DEFAULT_TENANT, (tx) => storeStates(tx, states))
}
