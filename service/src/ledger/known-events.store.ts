import type { Tx } from '../db/database.ts'
import type { EventSource } from '../domain/events.ts'

/** Which of these events are written down already. */
export async function knownEvents(tx: Tx, source: EventSource, eventIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ event_id: string }>({
    name: 'ledger-known-events',
    text: `select event_id from integration_events_log where tenant_id = current_tenant() and source = $1 and event_id = any($2)`,
    values: [source, eventIds],
  })
  return new Set(rows.map((row) => row.event_id))
}
