import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import type { SyncName } from './sources.ts'
import {
  isLeftOver,
  RESUMED_WITHIN_HOURS,
  type SyncRow,
  type SyncRun,
  type SyncWishes,
  TAKEN_OVER_AFTER_SECONDS,
  toSyncRun,
} from './sync-runs.store.ts'

/** Bulk reads that were asked for together at the API, and wait in line for a process of the service. */
export type Batch = { batch: string; askedBy: string; wishes: SyncWishes; names: SyncName[] }

export type Queued = { name: SyncName; jobId: string }

/**
 * Puts bulk reads in line, all of them or none.
 * @throws RejectedError `sync.running` when one of them is in line or in somebody's hands
 */
export async function queueSyncRuns(tx: Tx, names: readonly SyncName[], wishes: SyncWishes, askedBy: string): Promise<Queued[]> {
  const batch = randomUUID()
  const queued: Queued[] = []
  for (const [position, name] of names.entries()) {
    const mine = [name, JSON.stringify(wishes), askedBy, batch, position]
    // One that broke off is gone on with, as the command line does.
    const { rows } = await tx.query<{ run_id: string }>(
      `with newest as (
         select run_id from extension_sync_runs where tenant_id = current_tenant() and name = $1 and kind = 'bulk'
         order by started_at desc limit 1 for update
       )
       update extension_sync_runs r set status = 'queued', options = $2, asked_by = $3, batch = $4, position = $5, runner = null,
         trouble = null, ended_at = null, settled_at = null
       from newest
       where r.run_id = newest.run_id and ${isLeftOver('r', 6)}
       returning r.run_id`,
      [...mine, TAKEN_OVER_AFTER_SECONDS, RESUMED_WITHIN_HOURS],
    )
    const jobId = rows[0]?.run_id ?? (await insertQueued(tx, mine))
    if (jobId === undefined) throw new RejectedError('sync.running', { name }, 409)
    queued.push({ name, jobId })
  }
  return queued
}

async function insertQueued(tx: Tx, mine: readonly unknown[]): Promise<string | undefined> {
  const { rows } = await tx.query<{ run_id: string }>(
    `insert into extension_sync_runs (run_id, tenant_id, name, status, options, asked_by, batch, position)
     values ($1, current_tenant(), $2, 'queued', $3, $4, $5, $6)
     on conflict (tenant_id, name) where status in ('queued', 'running') do nothing returning run_id`,
    [randomUUID(), ...mine],
  )
  return rows[0]?.run_id
}

/** Takes the oldest batch that nobody has in hand, or whose process has been silent for a minute. */
export async function takeBatch(tx: Tx, runner: string): Promise<Batch | undefined> {
  const { rows } = await tx.query<{ batch: string; name: SyncName; asked_by: string; options: SyncWishes; position: number }>(
    `with next as (
       select batch from extension_sync_runs
       where tenant_id = current_tenant() and status in ('queued', 'running') and batch is not null
         and (runner is null or seen_at < now() - $2 * interval '1 second')
       order by started_at, position limit 1 for update skip locked
     )
     update extension_sync_runs r set runner = $1, seen_at = now() from next
     where r.tenant_id = current_tenant() and r.batch = next.batch and r.status in ('queued', 'running')
     returning r.batch, r.name, r.asked_by, r.options, r.position`,
    [runner, TAKEN_OVER_AFTER_SECONDS],
  )
  const [first] = rows
  if (first === undefined) return undefined
  const names = rows.toSorted((one, other) => one.position - other.position).map(({ name }) => name)
  return { batch: first.batch, askedBy: first.asked_by, wishes: first.options, names }
}

/** The run of a batch that comes next is begun, or gone on with. @throws RejectedError `sync.running` when the batch is no longer ours */
export async function beginOfBatch(tx: Tx, batch: string, runner: string, name: SyncName): Promise<SyncRun> {
  const { rows } = await tx.query<SyncRow>(
    `update extension_sync_runs set status = 'running', seen_at = now()
     where tenant_id = current_tenant() and batch = $1 and runner = $2 and name = $3 and status in ('queued', 'running')
     returning run_id, name, source, read_up_to, read, added, changed, gone, withheld, unchanged`,
    [batch, runner, name],
  )
  const [row] = rows
  if (row === undefined) throw new RejectedError('sync.running', { name }, 409)
  return toSyncRun(row, row.source !== null)
}

/** Says that the process that has the batch in hand is alive. */
export const stillAtBatch = (tx: Tx, batch: string, runner: string): Promise<unknown> =>
  tx.query(
    `update extension_sync_runs set seen_at = now()
     where tenant_id = current_tenant() and batch = $1 and runner = $2 and status in ('queued', 'running')`,
    [batch, runner],
  )

/** Ends what is left of a batch: `queued` hands it to the next process, `stopped` and `failed` are for a person. */
export const endBatch = (
  tx: Tx,
  batch: string,
  runner: string,
  status: 'queued' | 'stopped' | 'failed',
  trouble?: { code: string; params: Record<string, string | number> },
): Promise<unknown> =>
  tx.query(
    `update extension_sync_runs set status = $3, runner = null, trouble = $4, ended_at = case when $3 = 'queued' then null else now() end
     where tenant_id = current_tenant() and batch = $1 and runner = $2 and status in ('queued', 'running')`,
    [batch, runner, status, trouble === undefined ? null : JSON.stringify(trouble)],
  )
