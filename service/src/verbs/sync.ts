import { RejectedError } from '../domain/errors.ts'
import { zohoId } from '../domain/ids.ts'
import { flows } from '../flows/flows.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { requestRecords } from '../sync/request-records.ts'
import { type SyncName, syncNames } from '../sync/sources.ts'
import { type Queued, queueSyncRuns } from '../sync/sync-line.store.ts'
import type { SyncWishes } from '../sync/sync-runs.store.ts'
import type { Desk } from './desk.ts'

const hasFlow = (name: SyncName): boolean => flows.some((flow) => flow.name === name)

/** Everything that `--all` stands for, in the order of what depends on what. */
export const everyName = (): SyncName[] => syncNames.filter(hasFlow)

/** @throws RejectedError `flow.none_yet` */
export function ensureSyncable(name: SyncName): void {
  if (!hasFlow(name)) throw new RejectedError('flow.none_yet', { subject: name }, 404)
}

/**
 * Puts bulk reads in line for the service, all of them or none.
 * @throws RejectedError `sync.running`, `flow.none_yet`
 */
export async function startSync(
  { database, tenant, who }: Pick<Desk, 'database' | 'tenant' | 'who'>,
  names: readonly SyncName[],
  wishes: SyncWishes,
): Promise<Queued[]> {
  names.forEach(ensureSyncable)
  return database.withTenant(tenant, (tx) => queueSyncRuns(tx, names, wishes, who))
}

/** Looks at the records a person named, at once. @throws RejectedError `flow.none_yet` */
export async function syncTheseRecords(
  { database, tenant, who, ledger }: Pick<Desk, 'database' | 'tenant' | 'who'> & { ledger: Pick<Ledger, 'receive'> },
  name: SyncName,
  ids: readonly string[],
): Promise<{ runId: string; prefix: string }> {
  ensureSyncable(name)
  return requestRecords({ database, ledger, tenant, askedBy: who }, name, ids.map(zohoId))
}
