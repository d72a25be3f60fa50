import type { Database } from '../db/database.ts'

/** Says that this worker is alive and still holds everything it claimed. */
export async function renewLeases(database: Pick<Database, 'asQueue'>, worker: string, leaseMs: number): Promise<void> {
  await database.asQueue((tx) =>
    tx.query({
      name: 'queue-renew',
      text: `update queue_jobs set lease_until = now() + $2 * interval '1 millisecond' where worker = $1 and state = 'running'`,
      values: [worker, leaseMs],
    }),
  )
}

/**
 * Puts back what dead workers held. It costs no attempt, because nobody knows whose fault it was. Mostly somebody ended the process, so the
 * first time nothing else changes; a subject whose worker died twice runs alone from then on, so that one that kills its worker is found.
 * Dead is who stopped renewing, and who showed its presence and shows it no more.
 * @param worker who asks; it does not take itself for dead while its own connection is being made anew
 */
export async function recoverExpired(database: Pick<Database, 'asQueue'>, worker = ''): Promise<number> {
  const { rowCount } = await database.asQueue((tx) =>
    tx.query({
      name: 'queue-recover',
      text: `
with dead as materialized (
  select process_id from service_processes
  where shows_presence and process_id <> $1 and pg_try_advisory_xact_lock(hashtextextended('worker ' || process_id, 0))
), orphans as (
  delete from queue_jobs where id in (
    select id from queue_jobs where state = 'running' and (lease_until < now() or worker in (select process_id from dead))
    order by id for update skip locked)
  returning *
)
insert into queue_jobs as job (tenant_id, flow, subject, lane, hints, attempts, expired_leases, alone)
select tenant_id, flow, subject, lane, hints, attempts, expired_leases + 1, expired_leases > 0 from orphans order by tenant_id, flow, subject
on conflict (tenant_id, flow, subject) where state = 'waiting' do update set
  hints = excluded.hints || job.hints,
  lane = least(job.lane, excluded.lane),
  expired_leases = greatest(job.expired_leases, excluded.expired_leases),
  run_at = least(job.run_at, now()),
  alone = job.alone or excluded.alone`,
      values: [worker],
    }),
  )
  return rowCount ?? 0
}

/** Says that this process is alive; processes silent for a minute are forgotten. */
export async function reportAlive(database: Pick<Database, 'asQueue'>, processId: string): Promise<void> {
  await database.asQueue((tx) =>
    tx.query({
      name: 'process-alive',
      text: `
with forgotten as (delete from service_processes where seen_at < now() - interval '1 minute' and process_id <> $1)
insert into service_processes (process_id) values ($1) on conflict (process_id) do update set seen_at = now()`,
      values: [processId],
    }),
  )
}

/** How many processes were alive in the last `withinMs`: each takes its share of what the outside systems allow. */
export async function liveProcesses(database: Pick<Database, 'asQueue'>, withinMs: number): Promise<number> {
  const { rows } = await database.asQueue((tx) =>
    tx.query<{ alive: number }>({
      name: 'processes-alive',
      text: `select count(*)::int as alive from service_processes where seen_at > now() - $1 * interval '1 millisecond'`,
      values: [withinMs],
    }),
  )
  return Math.max(1, rows[0]?.alive ?? 1)
}

export async function reportGone(database: Pick<Database, 'asQueue'>, processId: string): Promise<void> {
  await database.asQueue((tx) => tx.query('delete from service_processes where process_id = $1', [processId]))
}
