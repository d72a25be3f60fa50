import type { ZohoId } from '../domain/ids.ts'
import type { BulkOptions } from './bulk-options.ts'
import { bulkHint } from './hints.ts'
import type { RunProgress } from './run-progress.ts'
import type { Source } from './sources.ts'
import { knownStates } from './states.store.ts'
import type { SyncRun } from './sync-runs.store.ts'

type PartOfRecords = Source & { partOf: NonNullable<Source['partOf']> }

/**
 * Where the rows of a subform cannot be read by themselves: each of their parents that was changed since we last settled it gets a hint,
 * and its run reads the rows. Changing a row moves the parent's Modified_Time (reference/zoho.md §2.10).
 */
export async function lookAtMovedParents(
  run: SyncRun,
  source: PartOfRecords,
  progress: RunProgress,
  { database, ledger, tenant, zoho, signal }: BulkOptions,
): Promise<'done' | 'interrupted'> {
  const question = { module: source.module, fields: ['Modified_Time'] }
  // From the beginning, also when the run is gone on with: where it stands may be the id of a row. Hints known already change nothing.
  for await (const page of zoho.allRecords(question)) {
    const ids = page.map(({ id }) => id)
    const known = await database.withTenant(tenant, (tx) => knownStates(tx, source.partOf, ids))
    // One that is not known yet has a hint of its own already.
    const moved = page.filter(({ id, values }) => known.has(id) && known.get(id)?.modifiedTime !== values.Modified_Time)
    await Promise.all(
      moved.map(({ id }) =>
        ledger.receive(tenant, bulkHint(run.runId, source.set, { module: source.module, recordId: id, eventType: 'updated' }), [
          { flow: source.partOf, subject: id },
        ]),
      ),
    )
    const last: ZohoId | undefined = page.at(-1)?.id
    if (last === undefined) continue
    await progress.keep({ source: source.set, readUpTo: last }, { changed: moved.length })
    if (signal?.aborted) return 'interrupted'
  }
  return 'done'
}
