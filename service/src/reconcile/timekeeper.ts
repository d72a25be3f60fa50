import { breakersOf } from '../connections/breaker.store.ts'
import type { Database } from '../db/database.ts'
import { CodedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { settingsOf } from '../settings/settings.store.ts'
import { runIfDue, type ScheduleName, scheduleNames, type Work } from './schedules.ts'

export type TimekeeperOptions = {
  database: Database
  /** Of the college, where its settings name none. */
  zoneOfZoho: (tenant: TenantId) => Promise<string>
  /** What is done, by the name of its schedule. */
  work: Record<ScheduleName, (tenant: TenantId, signal: AbortSignal) => Promise<void>>
  onError: (error: unknown, doing: string) => void
}

/**
 * Looks which schedules are due and starts them; one that takes long keeps no other waiting. While Zoho is held nothing is due: all of it
 * asks Zoho, and what was missed is done once afterwards.
 */
export function createTimekeeper({ database, zoneOfZoho, work, onError }: TimekeeperOptions) {
  const stopping = new AbortController()
  const inHand = new Map<string, Promise<unknown>>()

  return {
    async look(tenant: TenantId): Promise<void> {
      const settings = await settingsOf(database, tenant)
      if ((await breakersOf(database, tenant)).get('zoho')?.open) return
      const hasSchedules = scheduleNames.some((name) => settings.schedules[name] !== '')
      const zone = settings['college.time_zone'] || (hasSchedules ? await zoneOrNothing(zoneOfZoho, tenant) : 'UTC')
      if (zone === undefined) return
      for (const name of scheduleNames) {
        const key = `${tenant} ${name}`
        if (inHand.has(key) || stopping.signal.aborted) continue
        const doing: Work = (signal) => work[name](tenant, signal)
        const run = runIfDue({ database, tenant }, { name, expression: settings.schedules[name], zone }, doing, {
          signal: stopping.signal,
          onError: (error) => onError(error, name),
        })
          .catch((error: unknown) => onError(error, name))
          .finally(() => inHand.delete(key))
        inHand.set(key, run)
      }
    },
    /** Ends what is being done in good order. */
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all(inHand.values())
    },
  }
}

/** Nobody knows when the college's night is while Zoho cannot be asked; it is asked again at the next look. */
const zoneOrNothing = (ask: TimekeeperOptions['zoneOfZoho'], tenant: TenantId): Promise<string | undefined> =>
  ask(tenant).catch((error: unknown) => {
    if (error instanceof CodedError) return undefined
    throw error
  })
