import type { Tx } from '../db/database.ts'
import { countCauses } from './causes.store.ts'
import { holdEvents, weighAnew } from './weigh.store.ts'

type Done = { flow: string; subject: string; by: number }

/**
 * A subject in step closes its older failures: what they complained about is over. Of an event that feeds several keys only that of this
 * key is.
 */
export async function resolveOlderFailures(tx: Tx, done: readonly Done[]): Promise<void> {
  if (done.length === 0) return
  const { rows } = await tx.query<{ cause: string | null; event: number | null }>({
    name: 'ledger-resolve-older',
    text: `
with mine as (
  select * from unnest($1::text[], $2::text[], $3::bigint[]) as t (flow, subject, by)
), was as (
  select e.id, e.cause, mine.by from integration_events_log e join mine on e.flow = mine.flow and e.subject = mine.subject
  where e.tenant_id = current_tenant() and e.status = 'failed' and e.routes = 1 and e.id < mine.by
  order by e.id for update of e
), closed as (
  update integration_events_log e
  set status = 'completed', needs_attention = false, cause = null, waiting_for = null, resolved_by = was.by
  from was where e.id = was.id returning was.cause
)
select cause, null::bigint as event from closed
union all
select null, o.event from integration_event_outcomes o join mine on o.flow = mine.flow and o.subject = mine.subject
where o.tenant_id = current_tenant() and o.status = 'failed' and o.event < mine.by`,
    values: [done.map((one) => one.flow), done.map((one) => one.subject), done.map((one) => one.by)],
  })
  await countCauses(tx, { left: rows.flatMap(({ cause }) => cause ?? []), joined: [] })
  const several = [...new Set(rows.flatMap(({ event }) => event ?? []))]
  if (several.length > 0) await resolveOutcomes(tx, done, several)
}

async function resolveOutcomes(tx: Tx, done: readonly Done[], events: readonly number[]): Promise<void> {
  await holdEvents(tx, events)
  await tx.query({
    name: 'ledger-resolve-several',
    text: `
update integration_event_outcomes o set status = 'completed', needs_attention = false, cause = null, waiting_for = null, resolved_by = mine.by
from unnest($1::text[], $2::text[], $3::bigint[]) as mine (flow, subject, by)
where o.event = any($4) and o.flow = mine.flow and o.subject = mine.subject and o.status = 'failed' and o.event < mine.by`,
    values: [done.map((one) => one.flow), done.map((one) => one.subject), done.map((one) => one.by), events],
  })
  await weighAnew(tx, events)
}
