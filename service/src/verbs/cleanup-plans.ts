import { dropOldPlans } from '../plans/plans.store.ts'
import { settingsOf } from '../settings/settings.store.ts'
import type { Desk } from './desk.ts'

/** One transaction drops no more than this: a plan may have many items. */
const PER_TRANSACTION = 10

/** Drops plans as old as `events.retention` keeps the payloads of what succeeded: they say what stood in people's records. @returns how many */
export async function cleanUpPlans({ database, tenant }: Pick<Desk, 'database' | 'tenant'>): Promise<number> {
  const { 'events.retention': kept } = await settingsOf(database, tenant)
  let total = 0
  for (;;) {
    const dropped = await database.withTenant(tenant, (tx) => dropOldPlans(tx, kept.completed_days, PER_TRANSACTION))
    total += dropped
    if (dropped < PER_TRANSACTION) return total
  }
}

/** The same by itself, when the college wants it. */
export async function cleanUpPlansNightly(where: Pick<Desk, 'database' | 'tenant'>): Promise<number> {
  const { 'events.retention': kept } = await settingsOf(where.database, where.tenant)
  return kept.cleanup_enabled ? cleanUpPlans(where) : 0
}
