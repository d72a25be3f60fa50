import type { Tx } from '../db/database.ts'
import type { BulkOptions } from './bulk-options.ts'
import { bulkSync, type Synced } from './bulk-sync.ts'
import { needs, type SyncName } from './sources.ts'
import type { Progress } from './sync-history.store.ts'
import { markSettled, type SyncCounts, type SyncRun } from './sync-runs.store.ts'
import { type Waited, waitUntilSettled } from './wait-until-settled.ts'

export type NamedSync = { name: SyncName; synced: Synced; waited: Waited }

export type NamesOptions = BulkOptions & {
  /** Begins the run of a name, or goes on with one. */
  take: (tx: Tx, name: SyncName) => Promise<SyncRun>
  onRead?: (name: SyncName, counts: SyncCounts) => void
  /** Over all that was read until now. */
  onProgress?: (progress: Pick<Progress, 'written' | 'inLine' | 'waiting'>) => void
  patienceMs?: number
}

/**
 * Reads these names in the given order. One that needs others is read when what they wrote is in step, so that nothing waits needlessly;
 * those that need nobody overlap. Ends when everything has come to an end, or what is left only waits.
 * @returns what was begun, also when it was told to stop
 */
export async function syncNames(names: readonly SyncName[], options: NamesOptions): Promise<NamedSync[]> {
  const { onRead = () => {}, onProgress = () => {}, signal } = options
  const giveUp = new AbortController()
  const waitSignal = signal === undefined ? giveUp.signal : AbortSignal.any([signal, giveUp.signal])
  const begun = new Map<SyncName, Promise<NamedSync>>()
  const progress = new Map<SyncName, Progress>()
  const told = (name: SyncName) => (now: Progress) => {
    progress.set(name, now)
    onProgress(summed([...progress.values()]))
  }
  try {
    for (const name of names) {
      await Promise.all(needs[name].flatMap((needed) => begun.get(needed) ?? []))
      if (signal?.aborted) break
      const synced = await bulkSync((tx) => options.take(tx, name), {
        ...options,
        onPage: (_run, counts) => onRead(name, counts),
      })
      begun.set(name, settle(name, synced, { ...options, signal: waitSignal }, told(name)))
    }
    return await Promise.all(begun.values())
  } catch (error) {
    giveUp.abort()
    await Promise.allSettled(begun.values())
    throw error
  }
}

async function settle(
  name: SyncName,
  synced: Synced,
  { database, tenant, signal, patienceMs }: NamesOptions,
  onProgress: (progress: Progress) => void,
): Promise<NamedSync> {
  const waited = await waitUntilSettled({
    database,
    tenant,
    prefix: synced.prefix,
    onProgress,
    ...(signal === undefined ? {} : { signal }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  if (waited.ended !== 'interrupted') await database.withTenant(tenant, (tx) => markSettled(tx, synced.runId))
  return { name, synced, waited }
}

const summed = (all: readonly Progress[]): Pick<Progress, 'written' | 'inLine' | 'waiting'> => ({
  written: all.reduce((sum, { written }) => sum + written, 0),
  inLine: all.reduce((sum, { inLine }) => sum + inLine, 0),
  waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
})
