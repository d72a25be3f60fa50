import type { Tx } from '../db/database.ts'
import type { Lane, PutBackBy } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import { settledStatuses, statusesBefore } from '../domain/statuses.ts'
import { promise } from '../queue/promise.ts'
import { countCauses } from './causes.store.ts'

/**
 * Puts settled events back in line: a retry, a release, a second delivery of a failed one. Events that are already in line are left
 * alone. @returns how many went back.
 */
export async function putBackInLine(
  tx: Tx,
  tenant: TenantId,
  ids: readonly number[],
  by: PutBackBy,
  lane: Lane = 'live',
): Promise<number> {
  const { rows } = await tx.query<{ id: number; cause: string | null; keys: { flow: string; subject: string }[] }>({
    name: 'ledger-put-back',
    text: `
with was as (
  select id, cause from integration_events_log
  where id = any($1) and tenant_id = current_tenant() and status = any($2) and status = any($3) and routes > 0
  order by id for update
)
update integration_events_log e
set status = 'pending', put_back_by = $4, needs_attention = false, cause = null, waiting_for = null, next_attempt_at = null, resolved_by = null,
  coalesced_into = null, processed_at = null
from was where e.id = was.id
returning e.id, was.cause,
  case when e.routes = 1 then jsonb_build_array(jsonb_build_object('flow', e.flow, 'subject', e.subject))
    else (select jsonb_agg(jsonb_build_object('flow', o.flow, 'subject', o.subject)) from integration_event_outcomes o where o.event = e.id)
  end as keys`,
    values: [ids, settledStatuses, statusesBefore('pending'), by],
  })
  await promise(
    tx,
    tenant,
    rows.flatMap(({ id, keys }) => keys.map(({ flow, subject }) => ({ flow, subject, lane, hint: id }))),
  )
  await countCauses(tx, { left: rows.flatMap(({ cause }) => (cause === null ? [] : [cause])), joined: [] })
  return rows.length
}
