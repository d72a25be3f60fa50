import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { worstFirst } from '../domain/statuses.ts'
import { countCauses } from './causes.store.ts'

type Weighed = {
  id: number
  causeBefore: string | null
  cause: string | null
  code: Code
  params: Record<string, string | number>
}

/**
 * An event that feeds several keys is in line while one of them has no answer; then it stands as the worst of them, and is settled when
 * all are. What it shows of its verdict is the worst answer there is so far, among equals that of the key it was first for. The caller holds the rows of these events.
 * @param joined what has just failed or gone to wait (once more), so that its cause is seen to be alive
 */
export async function weighAnew(
  tx: Tx,
  events: readonly number[],
  joined: readonly { id: number; cause: string | null }[] = [],
): Promise<void> {
  if (events.length === 0) return
  const { rows } = await tx.query<Weighed>({
    name: 'ledger-weigh',
    text: `
with every as (
  select event, count(*) as keys, count(*) filter (where settled_at is null) as unanswered,
    count(*) filter (where status in ('pending', 'waiting')) as open,
    coalesce(bool_or(needs_attention), false) as needs_attention, max(retry_count) as retry_count,
    min(next_attempt_at) filter (where status in ('pending', 'waiting')) as next_attempt_at,
    max(settled_at) as settled_at, max(resolved_by) as resolved_by, max(run_ms) as run_ms
  from integration_event_outcomes where event = any($1) group by event
), worst as (
  select distinct on (o.event) o.* from integration_event_outcomes o join integration_events_log own on own.id = o.event
  where o.event = any($1) and o.settled_at is not null
  order by o.event, o.status in ('rehearsed', 'skipped', 'completed') and not o.needs_attention, array_position($2::text[], o.status),
    o.resolved_by is null, (o.flow, o.subject) is distinct from (own.flow, own.subject), o.flow, o.subject
)
update integration_events_log e set
  status = case
    when every.unanswered = 0 then worst.status
    when every.unanswered = every.keys or e.status = 'pending' then 'pending'
    else 'processing' end,
  needs_attention = every.needs_attention, retry_count = every.retry_count, next_attempt_at = every.next_attempt_at,
  verdict_code = coalesce(worst.verdict_code, e.verdict_code),
  verdict_params = case when worst.event is null then e.verdict_params else worst.verdict_params end,
  verdict = case when worst.event is null then e.verdict else worst.verdict end,
  cause = worst.cause, waiting_for = worst.waiting_for, waiting_since = worst.waiting_since, coalesced_into = worst.coalesced_into,
  resolved_by = case when every.open = 0 and worst.status in ('rehearsed', 'skipped', 'completed') then every.resolved_by end,
  processed_at = case when every.open = 0 then every.settled_at end,
  run_ms = coalesce(every.run_ms, e.run_ms)
from every left join worst using (event), integration_events_log old
where e.id = every.event and old.id = every.event
returning e.id, old.cause as "causeBefore", e.cause, e.verdict_code as code, e.verdict_params as params`,
    values: [events, worstFirst],
  })
  const again = new Set(joined.map(({ id, cause }) => `${id} ${cause}`))
  const touched = rows.filter(({ id, cause, causeBefore }) => cause !== causeBefore || again.has(`${id} ${cause}`))
  await countCauses(tx, {
    left: touched.flatMap(({ causeBefore }) => causeBefore ?? []),
    joined: touched.flatMap(({ id, cause, code, params }) => (cause === null ? [] : [{ cause, code, params, event: id }])),
  })
}

/** Takes the rows of these events, in an order all agree on: their outcomes change under it only. */
export async function holdEvents(tx: Tx, events: readonly number[]): Promise<{ id: number; routes: number }[]> {
  const { rows } = await tx.query<{ id: number; routes: number }>({
    name: 'ledger-hold',
    text: `select id, routes::int as routes from integration_events_log where id = any($1) order by id for update`,
    values: [events],
  })
  return rows
}
