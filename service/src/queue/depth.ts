import type { Database } from '../db/database.ts'

export type QueueDepth = { due: number; waiting: number; running: number; oldestDueSeconds: number }

/** How full the queue is, over all colleges: numbers only. */
export async function queueDepth(database: Pick<Database, 'asQueue'>): Promise<QueueDepth> {
  const { rows } = await database.asQueue((tx) =>
    tx.query<QueueDepth>(`
select count(*) filter (where state = 'waiting' and run_at <= now())::int as due,
  count(*) filter (where state = 'waiting' and run_at > now())::int as waiting,
  count(*) filter (where state = 'running')::int as running,
  coalesce(extract(epoch from now() - min(run_at) filter (where state = 'waiting' and run_at <= now())), 0)::float8 as "oldestDueSeconds"
from queue_jobs`),
  )
  return rows[0] ?? { due: 0, waiting: 0, running: 0, oldestDueSeconds: 0 }
}
