import type { Tx } from '../db/database.ts'

export type Retention = { completedDays: number; failedDays: number }

/** An event whose payload may go: settled, and settled long enough ago. Held and rehearsed ones, or keys of one, still have a way before them. */
const EXPIRED = `payload is not null and (
  status in ('completed', 'skipped') and processed_at < now() - $1 * interval '1 day'
  or status = 'failed' and processed_at < now() - $2 * interval '1 day' and not exists (select from integration_event_outcomes o
    where o.event = integration_events_log.id and o.status in ('held', 'rehearsed')))`

/** How many payloads are due to go. */
export async function countExpired(tx: Tx, { completedDays, failedDays }: Retention): Promise<number> {
  const { rows } = await tx.query<{ events: number }>(
    `select count(*)::int as events from integration_events_log where tenant_id = current_tenant() and ${EXPIRED}`,
    [completedDays, failedDays],
  )
  return rows[0]?.events ?? 0
}

/**
 * Drops the payloads of some expired events. The rows stay as receipts, or an old delivery would run again; so does the audit.
 * @returns how many were dropped; fewer than `limit` means that this was all
 */
export async function dropPayloads(tx: Tx, { completedDays, failedDays }: Retention, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `with expired as (
       select id from integration_events_log where tenant_id = current_tenant() and ${EXPIRED}
       order by id limit $3 for update skip locked
     )
     update integration_events_log e set payload = null from expired where e.id = expired.id`,
    [completedDays, failedDays, limit],
  )
  return rowCount ?? 0
}

/** Deletes some runs, with their outside calls, of which no event has its payload any more. */
export async function dropAttempts(tx: Tx, { completedDays, failedDays }: Retention, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `with expired as (
       select a.id from integration_event_attempts a
       where a.tenant_id = current_tenant() and a.ended_at < now() - least($1::int, $2::int) * interval '1 day'
         and not exists (select from integration_events_log e where e.id = any(a.hints) and e.payload is not null)
       order by a.id limit $3 for update skip locked
     )
     delete from integration_event_attempts a using expired where a.id = expired.id`,
    [completedDays, failedDays, limit],
  )
  return rowCount ?? 0
}
