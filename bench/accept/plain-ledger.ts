import type { Database } from '../../service/src/db/database.ts'
import type { Ledger } from '../../service/src/ledger/ledger.ts'

/** What most people would write: one insert per request into a table with nothing but its key, answered after its own commit. No job. */
export async function plainLedger(database: Database): Promise<Ledger> {
  await database.query(`create table plain_events (
    id bigint generated always as identity primary key, tenant_id text not null, source text not null, event_id text not null,
    name text not null, event_type text not null, module text, record_id text not null, payload jsonb, body_hash text not null,
    created_at timestamptz not null default now(), unique (tenant_id, source, event_id))`)
  return {
    async receive(tenant, event) {
      const { rows } = await database.query<{ id: number }>({
        name: 'plain-insert',
        text: `insert into plain_events (tenant_id, source, event_id, name, event_type, module, record_id, payload, body_hash)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
        values: [
          tenant,
          event.source,
          event.eventId,
          event.name,
          event.eventType,
          event.module ?? null,
          event.recordId,
          JSON.stringify(event.payload),
          event.bodyHash,
        ],
      })
      const [row] = rows
      return { status: row === undefined ? 'duplicate' : 'accepted', eventId: event.eventId, id: row?.id ?? 0 }
    },
  }
}
