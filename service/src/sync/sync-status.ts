import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import type { SyncName } from './sources.ts'
import { type Progress, prefixOf, progressOf, readSyncRun, readSyncRuns, type SyncRunRow } from './sync-history.store.ts'

/** A bulk read and what became of its hints. @throws RejectedError `api.not_found` */
export const syncStatus = (
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  runId: string,
): Promise<SyncRunRow & { events: Progress }> =>
  database.withTenant(tenant, async (tx) => {
    const run = await readSyncRun(tx, runId)
    return { ...run, events: await progressOf(tx, prefixOf(run)) }
  })

/** The bulk reads and requests of a college, newest first. */
export const syncHistory = (
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  choice: { name?: SyncName; limit: number },
): Promise<SyncRunRow[]> => database.withTenant(tenant, (tx) => readSyncRuns(tx, choice))
