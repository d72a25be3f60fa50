import type { Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import { prefixOfBulk, prefixOfRequest } from './hints.ts'
import type { SyncName } from './sources.ts'
import { SYNC_COUNTS, type SyncCounts, type Trouble } from './sync-runs.store.ts'

/** A bulk read, or a request for records that a person named, as it stands in the books. */
export type SyncRunRow = SyncCounts & {
  runId: string
  name: SyncName
  kind: 'bulk' | 'request'
  status: 'queued' | 'running' | 'completed' | 'interrupted' | 'failed' | 'stopped'
  /** The source it is in. */
  source: string | null
  askedBy: string
  trouble: Trouble | null
  startedAt: Date
  seenAt: Date
  endedAt: Date | null
  settledAt: Date | null
}

const COLUMNS = `run_id as "runId", name, kind, status, source, asked_by as "askedBy", trouble, ${SYNC_COUNTS},
  started_at as "startedAt", seen_at as "seenAt", ended_at as "endedAt", settled_at as "settledAt"`

/** @throws RejectedError `api.not_found` */
export async function readSyncRun(tx: Tx, runId: string): Promise<SyncRunRow> {
  const { rows } = await tx.query<SyncRunRow>(
    `select ${COLUMNS} from extension_sync_runs where tenant_id = current_tenant() and run_id::text = $1`,
    [runId],
  )
  const [row] = rows
  if (row === undefined) throw new RejectedError('api.not_found', { what: 'sync run', id: runId }, 404)
  return row
}

/** Newest first, of one name or of all. */
export async function readSyncRuns(tx: Tx, { name, limit }: { name?: SyncName; limit: number }): Promise<SyncRunRow[]> {
  const { rows } = await tx.query<SyncRunRow>(
    `select ${COLUMNS} from extension_sync_runs where tenant_id = current_tenant() and ($1::text is null or name = $1)
     order by started_at desc, position desc limit $2`,
    [name ?? null, limit],
  )
  return rows
}

/** What became of the events of a bulk read or of a person's request. */
export type Progress = {
  written: number
  /** Not yet in anybody's hands, or in somebody's now. */
  inLine: number
  waiting: number
  /** Of the waiting: for another record, or for the time to look again; those may wait for hours. */
  waitingLong: number
  /** Held by a switch or a limit, or only rehearsed. */
  kept: number
  failed: number
  done: number
}

const nothing: Progress = { written: 0, inLine: 0, waiting: 0, waitingLong: 0, kept: 0, failed: 0, done: 0 }

export const prefixOf = ({ kind, runId }: Pick<SyncRunRow, 'kind' | 'runId'>): string =>
  kind === 'bulk' ? prefixOfBulk(runId) : prefixOfRequest(runId)

/** @param prefix of the events' ids, such as `sync:<run id>:` */
export async function progressOf(tx: Tx, prefix: string): Promise<Progress> {
  const { rows } = await tx.query<Progress>({
    name: 'sync-progress',
    text: `select count(*)::int as written,
        count(*) filter (where status in ('pending', 'processing'))::int as "inLine",
        count(*) filter (where status = 'waiting')::int as waiting,
        count(*) filter (where status = 'waiting' and (waiting_for like 'link:%' or waiting_for = 'look-again'))::int as "waitingLong",
        count(*) filter (where status in ('held', 'rehearsed'))::int as kept,
        count(*) filter (where status = 'failed')::int as failed,
        count(*) filter (where status in ('completed', 'skipped'))::int as done
      from integration_events_log where tenant_id = current_tenant() and source in ('sync', 'person') and starts_with(event_id, $1)`,
    values: [prefix],
  })
  return rows[0] ?? nothing
}

/** How many of the events in line have joined a job that waits for another record, or for the time to look again: they wait with it. */
export async function joinedToWaiting(tx: Tx, prefix: string): Promise<number> {
  const { rows } = await tx.query<{ joined: number }>({
    name: 'sync-joined-to-waiting',
    text: `select count(*)::int as joined from integration_events_log e
      where e.tenant_id = current_tenant() and e.source in ('sync', 'person') and starts_with(e.event_id, $1) and e.status = 'pending'
        and exists (select from queue_jobs j where j.tenant_id = e.tenant_id and j.flow = e.flow and j.subject = e.subject
          and (j.waits_for like 'link:%' or j.waits_for = 'look-again'))`,
    values: [prefix],
  })
  return rows[0]?.joined ?? 0
}

/** Of these hints of a bulk read, those that wait in line and are not begun: whatever changes until they run, they will see. */
export async function stillInLine(tx: Tx, eventIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ event_id: string }>({
    name: 'sync-still-in-line',
    text: `select event_id from integration_events_log
      where tenant_id = current_tenant() and source = 'sync' and event_id = any($1) and status = 'pending'`,
    values: [eventIds],
  })
  return new Set(rows.map((row) => row.event_id))
}
