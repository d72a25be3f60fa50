import type { SyncName } from '../../sync/sources.ts'
import { syncNames } from '../../sync/sync-names.ts'
import { waitUntilSettled } from '../../sync/wait-until-settled.ts'
import { syncTheseRecords } from '../../verbs/sync.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import { stopBeforeMails } from './stop-before-mails.ts'
import type { SyncCounter } from './sync-counter.ts'
import { countsOf, endNotes, eventsOf, exitOf, namesOptions, tellProgress, withheldNotes } from './sync-ends.ts'
import { counted } from './sync-nouns.ts'

/** `sync <name> --all`: a hint for each record that differs from the last known state, then their verdicts. */
export async function syncOneCommand(counter: SyncCounter, name: SyncName): Promise<ExitCode> {
  if (await stopBeforeMails(counter, [name], `sync ${name}`)) return exit.notPossible
  const { out, progress } = counter
  const [result] = await syncNames([name], namesOptions(counter))
  progress.stop()
  if (result === undefined) return exit.notPossible
  const { synced, waited } = result
  if (synced.resumed) out.note('Went on where the last sync was interrupted.')
  if (synced.interrupted) {
    out.answer(countsOf(synced), () => [
      `Interrupted after ${counted(synced.read, name)}. Their changes are on their way; the next sync goes on from here.`,
    ])
    return exit.notPossible
  }
  out.answer({ ...countsOf(synced), ...eventsOf(waited) }, () => [
    `${synced.added} added, ${synced.changed} changed, ${synced.gone === 0 ? '' : `${synced.gone} gone, `}` +
      `${synced.unchanged} unchanged, ${waited.failed} failed.`,
    ...withheldNotes(name, synced.withheld),
    ...endNotes(waited),
  ])
  return exitOf(synced.withheld, waited)
}

/** `sync <name> --ids`: hints for the records a person named, and their verdicts. */
export async function syncIdsCommand(counter: SyncCounter, name: SyncName, ids: readonly string[]): Promise<ExitCode> {
  const { desk, ledger, progress, signal, patienceMs, out } = counter
  const { runId, prefix } = await syncTheseRecords({ ...desk, ledger }, name, ids)
  const waited = await waitUntilSettled({
    ...desk,
    prefix,
    onProgress: (done) => tellProgress(counter, done),
    ...(signal === undefined ? {} : { signal }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  progress.stop()
  out.answer({ job_id: runId, ...eventsOf(waited) }, () => [
    `${counted(waited.written, name)} looked at: ${waited.done} in step, ${waited.failed} failed.`,
    ...endNotes(waited),
  ])
  return exitOf(0, waited)
}
