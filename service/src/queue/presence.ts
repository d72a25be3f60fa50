import type { PoolClient } from 'pg'
import type { Database } from '../db/database.ts'

/**
 * Shows that a worker lives for as long as a session of its process does: by an advisory lock that PostgreSQL lets go of when the process dies,
 * or its connection. Others then take over what it held at once (`leases.ts`), instead of when its leases run out. Should only the connection
 * have died, the worker's fence is gone all the same, and it may change nothing more of what it held.
 * @param session kept open for as long as the worker works
 */
export async function showPresence(
  session: Pick<PoolClient, 'query'>,
  database: Pick<Database, 'asQueue'>,
  worker: string,
): Promise<void> {
  await session.query(`select pg_advisory_lock(hashtextextended('worker ' || $1, 0))`, [worker])
  await database.asQueue((tx) =>
    tx.query(
      `insert into service_processes (process_id, shows_presence) values ($1, true)
        on conflict (process_id) do update set shows_presence = true, seen_at = now()`,
      [worker],
    ),
  )
}
