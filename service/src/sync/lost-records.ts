import type { ZohoId } from '../domain/ids.ts'
import type { BulkOptions } from './bulk-options.ts'
import { bulkHint } from './hints.ts'
import { forgetLost, nextLost, weighLost } from './lost-records.store.ts'
import type { RunProgress } from './run-progress.ts'
import type { Source } from './sources.ts'
import type { SyncRun } from './sync-runs.store.ts'

const AT_ONCE = 500

/** So many removals go ahead without a person: the larger of a share of what stands there and a number. */
export const removalsAllowed = (standing: number, settings: BulkOptions['settings']): number =>
  Math.max(settings['deletions.bulk_count'], Math.floor((standing * settings['deletions.bulk_percent']) / 100))

/**
 * Writes a hint for each record that was noted down as not there any more: its run looks again, and removes nothing that can be read
 * after all. More than may go without a person's word are only counted.
 */
export async function hintAtLost(
  run: SyncRun,
  source: Source,
  progress: RunProgress,
  options: BulkOptions,
): Promise<'done' | 'interrupted'> {
  const { database, tenant, settings, allowRemovals = false, signal } = options
  const { lost, removals, standing } = await database.withTenant(tenant, (tx) => weighLost(tx, run, source))
  // A row of a subform that goes is an edit of its parent.
  if (source.partOf === undefined && !allowRemovals && removals > removalsAllowed(standing, settings)) {
    await progress.keep(progress.place, { withheld: lost }, (tx) => forgetLost(tx, run, source.set))
    return 'done'
  }
  for (;;) {
    const some = await database.withTenant(tenant, (tx) => nextLost(tx, run, source.set, AT_ONCE))
    if (some.length === 0) return 'done'
    await Promise.all(some.map((record) => hintAt(run, source, record, options)))
    await progress.keep(progress.place, { gone: some.length }, (tx) =>
      forgetLost(
        tx,
        run,
        source.set,
        some.map(({ id }) => id),
      ),
    )
    if (signal?.aborted) return 'interrupted'
  }
}

async function hintAt(
  run: SyncRun,
  source: Source,
  { id, owners }: { id: ZohoId; owners: ZohoId[] },
  { ledger, tenant, allowRemovals = false }: BulkOptions,
): Promise<void> {
  const routes = source.routesOfLost(id, owners)
  if (source.partOf === undefined) {
    const hint = bulkHint(run.runId, source.set, { module: source.module, recordId: id, eventType: 'deleted' }, allowRemovals)
    await (routes.length === 0 ? ledger.receive(tenant, hint) : ledger.receive(tenant, hint, routes))
    return
  }
  for (const route of routes) {
    const about = { module: source.module, recordId: route.subject as ZohoId, eventType: 'updated' } as const
    await ledger.receive(tenant, bulkHint(run.runId, source.set, about), [route])
  }
}
