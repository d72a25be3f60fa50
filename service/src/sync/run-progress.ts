import type { Database, Tx } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import { keepPlace, type Place, type SyncCounts, type SyncRun } from './sync-runs.store.ts'

/** How far a run has come, and how it is written down. */
export type RunProgress = {
  readonly place: Place
  readonly counts: SyncCounts
  /**
   * Adds to the counts and moves on, in one transaction with whatever else belongs to the page.
   * @throws RejectedError `sync.running` when somebody else has taken the run over
   */
  keep(to: Place, more: Partial<SyncCounts>, also?: (tx: Tx) => Promise<unknown>): Promise<void>
}

export function progressOn(
  run: SyncRun,
  {
    database,
    tenant,
    onPage,
  }: {
    database: Pick<Database, 'withTenant'>
    tenant: TenantId
    onPage?: (run: SyncRun, counts: SyncCounts) => void
  },
): RunProgress {
  let { place, counts } = run
  return {
    get place() {
      return place
    },
    get counts() {
      return counts
    },
    async keep(to, more, also = async () => {}) {
      const sum = Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [name, count + (more[name as keyof SyncCounts] ?? 0)]),
      ) as SyncCounts
      await database.withTenant(tenant, async (tx) => {
        await keepPlace(tx, run, place, to, sum)
        await also(tx)
      })
      place = to
      counts = sum
      onPage?.(run, counts)
    },
  }
}
