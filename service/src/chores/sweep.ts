import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import { giveUpOnParents, repromiseForgotten } from '../ledger/sweep.store.ts'
import { keysWaitedFor } from '../queue/missed-wake-ups.ts'
import { lockKeys, wake } from '../queue/promise.ts'
import { arrivedAmong } from '../router/arrivals.ts'
import { settingsOf } from '../settings/settings.store.ts'
import { releaseWhatIsOn } from '../verbs/settings.ts'

export type Swept = { forgotten: number; missedWakeUps: number; gaveUp: number; released: number }

/** Whoever waits for a record of which anything is known has missed it. */
const EVER = new Date(0)

/**
 * Proves each minute that nothing is lost: every open event has a job, nobody waits for what is there, nobody waits for ever, nothing is
 * held by a switch that is on. The first two counts are measures of our own mistakes and expected to be zero.
 */
export async function sweep(database: Database, tenant: TenantId): Promise<Swept> {
  const settings = await settingsOf(database, tenant)
  return {
    forgotten: await repromiseForgotten(database, tenant),
    missedWakeUps: await wakeForgotten(database, tenant),
    gaveUp: await giveUpOnParents(database, tenant, settings['events.parent_wait_hours']),
    released: await database.withTenant(tenant, (tx) => releaseWhatIsOn(tx, tenant)),
  }
}

const wakeForgotten = (database: Database, tenant: TenantId): Promise<number> =>
  database.withTenant(tenant, async (tx) => {
    const keys = await keysWaitedFor(tx)
    await lockKeys(tx, keys)
    return wake(tx, [...(await arrivedAmong(tx, keys, EVER))])
  })
