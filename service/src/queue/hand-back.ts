import type { Tx } from '../db/database.ts'
import type { ClaimedJob } from './job.ts'

/**
 * Ends runs, inside the transaction that writes their verdicts. A job whose fence has moved on belongs to another worker by now: it is
 * left alone, and its verdict must be dropped.
 * @returns the ids of the jobs that were still ours.
 */
export async function finish(tx: Tx, jobs: readonly ClaimedJob[]): Promise<Set<number>> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'queue-finish',
    // No two fences are alike, so two lists tell as much as pairs would.
    text: `delete from queue_jobs where id = any($1) and fence = any($2) and state = 'running' returning id`,
    values: [jobs.map((job) => job.id), jobs.map((job) => job.fence)],
  })
  return new Set(rows.map((row) => row.id))
}

/** A job that goes back into the queue under the same key. */
export type Return = {
  job: ClaimedJob
  /** When it is due again; undefined waits until something wakes `waitsFor`. */
  afterMs: number | undefined
  waitsFor: string | undefined
  attempts: number
  /** Its next run takes no other subjects along. */
  alone: boolean
}

/**
 * Puts finished jobs back, in the same transaction as `finish`. Where a newer hint has opened the key's waiting row meanwhile, they
 * join it: that row is due already and keeps its fresh attempts.
 */
export async function handBack(tx: Tx, returns: readonly Return[]): Promise<void> {
  if (returns.length === 0) return
  await tx.query({
    name: 'queue-hand-back',
    text: `
insert into queue_jobs as job (tenant_id, flow, subject, lane, hints, run_at, waits_for, attempts, expired_leases, alone)
select current_tenant(), flow, subject, lane, string_to_array(hints, ',')::bigint[],
  coalesce(now() + after_ms * interval '1 millisecond', 'infinity'), waits_for, attempts, expired, alone
from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::float8[], $6::text[], $7::int[], $8::int[], $9::boolean[])
  as back (flow, subject, lane, hints, after_ms, waits_for, attempts, expired, alone)
order by flow, subject
on conflict (tenant_id, flow, subject) where state = 'waiting' do update set
  hints = excluded.hints || job.hints,
  lane = least(job.lane, excluded.lane),
  expired_leases = greatest(job.expired_leases, excluded.expired_leases),
  alone = job.alone or excluded.alone`,
    values: [
      returns.map(({ job }) => job.flow),
      returns.map(({ job }) => job.subject),
      returns.map(({ job }) => (job.lane === 'live' ? 0 : 1)),
      returns.map(({ job }) => job.hints.join(',')),
      returns.map((back) => back.afterMs ?? null),
      returns.map((back) => back.waitsFor ?? null),
      returns.map((back) => back.attempts),
      returns.map(({ job }) => job.expiredLeases),
      returns.map((back) => back.alone),
    ],
  })
}
