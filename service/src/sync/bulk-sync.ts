import type { Tx } from '../db/database.ts'
import { CodedError } from '../domain/errors.ts'
import type { BulkOptions } from './bulk-options.ts'
import { prefixOfBulk } from './hints.ts'
import { forgetAbandoned } from './lost-records.store.ts'
import { readSource } from './read-source.ts'
import { progressOn } from './run-progress.ts'
import { sourcesOf } from './sources.ts'
import { endSyncRun, type SyncCounts, type SyncRun, type Trouble } from './sync-runs.store.ts'

export type Synced = SyncCounts & {
  runId: string
  /** The ids of its events begin with this: how to follow what becomes of them. */
  prefix: string
  resumed: boolean
  interrupted: boolean
}

/**
 * Reads everything of one name in Zoho, source by source and page by page, and writes a hint for each record that differs from the last
 * known state, and for each that is not there any more; the usual road does the rest. A page whose hints were written but not its
 * progress is written again, under the same ids, which changes nothing.
 * @param take begins the run, or goes on with one
 * @throws RejectedError `sync.running` when another process has the run, or takes it over
 */
export async function bulkSync(take: (tx: Tx) => Promise<SyncRun>, options: BulkOptions): Promise<Synced> {
  const { database, tenant, whenStopped = 'interrupted' } = options
  const run = await database.withTenant(tenant, async (tx) => {
    const taken = await take(tx)
    if (!taken.resumed) await forgetAbandoned(tx, taken)
    return taken
  })
  try {
    const { counts, interrupted } = await readThrough(run, options)
    const withheld = withheldOf(run.name, counts)
    const end = interrupted ? whenStopped : withheld === undefined ? 'completed' : 'stopped'
    await database.withTenant(tenant, (tx) => endSyncRun(tx, run.runId, end, withheld))
    return { ...counts, runId: run.runId, prefix: prefixOfBulk(run.runId), resumed: run.resumed, interrupted }
  } catch (error) {
    const trouble = error instanceof CodedError ? { code: error.code, params: error.params } : undefined
    // What somebody else has taken over is not ours to end.
    if (trouble?.code !== 'sync.running') await database.withTenant(tenant, (tx) => endSyncRun(tx, run.runId, 'failed', trouble))
    throw error
  }
}

/** What a person is asked, where more is gone than may go without one. */
const withheldOf = (name: string, { withheld }: SyncCounts): Trouble | undefined =>
  withheld === 0 ? undefined : { code: 'sync.removals_withheld', params: { name, removals: withheld } }

async function readThrough(run: SyncRun, options: BulkOptions): Promise<{ counts: SyncCounts; interrupted: boolean }> {
  const progress = progressOn(run, options)
  const all = sourcesOf(run.name)
  const first = Math.max(
    0,
    all.findIndex(({ set }) => set === run.place.source),
  )
  for (const source of all.slice(first)) {
    if (progress.place.source !== source.set) await progress.keep({ source: source.set, readUpTo: undefined }, {})
    const end = await readSource(run, source, progress, options)
    if (end === 'interrupted') return { counts: progress.counts, interrupted: true }
  }
  return { counts: progress.counts, interrupted: false }
}
