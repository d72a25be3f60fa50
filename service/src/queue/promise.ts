import type { Tx } from '../db/database.ts'
import type { Lane } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import { laneNumber } from './job.ts'

export type Promised = { flow: string; subject: string; lane: Lane; hint: number }

/** Promises runs, inside the caller's transaction. Hints of a key that waits already join its row. */
export async function promise(tx: Tx, tenant: TenantId, hints: readonly Promised[]): Promise<void> {
  if (hints.length === 0) return
  await tx.query({
    name: 'queue-promise',
    text: 'select queue_promise($1, $2, $3, $4, $5)',
    values: [
      tenant,
      hints.map((hint) => hint.flow),
      hints.map((hint) => hint.subject),
      hints.map((hint) => laneNumber[hint.lane]),
      hints.map((hint) => hint.hint),
    ],
  })
}

/** Makes due what waits for any of these keys, in the transaction that brought them about. */
export async function wake(tx: Tx, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0
  const { rowCount } = await tx.query({
    name: 'queue-wake',
    text: `update queue_jobs set run_at = least(run_at, now()), waits_for = null
      where tenant_id = current_tenant() and waits_for = any($1) and state = 'waiting'`,
    values: [keys],
  })
  return rowCount ?? 0
}

/**
 * Locks missing things by name until the transaction ends. Whoever is about to wait for a key and whoever brings it about take the same
 * lock, so that no wake-up falls between looking and waiting.
 */
export async function lockKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.query({
    name: 'queue-lock-keys',
    text: `select pg_advisory_xact_lock(hashtextextended(current_tenant() || ' ' || key, 0))
      from (select unnest($1::text[]) as key order by 1) as keys`,
    values: [keys],
  })
}
