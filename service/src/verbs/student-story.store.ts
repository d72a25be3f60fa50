import type { Tx } from '../db/database.ts'
import type { EventSource } from '../domain/events.ts'
import type { ChangeRow } from '../ledger/read.store.ts'

/** Row numbers of the events of these records and subjects that are not at a good end, newest first. */
export async function openEventsAbout(tx: Tx, subjects: readonly string[], limit: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from integration_events_log e
     where tenant_id = current_tenant() and status not in ('completed', 'skipped') and resolved_by is null
       and (record_id = any($1) or subject = any($1)
         or routes > 1 and exists (select from integration_event_outcomes o where o.event = e.id and o.subject = any($1)))
     order by id desc limit $2`,
    [subjects, limit],
  )
  return rows.map(({ id }) => id)
}

export type LastChange = Omit<ChangeRow, 'runId' | 'reason' | 'endedAt'>

/** What was changed for these subjects, newest first. */
export async function lastChanges(tx: Tx, subjects: readonly string[], limit: number): Promise<LastChange[]> {
  const { rows } = await tx.query<LastChange>(
    `select event, flow, subject, system, action, target, changes, outcome, begun_at as "begunAt" from moodle_sync_log
     where tenant_id = current_tenant() and subject = any($1) order by id desc limit $2`,
    [subjects, limit],
  )
  return rows
}

/** Row numbers of the events whose ids begin so, in the order they were written. */
export async function eventsWritten(tx: Tx, source: EventSource, prefix: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from integration_events_log
     where tenant_id = current_tenant() and source = $1 and starts_with(event_id, $2) order by id`,
    [source, prefix],
  )
  return rows.map(({ id }) => id)
}
