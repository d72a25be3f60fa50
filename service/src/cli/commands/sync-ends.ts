import type { Synced } from '../../sync/bulk-sync.ts'
import type { SyncName } from '../../sync/sources.ts'
import type { NamesOptions } from '../../sync/sync-names.ts'
import { takeSyncRun } from '../../sync/sync-runs.store.ts'
import type { Waited } from '../../sync/wait-until-settled.ts'
import { sayInOneLine } from '../../words/words.ts'
import { plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { SyncCounter } from './sync-counter.ts'

/** What a bulk read works with, at a terminal. */
export function namesOptions(counter: SyncCounter): NamesOptions {
  const { desk, ledger, ports, settings, mappings, wishes, progress, signal, patienceMs } = counter
  return {
    database: desk.database,
    tenant: desk.tenant,
    ledger,
    mappings,
    settings,
    zoho: ports.zoho,
    allowRemovals: wishes.allowRemovals,
    take: (tx, name) => takeSyncRun(tx, name, desk.who),
    onRead: (name, { read }) => progress.counting(`Read (${name}):`, read),
    onProgress: (done) => tellProgress(counter, done),
    ...(signal === undefined ? {} : { signal }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  }
}

export function tellProgress(
  { progress }: Pick<SyncCounter, 'progress'>,
  { written, inLine, waiting }: Pick<Waited, 'written' | 'inLine' | 'waiting'>,
): void {
  if (written > 0) progress.filling('Brought into step', written - inLine - waiting, written)
}

export const countsOf = ({ runId, read, added, changed, gone, withheld, unchanged, interrupted, resumed }: Synced) => ({
  job_id: runId,
  read,
  added,
  changed,
  gone,
  withheld,
  unchanged,
  interrupted,
  resumed,
})

export const eventsOf = ({ written, done, failed, kept, waiting, inLine, ended }: Waited) => ({
  written,
  done,
  failed,
  kept,
  waiting,
  in_line: inLine,
  ended,
})

/** What a person should know of how it ended. */
export const endNotes = ({ failed, kept, ended, inLine, waiting }: Waited): string[] => [
  ...(failed === 0 ? [] : ['Why: causes. Which: events list --status failed']),
  ...(kept === 0
    ? []
    : [`${plural(kept, 'event')} held by a switch or limit, or only rehearsed: events list --status held,rehearsed`]),
  ...(ended === 'waiting'
    ? [`${plural(waiting, 'event')} wait for another record and run by themselves when it comes: events list --status waiting`]
    : []),
  ...(ended === 'stuck'
    ? [`${inLine + waiting} have not moved for a while (${waiting} wait for something). Is the service running?`]
    : []),
  ...(ended === 'interrupted' ? [`${inLine + waiting} are still on their way; the service goes on without this command.`] : []),
]

export const withheldNotes = (name: SyncName, removals: number): string[] =>
  removals === 0 ? [] : [sayInOneLine('sync.removals_withheld', { name, removals })]

export const exitOf = (withheld: number, { failed, ended }: Pick<Waited, 'failed' | 'ended'>): ExitCode =>
  failed > 0 || withheld > 0 || ended === 'stuck' ? exit.needsAttention : exit.done
