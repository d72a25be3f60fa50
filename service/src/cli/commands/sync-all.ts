import type { SyncName } from '../../sync/sources.ts'
import { type NamedSync, syncNames } from '../../sync/sync-names.ts'
import { columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import { stopBeforeMails } from './stop-before-mails.ts'
import type { SyncCounter } from './sync-counter.ts'
import { countsOf, endNotes, eventsOf, exitOf, namesOptions, withheldNotes } from './sync-ends.ts'

/** `sync --all`: every kind of record, in the order of what depends on what. */
export async function syncAllCommand(counter: SyncCounter, names: readonly SyncName[]): Promise<ExitCode> {
  if (await stopBeforeMails(counter, names, 'sync')) return exit.notPossible
  const results = await syncEverything(counter, names)
  const { out, signal } = counter
  const answer = Object.fromEntries(
    results.map(({ name, synced, waited }) => [name, { ...countsOf(synced), ...eventsOf(waited) }]),
  )
  const interrupted = signal?.aborted ?? false
  out.answer({ names: answer, interrupted }, () => [
    ...tableOf(results),
    ...results.flatMap(({ name, synced }) => withheldNotes(name, synced.withheld)),
    ...new Set(results.flatMap(({ name, waited }) => endNotes(waited).map((note) => `${name}: ${note}`))),
    ...(interrupted ? ['Interrupted. What was read is on its way; the next sync goes on from here.'] : []),
  ])
  if (interrupted) return exit.notPossible
  const codes = results.map(({ synced, waited }) => exitOf(synced.withheld, waited))
  return codes.find((code) => code !== exit.done) ?? exit.done
}

/** The reading and its end, without a word about it. */
export async function syncEverything(counter: SyncCounter, names: readonly SyncName[]): Promise<NamedSync[]> {
  try {
    return await syncNames(names, namesOptions(counter))
  } finally {
    counter.progress.stop()
  }
}

export const tableOf = (results: readonly NamedSync[]): string[] =>
  columns([
    ['', 'read', 'added', 'changed', 'gone', 'unchanged', 'in step', 'failed', 'kept', 'waiting'],
    ...results.map(({ name, synced, waited }) => [
      name,
      ...[
        synced.read,
        synced.added,
        synced.changed,
        synced.gone,
        synced.unchanged,
        waited.done,
        waited.failed,
        waited.kept,
        waited.waiting,
      ].map((figure) => figure.toLocaleString('en')),
    ]),
  ])
