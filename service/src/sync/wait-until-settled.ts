import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import { joinedToWaiting, type Progress, progressOf } from './sync-history.store.ts'

export type Waited = Progress & {
  /**
   * all: every event has an end. waiting: those left wait for another record, which may take hours. stuck: nothing moved for a while.
   * interrupted: nobody wanted to wait longer.
   */
  ended: 'all' | 'waiting' | 'stuck' | 'interrupted'
}

/** Parents come into step beside their children: so long nothing may move before those that wait are left to wait. */
const WAITING_MS = 3_000
const FIRST_LOOK_MS = 25
const LONGEST_PAUSE_MS = 500

/** Follows written events until each has come to an end, or nothing moves any more. */
export async function waitUntilSettled(options: {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  /** What the ids of the events begin with. */
  prefix: string
  onProgress: (progress: Progress) => void
  signal?: AbortSignal
  /** How long nothing may move. */
  patienceMs?: number
}): Promise<Waited> {
  const { database, tenant, prefix, onProgress, signal, patienceMs = 60_000 } = options
  let moved = { at: Date.now(), open: Number.POSITIVE_INFINITY }
  for (let pauseMs = FIRST_LOOK_MS; ; ) {
    const askedAt = Date.now()
    const progress = await database.withTenant(tenant, (tx) => progressOf(tx, prefix))
    onProgress(progress)
    const open = progress.inLine + progress.waiting
    if (open === 0) return { ...progress, ended: 'all' }
    if (signal?.aborted) return { ...progress, ended: 'interrupted' }
    if (open !== moved.open) moved = { at: Date.now(), open }
    const still = Date.now() - moved.at
    if (still > WAITING_MS) {
      const joined = progress.inLine === 0 ? 0 : await database.withTenant(tenant, (tx) => joinedToWaiting(tx, prefix))
      if (open === progress.waitingLong + joined)
        return { ...progress, inLine: progress.inLine - joined, waiting: progress.waiting + joined, ended: 'waiting' }
    }
    if (still > patienceMs) return { ...progress, ended: 'stuck' }
    // Counting a large ledger takes a while: it is looked at the less often the longer it takes.
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs * 1.5, 10 * (Date.now() - askedAt)))
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
}
