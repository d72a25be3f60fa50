import type { Tx } from '../db/database.ts'
import type { Lane, PutBackBy } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import { settledStatuses, statusesBefore } from '../domain/statuses.ts'
import { promise } from '../queue/promise.ts'
import { countCauses } from './causes.store.ts'
import { weighAnew } from './weigh.store.ts'

type Key = Route & { id: number }

/**
 * Puts settled events back in line: a retry, a release, a second delivery of a failed one. Events that are already in line are left
 * alone. Of an event that feeds several keys those go that are not done yet; when all are done, all of them.
 * @param how.heldBy only what this holds
 * @returns how many events went back.
 */
export async function putBackInLine(
  tx: Tx,
  tenant: TenantId,
  ids: readonly number[],
  by: PutBackBy,
  how: { lane?: Lane; heldBy?: string } = {},
): Promise<number> {
  const { rows } = await tx.query<Key & { routes: number; cause: string | null }>({
    name: 'ledger-put-back',
    text: `
with was as (
  select id, cause, routes, flow, subject from integration_events_log
  where id = any($1) and tenant_id = current_tenant() and status = any($2) and status = any($3) and routes > 0
    and (routes > 1 or $5::text is null or status = 'held' and waiting_for = $5)
  order by id for update
), back as (
  update integration_events_log e
  set status = 'pending', put_back_by = $4, needs_attention = false, cause = null, waiting_for = null, next_attempt_at = null, resolved_by = null,
    coalesced_into = null, processed_at = null
  from was where e.id = was.id and was.routes = 1
)
select id, cause, routes::int as routes, flow, subject from was`,
    values: [ids, settledStatuses, statusesBefore('pending'), by, how.heldBy ?? null],
  })
  const single = rows.filter(({ routes }) => routes === 1)
  const several = rows.filter(({ routes }) => routes > 1).map(({ id }) => id)
  const keys = several.length === 0 ? [] : await putKeysBack(tx, several, by, how.heldBy)
  await promise(
    tx,
    tenant,
    [...single, ...keys].map(({ id, flow, subject }) => ({ flow, subject, lane: how.lane ?? 'live', hint: id })),
  )
  await countCauses(tx, { left: single.flatMap(({ cause }) => cause ?? []), joined: [] })
  return single.length + new Set(keys.map(({ id }) => id)).size
}

/** Puts keys of events that have several, whose rows are held, back in line. */
async function putKeysBack(tx: Tx, events: readonly number[], by: PutBackBy, heldBy: string | undefined): Promise<Key[]> {
  const { rows } = await tx.query<Key>({
    name: 'ledger-put-back-several',
    text: `
update integration_event_outcomes o
set status = 'pending', needs_attention = false, cause = null, waiting_for = null, waiting_since = null, next_attempt_at = null,
  resolved_by = null, coalesced_into = null, settled_at = null
from integration_events_log e
where e.id = any($1) and o.event = e.id and case
  when $2::text is not null then o.status = 'held' and o.waiting_for = $2
  when e.status in ('completed', 'skipped') then true
  else o.status in ('failed', 'held', 'rehearsed') end
returning o.event as id, o.flow, o.subject`,
    values: [events, heldBy ?? null],
  })
  const back = [...new Set(rows.map(({ id }) => id))]
  if (back.length === 0) return []
  await tx.query({
    name: 'ledger-put-back-events',
    text: `update integration_events_log set status = 'pending', put_back_by = $2 where id = any($1)`,
    values: [back, by],
  })
  await weighAnew(tx, back)
  return rows
}
