import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import type { DriftItem, FlowCounts, Place } from './drift.ts'

/** A comparison in our hands. */
export type Comparison = {
  reportId: string
  /** Where it began: where the one before had stopped. */
  began: Place | null
  /** Where a process that died over it had come to. */
  reached: Place | null
  flows: Record<string, FlowCounts>
  credits: number
}

const TAKEN_OVER_AFTER_SECONDS = 120

/** Begins a comparison, goes on with one whose process died, or is undefined while another process compares. */
export async function takeComparison(tx: Tx, repairs: boolean): Promise<Comparison | undefined> {
  const { rows } = await tx.query<
    { report_id: string; began_at: Place | null; reached: Place | null } & Pick<Comparison, 'flows' | 'credits'>
  >(
    `update drift_reports set seen_at = now(), repairs = $2 where tenant_id = current_tenant() and status = 'running'
       and seen_at < now() - $1 * interval '1 second' returning report_id, began_at, reached, flows, credits`,
    [TAKEN_OVER_AFTER_SECONDS, repairs],
  )
  const [old] = rows
  if (old !== undefined)
    return { reportId: old.report_id, began: old.began_at, reached: old.reached, flows: old.flows, credits: old.credits }
  const reportId = randomUUID()
  const { rows: made } = await tx.query<{ began_at: Place | null }>(
    `insert into drift_reports (report_id, tenant_id, status, repairs, began_at)
     values ($1, current_tenant(), 'running', $2, (select case when status = 'stopped' then reached end from drift_reports
       where tenant_id = current_tenant() and status <> 'running' order by started_at desc limit 1))
     on conflict (tenant_id) where status = 'running' do nothing returning began_at`,
    [reportId, repairs],
  )
  const [mine] = made
  return mine && { reportId, began: mine.began_at, reached: null, flows: {}, credits: 0 }
}

/** Writes down how far it is. */
export async function keepComparison(
  tx: Tx,
  { reportId, reached, flows, credits }: Pick<Comparison, 'reportId' | 'reached' | 'flows' | 'credits'>,
): Promise<void> {
  await tx.query({
    name: 'drift-keep',
    text: `update drift_reports set reached = $2, flows = $3, credits = $4, seen_at = now()
      where tenant_id = current_tenant() and report_id = $1 and status = 'running'`,
    values: [reportId, reached === null ? null : JSON.stringify(reached), JSON.stringify(flows), credits],
  })
}

/** Whoever is asked to stop lets go of it, and another process goes on. */
export async function letGoOfComparison(tx: Tx, reportId: string): Promise<void> {
  await tx.query(
    `update drift_reports set seen_at = '-infinity' where tenant_id = current_tenant() and report_id = $1 and status = 'running'`,
    [reportId],
  )
}

export async function endComparison(
  tx: Tx,
  reportId: string,
  status: 'completed' | 'stopped' | 'failed',
  because: string | null,
): Promise<void> {
  await tx.query(
    `update drift_reports set status = $2, because = $3, ended_at = now(), seen_at = now()
     where tenant_id = current_tenant() and report_id = $1 and status = 'running'`,
    [reportId, status, because],
  )
}

/** Drops reports that are older than the college keeps them, with what they hold. */
export async function dropOldReports(tx: Tx, keepDays: number): Promise<void> {
  await tx.query(`delete from drift_reports where tenant_id = current_tenant() and started_at < now() - $1 * interval '1 day'`, [
    keepDays,
  ])
}

/** A set that is compared once more after a crash says the same once more: its items are there already. */
export async function storeItems(tx: Tx, reportId: string, items: readonly DriftItem[]): Promise<void> {
  if (items.length === 0) return
  await tx.query({
    name: 'drift-store-items',
    text: `
insert into drift_items (tenant_id, report_id, flow, subject, system, action, field, stands, due, since, cause, code, params, event_id)
select current_tenant(), $1, flow, subject, system, action, field, stands, due, since, cause, code, params, event_id
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[], $9::timestamptz[], $10::text[],
  $11::text[], $12::jsonb[], $13::text[])
  as item (flow, subject, system, action, field, stands, due, since, cause, code, params, event_id)
on conflict (report_id, flow, subject, system, action, field) do nothing`,
    values: [
      reportId,
      items.map((item) => item.flow),
      items.map((item) => item.subject),
      items.map((item) => item.system),
      items.map((item) => item.action),
      items.map((item) => item.field),
      items.map((item) => JSON.stringify(item.stands)),
      items.map((item) => JSON.stringify(item.due)),
      items.map((item) => item.since),
      items.map((item) => item.cause),
      items.map((item) => item.said?.code ?? null),
      items.map((item) => (item.said === null ? null : JSON.stringify(item.said.params))),
      items.map((item) => item.eventId),
    ],
  })
}
