import { zohoId } from '../../domain/ids.ts'
import { mappingsFor } from '../../mapping/overrides.store.ts'
import { settingsOf } from '../../settings/settings.store.ts'
import type { Office } from '../../start/office.ts'
import type { SyncName } from '../../sync/sources.ts'
import type { Desk } from '../../verbs/desk.ts'
import { ensureSyncable, everyName } from '../../verbs/sync.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { createProgressBar, noProgress } from '../progress-bar.ts'
import { planAllCommand, planOneCommand } from './plan-sync.ts'
import { syncAllCommand } from './sync-all.ts'
import type { SyncCounter } from './sync-counter.ts'
import { syncIdsCommand, syncOneCommand } from './sync-one.ts'

export type SyncChoice = {
  /** Without one: everything. */
  name: SyncName | undefined
  ids?: string[]
  plan: boolean
  sendMail: boolean
  allowRemovals: boolean
}

type Counter = { office: Pick<Office, 'connections' | 'database' | 'ledger'>; desk: Desk; out: Output }

/** Runs a sync in this process. The first Ctrl-C ends it in good order, the second at once. */
export async function runSync(counter: Counter, choice: SyncChoice): Promise<ExitCode> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const syncCounter = await syncCounterOf(counter, choice, stopping.signal)
    return await chosen(syncCounter, choice)
  } finally {
    process.removeListener('SIGINT', stop)
  }
}

function chosen(counter: SyncCounter, { name, ids, plan }: SyncChoice): Promise<ExitCode> {
  if (name === undefined) return plan ? planAllCommand(counter, everyName()) : syncAllCommand(counter, everyName())
  ensureSyncable(name)
  if (plan) return planOneCommand(counter, name, ids?.map(zohoId))
  return ids === undefined ? syncOneCommand(counter, name) : syncIdsCommand(counter, name, ids)
}

/** What a sync works with at this terminal. */
export async function syncCounterOf(
  { office, desk, out }: Counter,
  { ids, sendMail, allowRemovals }: Omit<SyncChoice, 'name' | 'plan'>,
  signal: AbortSignal,
): Promise<SyncCounter> {
  const { zoho, moodle } = await office.connections.of(desk.tenant)
  const lane = ids === undefined ? 'bulk' : 'live'
  const silent = (): void => {}
  const settings = await settingsOf(office.database, desk.tenant)
  return {
    desk,
    out,
    ledger: office.ledger,
    ports: { zoho: zoho.port(silent, lane), moodle: moodle.port(silent, lane) },
    settings,
    mappings: await mappingsFor(office.database, desk.tenant, settings),
    wishes: { sendMail, allowRemovals },
    progress: out.asJson ? noProgress : createProgressBar(),
    signal,
  }
}
