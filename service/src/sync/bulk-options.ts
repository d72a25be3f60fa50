import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'
import type { SyncCounts, SyncRun } from './sync-runs.store.ts'

/** What a bulk read works with. */
export type BulkOptions = {
  database: Pick<Database, 'withTenant'>
  ledger: Pick<Ledger, 'receive'>
  tenant: TenantId
  mappings: Mappings
  settings: Pick<AllSettings, 'deletions.bulk_percent' | 'deletions.bulk_count'>
  zoho: Pick<Zoho, 'allRecords'>
  /** A person has looked at what would be removed. */
  allowRemovals?: boolean
  /** Ends the reading after the current page; the next bulk read goes on from there. */
  signal?: AbortSignal
  /** How a run ends that was told to stop; `queued` hands it to the next process of the service. */
  whenStopped?: 'interrupted' | 'queued'
  onPage?: (run: SyncRun, counts: SyncCounts) => void
}
