import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { Status } from '../domain/statuses.ts'
import type { Change } from './change.ts'
import type { PlanItem } from './plan-items.store.ts'

/** What became of the hint that a plan wrote for an item. */
export type ItemEvent = {
  nth: number
  event: number
  /** The event whose run did this one's work. */
  doneBy: number
  status: Status
  code: Code | null
  params: Record<string, string | number> | null
}

type Key = Pick<PlanItem, 'nth' | 'flow' | 'subject'>

/** @param eventIdOf the id under which an item's hint was written. Items without a hint are absent. */
export async function eventsOf(tx: Tx, items: readonly Key[], eventIdOf: (item: Key) => string): Promise<ItemEvent[]> {
  const { rows } = await tx.query<ItemEvent>({
    name: 'plans-item-events',
    text: `
select item.nth, e.id as event, coalesce(o.coalesced_into, e.coalesced_into, e.id) as "doneBy",
  case when o.event is null then e.status when o.settled_at is null then 'pending' else o.status end as status,
  coalesce(o.verdict_code, e.verdict_code) as code, coalesce(o.verdict_params, e.verdict_params) as params
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as item (nth, flow, subject, event_id)
join integration_events_log e on e.tenant_id = current_tenant() and e.source = 'person' and e.event_id = item.event_id
left join integration_event_outcomes o on o.event = e.id and o.flow = item.flow and o.subject = item.subject and e.routes > 1`,
    values: [
      items.map(({ nth }) => nth),
      items.map(({ flow }) => flow),
      items.map(({ subject }) => subject),
      items.map(eventIdOf),
    ],
  })
  return rows
}

/** What was changed outside for these items: by the runs of these events, or by anybody since then. */
export async function doneFor(
  tx: Tx,
  items: readonly (Key & { events?: readonly number[] })[],
  since: Date,
): Promise<Map<number, Change[]>> {
  const { rows } = await tx.query<Change & { nth: number }>({
    name: 'plans-done-for',
    text: `
select item.nth, deed.system, deed.action, deed.target, deed.changes
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as item (nth, flow, subject, events)
join moodle_sync_log deed on deed.tenant_id = current_tenant() and deed.flow = item.flow and deed.subject = item.subject
  and deed.outcome not in ('refused', 'not_happened')
  and (item.events = '' and deed.begun_at >= $5 or deed.event = any(string_to_array(nullif(item.events, ''), ',')::bigint[]))
order by deed.id`,
    values: [
      items.map(({ nth }) => nth),
      items.map(({ flow }) => flow),
      items.map(({ subject }) => subject),
      items.map(({ events = [] }) => events.join(',')),
      since,
    ],
  })
  const byItem = Map.groupBy(rows, ({ nth }) => nth)
  return new Map(
    [...byItem].map(([nth, deeds]) => [
      nth,
      deeds.map(({ system, action, target, changes }) => ({ system, action, target, changes })),
    ]),
  )
}
