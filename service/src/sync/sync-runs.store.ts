import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { RejectedError } from '../domain/errors.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import { isSyncName, type SyncName } from './sources.ts'

export type SyncCounts = {
  read: number
  added: number
  changed: number
  /** Hints for records that Zoho no longer has. */
  gone: number
  /** Records that Zoho no longer has, more of them than go without a person's word. */
  withheld: number
  unchanged: number
}

export const noCounts: SyncCounts = { read: 0, added: 0, changed: 0, gone: 0, withheld: 0, unchanged: 0 }

/** How a person wants it done. */
export type SyncWishes = { sendMail: boolean; allowRemovals: boolean }

/** Where a bulk read stands: in which of its sources, and behind which record of it. */
export type Place = { source: string | undefined; readUpTo: ZohoId | undefined }

/** A bulk read in somebody's hands. */
export type SyncRun = {
  runId: string
  name: SyncName
  place: Place
  counts: SyncCounts
  /** It goes on from where an earlier one was interrupted. */
  resumed: boolean
}

/** A run whose process has been silent this long has no process any more. */
export const TAKEN_OVER_AFTER_SECONDS = 60
/** An interrupted run older than this begins anew: too much may have changed in what it has read. */
export const RESUMED_WITHIN_HOURS = 24

const COUNTS = 'read, added, changed, gone, withheld, unchanged'
type Row = SyncCounts & { run_id: string; name: string; source: string | null; read_up_to: string | null }

function toRun(row: Row, resumed: boolean): SyncRun {
  const { run_id: runId, name, source, read_up_to: readUpTo, ...counts } = row
  if (!isSyncName(name)) throw new TypeError(`The books have a bulk read of ${name}, which is not known here`)
  return {
    runId,
    name,
    place: { source: source ?? undefined, readUpTo: readUpTo === null ? undefined : zohoId(readUpTo) },
    counts,
    resumed,
  }
}

/** Whether a run's process is gone or has given up; parameters: the seconds of silence, and the hours after which it begins anew. */
export const isLeftOver = (row: string, parameter: number): string =>
  `(${row}.status in ('running', 'queued') and ${row}.seen_at < now() - $${parameter} * interval '1 second'
    or ${row}.status in ('interrupted', 'failed') and ${row}.seen_at > now() - $${parameter + 1} * interval '1 hour')`

/**
 * Begins a bulk read, or goes on with the newest one if that was interrupted.
 * @throws RejectedError `sync.running` when one is in somebody's hands, or in line for the service
 */
export async function takeSyncRun(tx: Tx, name: SyncName, askedBy: string): Promise<SyncRun> {
  const { rows } = await tx.query<Row>(
    `with newest as (
       select run_id from extension_sync_runs where tenant_id = current_tenant() and name = $1 and kind = 'bulk'
       order by started_at desc limit 1 for update
     )
     update extension_sync_runs r set status = 'running', seen_at = now(), ended_at = null, settled_at = null, batch = null, runner = null,
       trouble = null
     from newest
     where r.run_id = newest.run_id and ${isLeftOver('r', 2)}
     returning r.run_id, r.name, r.source, r.read_up_to, r.read, r.added, r.changed, r.gone, r.withheld, r.unchanged`,
    [name, TAKEN_OVER_AFTER_SECONDS, RESUMED_WITHIN_HOURS],
  )
  const [old] = rows
  if (old !== undefined) return toRun(old, true)
  const runId = randomUUID()
  const { rowCount } = await tx.query(
    `insert into extension_sync_runs (run_id, tenant_id, name, status, asked_by) values ($1, current_tenant(), $2, 'running', $3)
     on conflict (tenant_id, name) where status in ('queued', 'running') do nothing`,
    [runId, name, askedBy],
  )
  if (rowCount === 0) throw new RejectedError('sync.running', { name }, 409)
  return { runId, name, place: { source: undefined, readUpTo: undefined }, counts: noCounts, resumed: false }
}

/**
 * Keeps how far a run has come. Refused when somebody else has taken it over meanwhile: then this process must stop.
 * @throws RejectedError `sync.running`
 */
export async function keepPlace(tx: Tx, run: SyncRun, from: Place, to: Place, counts: SyncCounts): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'sync-runs-place',
    text: `update extension_sync_runs set source = $4, read_up_to = $5, read = $6, added = $7, changed = $8, gone = $9, withheld = $10,
        unchanged = $11, seen_at = now()
      where tenant_id = current_tenant() and run_id = $1 and status = 'running'
        and source is not distinct from $2 and read_up_to is not distinct from $3`,
    values: [
      run.runId,
      from.source ?? null,
      from.readUpTo ?? null,
      to.source ?? null,
      to.readUpTo ?? null,
      counts.read,
      counts.added,
      counts.changed,
      counts.gone,
      counts.withheld,
      counts.unchanged,
    ],
  })
  if (rowCount === 0) throw new RejectedError('sync.running', { name: run.name }, 409)
}

export type Trouble = { code: Code; params: Record<string, string | number> }
export type EndOfRun = 'completed' | 'interrupted' | 'failed' | 'stopped' | 'queued'

/** `queued`: it goes back in line, for the service to go on with. */
export async function endSyncRun(tx: Tx, runId: string, status: EndOfRun, trouble?: Trouble): Promise<void> {
  await tx.query(
    `update extension_sync_runs set status = $2, ended_at = case when $2 = 'queued' then null else now() end, seen_at = now(), trouble = $3
     where tenant_id = current_tenant() and run_id = $1 and status in ('running', 'queued')`,
    [runId, status, trouble === undefined ? null : JSON.stringify(trouble)],
  )
}

/** Every one of its hints has come to an end, or nobody waits for it any longer. */
export const markSettled = (tx: Tx, runId: string): Promise<unknown> =>
  tx.query('update extension_sync_runs set settled_at = now() where tenant_id = current_tenant() and run_id = $1', [runId])

/** Notes down that a person named so many records. @returns the id to ask with what became of them */
export async function noteRequest(tx: Tx, name: SyncName, records: number, askedBy: string): Promise<string> {
  const runId = randomUUID()
  await tx.query(
    `insert into extension_sync_runs (run_id, tenant_id, name, kind, status, read, asked_by, ended_at)
     values ($1, current_tenant(), $2, 'request', 'completed', $3, $4, now())`,
    [runId, name, records, askedBy],
  )
  return runId
}

export { COUNTS as SYNC_COUNTS, type Row as SyncRow, toRun as toSyncRun }
