import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { Lane } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { mappingsFor } from '../mapping/overrides.store.ts'
import { settingsOf } from '../settings/settings.store.ts'
import { compareAll } from './compare.ts'
import type { ScheduleName } from './schedules.ts'
import { reckonRhythms } from './silence.store.ts'
import { sweepChanges } from './sweep-changes.ts'
import { sweepDeleted } from './sweep-deleted.ts'
import { sweepFailures } from './sweep-failures.ts'
import type { Sweeping } from './sweeping.ts'

export type WorkOptions = {
  database: Database
  ledger: Pick<Ledger, 'receive'>
  flows: readonly Flow[]
  portsFor: (tenant: TenantId, observe: (call: OutsideCall) => void, lane: Lane) => Promise<Ports>
  creditsRemaining: (tenant: TenantId) => Promise<number | null>
  /** Told how many records no event had told us of. */
  found: (records: number) => void
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** What is done by each schedule, for one college. The log has counts alone. */
export function workOf(options: WorkOptions): Record<ScheduleName, (tenant: TenantId, signal: AbortSignal) => Promise<void>> {
  const { database, ledger, flows, log, found } = options
  const sweeping = async (tenant: TenantId): Promise<Sweeping> => {
    const settings = await settingsOf(database, tenant)
    const { zoho } = await options.portsFor(tenant, () => {}, 'bulk')
    return {
      database,
      ledger,
      tenant,
      zoho,
      settings,
      mappings: await mappingsFor(database, tenant, settings),
      flows: new Set(flows.map(({ name }) => name)),
    }
  }
  return {
    async sweep_changes(tenant, signal) {
      const swept = await sweepChanges(await sweeping(tenant), signal)
      found(swept.hinted)
      log.info({ tenant, ...swept }, 'looked for changes nobody told us of')
    },
    async sweep_deleted(tenant, signal) {
      await database.withTenant(tenant, reckonRhythms)
      const swept = await sweepDeleted(await sweeping(tenant), signal)
      found(swept.deleted + swept.restored)
      log.info({ tenant, ...swept }, 'looked for deletions nobody told us of')
    },
    async webhook_failures(tenant) {
      const { warn, ...swept } = await sweepFailures(await sweeping(tenant))
      found(swept.hinted)
      if (warn) log.warn({ tenant }, 'Zoho does not let us see which of its webhooks failed: see doctor')
      else log.info({ tenant, ...swept }, 'looked for webhooks that failed')
    },
    async nightly(tenant, signal) {
      const settings = await settingsOf(database, tenant)
      const end = await compareAll(
        {
          database,
          ledger,
          tenant,
          settings,
          mappings: await mappingsFor(database, tenant, settings),
          flows,
          portsFor: (observe) => options.portsFor(tenant, observe, 'bulk'),
          creditsRemaining: () => options.creditsRemaining(tenant),
          onBug: (error, flow) => log.error({ tenant, err: error, flow }, 'a flow could not be compared'),
        },
        signal,
      )
      if (end === undefined) return
      const { reportId, status, because, credits, flows: counts } = end
      log.info({ tenant, report: reportId, status, because, credits, flows: counts }, 'compared both sides')
    },
  }
}
