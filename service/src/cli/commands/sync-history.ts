import type { SyncRun } from '../../../../contract/rest/sync.ts'
import type { SyncName } from '../../sync/sources.ts'
import { syncHistory, syncStatus } from '../../sync/sync-status.ts'
import type { Desk } from '../../verbs/desk.ts'
import { tellSync, tellSyncRun } from '../../verbs/tell-sync.ts'
import { clock, columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { desk: Desk; out: Output }

/** `sync history`: bulk reads and requests for single records, newest first. */
export async function syncHistoryCommand({ desk, out }: Counter, choice: { name?: SyncName; limit: number }): Promise<ExitCode> {
  const runs = (await syncHistory(desk.database, desk.tenant, choice)).map(tellSyncRun)
  out.answer({ runs }, () =>
    runs.length === 0
      ? ['Nothing was read in bulk yet.']
      : columns([
          ['job', 'what', 'status', 'read', 'added', 'changed', 'gone', 'begun', 'asked by'],
          ...runs.map((run) => [
            run.job_id,
            run.kind === 'bulk' ? run.name : `${run.name} (named)`,
            run.status,
            String(run.read),
            String(run.added),
            String(run.changed),
            String(run.gone),
            clock(run.started_at),
            run.asked_by,
          ]),
        ]),
  )
  return exit.done
}

/** `sync status <job>`: how far one is, and what became of its hints. */
export async function syncStatusCommand({ desk, out }: Counter, jobId: string): Promise<ExitCode> {
  const run = tellSync(await syncStatus(desk.database, desk.tenant, jobId))
  const { written, done, failed, kept, waiting, in_line: inLine } = run.events
  out.answer(run, () => [
    `${run.name}: ${run.status}${endedAt(run)}`,
    `${run.read} read, ${run.added} added, ${run.changed} changed, ${run.gone} gone, ${run.unchanged} unchanged.`,
    `${written} hints: ${done} in step, ${failed} failed, ${kept} kept, ${waiting} waiting, ${inLine} in line.`,
    ...(run.trouble === null ? [] : [`${run.trouble.what} ${run.trouble.todo}`]),
  ])
  return exit.done
}

const endedAt = ({ started_at: begun, ended_at: ended }: SyncRun): string =>
  ended === null ? `, since ${clock(begun)}` : `, ${clock(begun)} to ${clock(ended)}`
