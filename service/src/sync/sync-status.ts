import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import { prefixOf } from './students-sync.ts'
import { type Progress, progressOf, readSyncRun, type SyncRunRow } from './sync-runs.store.ts'

/** A bulk read and what became of its hints. @throws RejectedError `api.not_found` */
export const syncStatus = (
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  runId: string,
): Promise<SyncRunRow & { events: Progress }> =>
  database.withTenant(tenant, async (tx) => ({
    ...(await readSyncRun(tx, runId)),
    events: await progressOf(tx, 'sync', prefixOf(runId)),
  }))
