import type { Tx } from '../db/database.ts'
import type { RehearsedVerdict } from '../sync/rehearse.ts'
import type { Candidate, ReadSource } from './candidates.ts'
import type { Change } from './change.ts'
import type { Flag } from './flags.ts'

/**
 * planned   would change, or become ours · noted   would fail or wait: nothing of it is applied
 * applied · applied_differently   done, as planned or not · moved   refused, because it is not as it was
 * failed · skipped · held   what its run said
 */
export type ItemStatus = 'planned' | 'noted' | 'applied' | 'applied_differently' | 'moved' | 'failed' | 'skipped' | 'held'

export type PlanItem = {
  nth: number
  flow: string
  subject: string
  module: Candidate['module']
  recordId: string
  sources: ReadSource[]
  changes: Change[]
  fingerprint: string
  verdict: RehearsedVerdict | null
  flags: Flag[]
  status: ItemStatus
  event: number | null
  done: Change[] | null
  settledAt: Date | null
}

const COLUMNS = `nth, flow, subject, module, record_id as "recordId", sources, changes, fingerprint, verdict, flags, status, event, done,
  settled_at as "settledAt"`

/** Notes down that these keys are looked at. @returns the subjects that were not looked at before */
export async function claimCandidates(tx: Tx, plan: number, flow: string, looked: readonly Candidate[]): Promise<Set<string>> {
  const bySubject = [...Map.groupBy(looked, ({ subject }) => subject)].map(([subject, [first, ...others]]) => ({
    subject,
    module: first?.module ?? '',
    recordId: first?.recordId ?? '',
    sources: JSON.stringify([...(first?.sources ?? []), ...others.flatMap(({ sources }) => sources)]),
  }))
  const { rows } = await tx.query<{ subject: string; added: boolean }>({
    name: 'plan-items-claim',
    text: `
insert into plan_items as item (tenant_id, plan, flow, subject, module, record_id, sources)
select current_tenant(), $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::jsonb[])
on conflict (tenant_id, plan, flow, subject) do update set sources = item.sources || excluded.sources
returning subject, xmax = 0 as added`,
    values: [
      plan,
      flow,
      bySubject.map(({ subject }) => subject),
      bySubject.map(({ module }) => module),
      bySubject.map(({ recordId }) => recordId),
      bySubject.map(({ sources }) => sources),
    ],
  })
  return new Set(rows.filter(({ added }) => added).map(({ subject }) => subject))
}

export type Found = {
  subject: string
  status: 'in_step' | 'planned' | 'noted'
  changes: readonly Change[]
  fingerprint: string
  verdict: RehearsedVerdict
  flags: readonly Flag[]
}

export async function storeFound(tx: Tx, plan: number, flow: string, found: readonly Found[]): Promise<void> {
  await tx.query({
    name: 'plan-items-found',
    text: `
update plan_items item set status = found.status, changes = found.changes, fingerprint = found.fingerprint, verdict = found.verdict,
  flags = string_to_array(found.flags, ',')
from unnest($3::text[], $4::text[], $5::jsonb[], $6::text[], $7::jsonb[], $8::text[])
  as found (subject, status, changes, fingerprint, verdict, flags)
where item.tenant_id = current_tenant() and item.plan = $1 and item.flow = $2 and item.subject = found.subject`,
    values: [
      plan,
      flow,
      found.map(({ subject }) => subject),
      found.map(({ status }) => status),
      found.map(({ changes }) => JSON.stringify(changes)),
      found.map(({ fingerprint }) => fingerprint),
      found.map(({ verdict }) => JSON.stringify(verdict)),
      found.map((each) => each.flags.join(',')),
    ],
  })
}

/** What would not change was kept only so that nothing is looked at twice. */
export async function forgetInStep(tx: Tx, plan: number): Promise<void> {
  await tx.query(`delete from plan_items where tenant_id = current_tenant() and plan = $1 and status in ('in_step', 'looking')`, [
    plan,
  ])
}

/** In the order in which they are applied, those behind `after` only. */
export async function readItems(
  tx: Tx,
  plan: number,
  page: { after: number; limit: number; statuses?: readonly ItemStatus[]; flag?: Flag },
): Promise<PlanItem[]> {
  const { rows } = await tx.query<PlanItem>({
    name: 'plan-items-page',
    text: `select ${COLUMNS} from plan_items where tenant_id = current_tenant() and plan = $1 and nth > $2
      and status not in ('looking', 'in_step') and ($4::text[] is null or status = any($4)) and ($5::text is null or $5 = any(flags))
      order by nth limit $3`,
    values: [plan, page.after, page.limit, page.statuses ?? null, page.flag ?? null],
  })
  return rows
}

export type ItemCounts = {
  byStatus: Partial<Record<ItemStatus, number>>
  byFlag: Partial<Record<Flag, number>>
  byFlow: Record<string, number>
}

export async function countItems(tx: Tx, plan: number): Promise<ItemCounts> {
  const { rows } = await tx.query<{ what: 'status' | 'flag' | 'flow'; name: string; items: number }>({
    name: 'plan-items-counts',
    text: `
with item as (
  select flow, status, flags from plan_items where tenant_id = current_tenant() and plan = $1 and status not in ('looking', 'in_step')
)
select 'status' as what, status as name, count(*)::int as items from item group by status
union all select 'flow', flow, count(*)::int from item where status <> 'noted' group by flow
union all select 'flag', flag, count(*)::int from item, unnest(flags) as flag where status <> 'noted' group by flag
order by 1, 2`,
    values: [plan],
  })
  const of = (wanted: string) =>
    Object.fromEntries(rows.filter(({ what }) => what === wanted).map(({ name, items }) => [name, items]))
  return { byStatus: of('status'), byFlag: of('flag'), byFlow: of('flow') }
}

export type ItemEnd = {
  nth: number
  status: Exclude<ItemStatus, 'planned' | 'noted'>
  verdict: RehearsedVerdict
  event: number | null
  done: readonly Change[] | null
}

export async function endItems(tx: Tx, plan: number, ends: readonly ItemEnd[]): Promise<void> {
  if (ends.length === 0) return
  await tx.query({
    name: 'plan-items-end',
    text: `
update plan_items item set status = ended.status, verdict = ended.verdict, event = ended.event, done = ended.done, settled_at = now()
from unnest($2::bigint[], $3::text[], $4::jsonb[], $5::bigint[], $6::jsonb[]) as ended (nth, status, verdict, event, done)
where item.tenant_id = current_tenant() and item.plan = $1 and item.nth = ended.nth`,
    values: [
      plan,
      ends.map(({ nth }) => nth),
      ends.map(({ status }) => status),
      ends.map(({ verdict }) => JSON.stringify(verdict)),
      ends.map(({ event }) => event),
      ends.map(({ done }) => (done === null ? null : JSON.stringify(done))),
    ],
  })
}
