import type { Tx } from '../db/database.ts'

/** What is waited for in this college. The sweep compares it with what is there: a waiter whose key has arrived was not woken. */
export async function keysWaitedFor(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>({
    name: 'queue-waited-for',
    text: `select distinct waits_for as key from queue_jobs
      where tenant_id = current_tenant() and state = 'waiting' and (waits_for like 'link:%' or waits_for like 'system:%')`,
  })
  return rows.map((row) => row.key)
}
