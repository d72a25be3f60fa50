import type { Database } from '../db/database.ts'
import type { Lane } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import { needsAttention } from '../domain/verdicts.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { promise } from '../queue/promise.ts'
import { writeVerdicts } from './settle.store.ts'

/** Younger events may be between their commit and their claim. */
const GRACE_SECONDS = 30

/**
 * Promises again what is open in the ledger and in nobody's hands, key by key. Row and job commit together, so there should never be one: the count
 * is a measure of our own mistakes.
 */
export async function repromiseForgotten(database: Pick<Database, 'withTenant'>, tenant: TenantId): Promise<number> {
  return database.withTenant(tenant, async (tx) => {
    // An event that is not open has no open key: `weigh.store.ts`.
    const { rows } = await tx.query<{ id: number; lane: 0 | 1; flow: string; subject: string }>({
      name: 'sweep-forgotten',
      text: `
with promised as (
  select flow, subject, unnest(hints) as id from queue_jobs where tenant_id = current_tenant()
)
select e.id, e.lane, open.flow, open.subject from integration_events_log e cross join lateral (
  select e.flow, e.subject where e.routes = 1 and e.status in ('pending', 'processing', 'waiting')
  union all
  select o.flow, o.subject from integration_event_outcomes o where e.routes > 1 and o.event = e.id and o.status in ('pending', 'waiting')
) as open
where e.tenant_id = current_tenant() and e.status not in ('completed', 'skipped')
  and coalesce(e.started_at, e.created_at) < now() - $1 * interval '1 second'
  and not exists (select from promised where promised.id = e.id and promised.flow = open.flow and promised.subject = open.subject)
order by e.id limit 1000 for update of e skip locked`,
      values: [GRACE_SECONDS],
    })
    await promise(
      tx,
      tenant,
      rows.map(({ id, lane, flow, subject }) => ({ flow, subject, lane: laneOf(lane), hint: id })),
    )
    return new Set(rows.map(({ id }) => id)).size
  })
}

const laneOf = (lane: 0 | 1): Lane => (lane === 0 ? 'live' : 'bulk')

/** Ends the wait for parents that did not come. @returns how many subjects need attention now */
export async function giveUpOnParents(
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  afterHours: number,
): Promise<number> {
  return database.withTenant(tenant, async (tx) => {
    const { rows } = await tx.query<{ flow: string; subject: string; hints: (string | number)[]; waitsFor: string }>({
      name: 'sweep-parents',
      text: `delete from queue_jobs
        where tenant_id = current_tenant() and state = 'waiting' and waits_for like 'link:%'
          and (exists (select from integration_events_log e where e.id = any(hints) and e.routes = 1 and e.waiting_for = waits_for
              and e.waiting_since < now() - $1 * interval '1 hour')
            or exists (select from integration_event_outcomes o where o.event = any(hints) and o.flow = queue_jobs.flow
              and o.subject = queue_jobs.subject and o.waiting_for = waits_for and o.waiting_since < now() - $1 * interval '1 hour'))
        returning flow, subject, hints, waits_for as "waitsFor"`,
      values: [afterHours],
    })
    await writeVerdicts(
      tx,
      rows.map(({ flow, subject, hints, waitsFor }) => {
        const [, parent = '', record = ''] = waitsFor.split(':')
        const job: ClaimedJob = {
          id: 0,
          tenant,
          flow,
          subject,
          lane: 'live',
          hints: [...new Set(hints.map(Number))],
          attempts: 0,
          expiredLeases: 0,
          fence: 0,
        }
        return {
          job,
          hints: job.hints,
          verdict: needsAttention('parent.waited_too_long', { parent, record }),
          retryCount: 0,
          nextAttemptAt: undefined,
        }
      }),
      new Date(),
    )
    return rows.length
  })
}
