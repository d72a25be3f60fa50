import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

export type SyncCounts = { read: number; added: number; changed: number; unchanged: number }

/** A bulk read in somebody's hands. */
export type SyncRun = SyncCounts & {
  runId: string
  /** The last record of the last page written down. */
  readUpTo: ZohoId | undefined
  /** It goes on from where an earlier one was interrupted. */
  resumed: boolean
}

export type SyncRunRow = SyncCounts & {
  runId: string
  module: ZohoModule
  status: 'running' | 'completed' | 'interrupted' | 'failed'
  startedAt: Date
  seenAt: Date
  endedAt: Date | null
}

/** A run whose process has been silent this long has no process any more. */
const TAKEN_OVER_AFTER_SECONDS = 60
/** An interrupted run older than this begins anew: too much may have changed in what it has read. */
const RESUMED_WITHIN_HOURS = 24

/**
 * Begins a bulk read, or goes on with the newest one if that was interrupted.
 * @throws SyncRunningError when one is in somebody's hands
 */
export async function takeSyncRun(tx: Tx, module: ZohoModule): Promise<SyncRun> {
  const { rows } = await tx.query<SyncCounts & { run_id: string; read_up_to: string | null }>(
    `with newest as (
       select run_id from extension_sync_runs where tenant_id = current_tenant() and module = $1 order by started_at desc limit 1 for update
     )
     update extension_sync_runs r set status = 'running', seen_at = now(), ended_at = null from newest
     where r.run_id = newest.run_id and (
       r.status = 'running' and r.seen_at < now() - $2 * interval '1 second'
       or r.status in ('interrupted', 'failed') and r.seen_at > now() - $3 * interval '1 hour')
     returning r.run_id, r.read_up_to, r.read, r.added, r.changed, r.unchanged`,
    [module, TAKEN_OVER_AFTER_SECONDS, RESUMED_WITHIN_HOURS],
  )
  const [old] = rows
  if (old !== undefined) {
    const { run_id: runId, read_up_to: readUpTo, ...counts } = old
    return { ...counts, runId, readUpTo: readUpTo === null ? undefined : zohoId(readUpTo), resumed: true }
  }
  const runId = randomUUID()
  const { rowCount } = await tx.query(
    `insert into extension_sync_runs (run_id, tenant_id, module, status) values ($1, current_tenant(), $2, 'running')
     on conflict (tenant_id, module) where status = 'running' do nothing`,
    [runId, module],
  )
  if (rowCount === 0) throw new SyncRunningError(module)
  return { runId, readUpTo: undefined, resumed: false, read: 0, added: 0, changed: 0, unchanged: 0 }
}

/** Another process reads this module now. */
export class SyncRunningError extends Error {
  constructor(module: ZohoModule) {
    super(
      `A sync of ${module} is running already, in another process. Wait for it to end; one that was killed is taken over after a minute.`,
    )
    this.name = 'SyncRunningError'
  }
}

/** Keeps a page. Refused when somebody else has taken the run over meanwhile: then this process must stop. */
export async function keepPage(
  tx: Tx,
  page: { runId: string; readBefore: ZohoId | undefined; readUpTo: ZohoId; counts: SyncCounts },
): Promise<void> {
  const { read, added, changed, unchanged } = page.counts
  const { rowCount } = await tx.query({
    name: 'sync-runs-page',
    text: `update extension_sync_runs set read_up_to = $3, read = $4, added = $5, changed = $6, unchanged = $7, seen_at = now()
      where tenant_id = current_tenant() and run_id = $1 and status = 'running' and read_up_to is not distinct from $2`,
    values: [page.runId, page.readBefore ?? null, page.readUpTo, read, added, changed, unchanged],
  })
  if (rowCount === 0) throw new SyncRunningError('BTEC_Students')
}

export async function endSyncRun(tx: Tx, runId: string, status: 'completed' | 'interrupted' | 'failed'): Promise<void> {
  await tx.query(
    `update extension_sync_runs set status = $2, ended_at = now(), seen_at = now()
     where tenant_id = current_tenant() and run_id = $1 and status = 'running'`,
    [runId, status],
  )
}

/** @throws RejectedError `api.not_found` */
export async function readSyncRun(tx: Tx, runId: string): Promise<SyncRunRow> {
  const { rows } = await tx.query<SyncRunRow>(
    `select run_id as "runId", module, status, read, added, changed, unchanged, started_at as "startedAt", seen_at as "seenAt",
       ended_at as "endedAt"
     from extension_sync_runs where tenant_id = current_tenant() and run_id::text = $1`,
    [runId],
  )
  const [row] = rows
  if (row === undefined) throw new RejectedError('api.not_found', { what: 'sync run', id: runId }, 404)
  return row
}

/** What became of the events of a bulk read or of a person's request. */
export type Progress = {
  written: number
  /** Not yet in anybody's hands, or in somebody's now. */
  inLine: number
  waiting: number
  /** Held by a switch or a limit, or only rehearsed. */
  kept: number
  failed: number
  done: number
}

/** @param prefix of the events' ids, such as `sync:<run id>:` */
export async function progressOf(tx: Tx, source: 'sync' | 'person', prefix: string): Promise<Progress> {
  const { rows } = await tx.query<Progress>({
    name: 'sync-progress',
    text: `select count(*)::int as written,
        count(*) filter (where status in ('pending', 'processing'))::int as "inLine",
        count(*) filter (where status = 'waiting')::int as waiting,
        count(*) filter (where status in ('held', 'rehearsed'))::int as kept,
        count(*) filter (where status = 'failed')::int as failed,
        count(*) filter (where status in ('completed', 'skipped'))::int as done
      from integration_events_log where tenant_id = current_tenant() and source = $1 and starts_with(event_id, $2)`,
    values: [source, prefix],
  })
  return rows[0] ?? { written: 0, inLine: 0, waiting: 0, kept: 0, failed: 0, done: 0 }
}
