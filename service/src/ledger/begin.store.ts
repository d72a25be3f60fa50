import type { Tx } from '../db/database.ts'
import type { Hint } from '../domain/events.ts'
import { statusesBefore } from '../domain/statuses.ts'

/** Marks hints as being worked on and tells what they said. A hint that retention has removed is simply not in the answer. */
export async function beginRun(tx: Tx, hints: readonly number[]): Promise<Map<number, Hint>> {
  const { rows } = await tx.query<Hint>({
    name: 'ledger-begin',
    text: `
update integration_events_log set status = 'processing', started_at = coalesce(started_at, now())
where id = any($1) and status = any($2)
returning id, source, name, event_type as "eventType", module, record_id as "recordId",
  put_back_by as "putBackBy", waiting_for as "waitedFor", next_attempt_at as "waitedUntil"`,
    values: [hints, statusesBefore('processing')],
  })
  return new Map(rows.map((hint) => [hint.id, hint]))
}
