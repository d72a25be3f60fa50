import { DEFAULT_TENANT } from '../src/domain/ids.ts'
import { bulkSync } from '../src/sync/bulk-sync.ts'
import type { SyncName } from '../src/sync/sources.ts'
import { takeSyncRun } from '../src/sync/sync-runs.store.ts'
import { everyName } from '../src/verbs/sync.ts'
import { reconcilingOf } from './reconcile/reconciling.ts'
import type { World } from './world.ts'

/** What `manage sync --all` reads, or only these. It does not wait for parents: their children do. */
export async function syncEverything(world: World, names: readonly SyncName[] = everyName()): Promise<void> {
  const beside = await reconcilingOf(world)
  try {
    const options = { ...(await beside.sweeping()), allowRemovals: true }
    for (const name of names) await bulkSync((tx) => takeSyncRun(tx, name, 'test'), { ...options, tenant: DEFAULT_TENANT })
  } finally {
    await beside.stop()
  }
}
