import type { Tx } from '../db/database.ts'
import { countExpired, dropAttempts, dropPayloads, type Retention } from '../ledger/retention.store.ts'
import { readSettings } from '../settings/settings.store.ts'
import type { Desk } from './desk.ts'

/** One transaction drops no more than this. */
const PER_TRANSACTION = 1_000

type Where = Pick<Desk, 'database' | 'tenant'>
export type CleanedUp = { payloads: number; attempts: number }

/**
 * Drops what `events.retention` lets go of: payloads and runs of events settled long ago. The events stay, as receipts, and so does the
 * audit of what was changed. Asked for by a person, or nightly unless `cleanup_enabled` is false.
 */
export async function cleanUpEvents(where: Where): Promise<CleanedUp> {
  const { retention } = await retentionOf(where)
  return {
    payloads: await inBatches(where, (tx) => dropPayloads(tx, retention, PER_TRANSACTION)),
    attempts: await inBatches(where, (tx) => dropAttempts(tx, retention, PER_TRANSACTION)),
  }
}

/** The same by itself, when the college wants it. */
export async function cleanUpNightly(where: Where): Promise<CleanedUp> {
  const { enabled } = await retentionOf(where)
  return enabled ? cleanUpEvents(where) : { payloads: 0, attempts: 0 }
}

/** How many payloads `cleanUpEvents` would drop. */
export async function countCleanable(where: Where): Promise<number> {
  const { retention } = await retentionOf(where)
  return where.database.withTenant(where.tenant, (tx) => countExpired(tx, retention))
}

async function retentionOf({ database, tenant }: Where): Promise<{ retention: Retention; enabled: boolean }> {
  const { 'events.retention': kept } = await database.withTenant(tenant, readSettings)
  return { retention: { completedDays: kept.completed_days, failedDays: kept.failed_days }, enabled: kept.cleanup_enabled }
}

async function inBatches({ database, tenant }: Where, drop: (tx: Tx) => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const dropped = await database.withTenant(tenant, drop)
    total += dropped
    if (dropped < PER_TRANSACTION) return total
  }
}
