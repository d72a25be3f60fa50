import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import type { EventsWritten } from './students-sync.ts'
import { type Progress, progressOf } from './sync-runs.store.ts'

export type Waited = Progress & {
  /** all: every event has an end. stuck: nothing moved for a while. interrupted: nobody wanted to wait longer. */
  ended: 'all' | 'stuck' | 'interrupted'
}

/** Follows written events until each has come to an end, or nothing moves any more. */
export async function waitUntilSettled(options: {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  written: EventsWritten
  onProgress: (progress: Progress) => void
  signal?: AbortSignal
  lookEveryMs?: number
  /** How long nothing may move. */
  patienceMs?: number
}): Promise<Waited> {
  const { database, tenant, written, onProgress, signal, lookEveryMs = 500, patienceMs = 60_000 } = options
  let moved = { at: Date.now(), open: Number.POSITIVE_INFINITY }
  for (;;) {
    const progress = await database.withTenant(tenant, (tx) => progressOf(tx, written.source, written.prefix))
    onProgress(progress)
    const open = progress.inLine + progress.waiting
    if (open === 0) return { ...progress, ended: 'all' }
    if (signal?.aborted) return { ...progress, ended: 'interrupted' }
    if (open !== moved.open) moved = { at: Date.now(), open }
    else if (Date.now() - moved.at > patienceMs) return { ...progress, ended: 'stuck' }
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
}
