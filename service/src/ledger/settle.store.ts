import type { Tx } from '../db/database.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import { type Status, statusesBefore, worstFirst } from '../domain/statuses.ts'
import type { Verdict } from '../domain/verdicts.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { sayInOneLine } from '../words/words.ts'
import { causeOf, countCauses, type JoinedCause } from './causes.store.ts'

/** What one run says about some of a job's hints; a job whose hints are switched differently has several. */
export type HintVerdict = {
  job: ClaimedJob
  hints: readonly number[]
  /** `pending` is a run that will be tried again by itself. */
  verdict: Omit<Verdict, 'status'> & { status: Verdict['status'] | 'pending' }
  retryCount: number
  nextAttemptAt: Date | undefined
}

type Row = {
  id: number
  status: Status
  needsAttention: boolean
  code: string
  params: string
  words: string
  cause: string | null
  waitingFor: string | null
  coalescedInto: number | null
  retryCount: number
  nextAttemptAt: Date | null
  flow: string
  subject: string
}

/** Writes verdicts on hints, inside the transaction that ends their jobs. The newest hint of a run did its work; the others joined it. */
export async function writeVerdicts(tx: Tx, verdicts: readonly HintVerdict[], startedAt: Date): Promise<void> {
  const rows = verdicts.flatMap(rowsOf)
  if (rows.length === 0) return
  const { rows: settled } = await tx.query<{ id: number; routes: number; cause: string | null }>({
    name: 'ledger-settle',
    text: `
with said as (
  select * from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::bigint[],
    $10::int[], $11::timestamptz[], $12::text[], $13::text[], $14::text[])
    as t (id, status, needs_attention, code, params, words, cause, waiting_for, coalesced_into, retry_count, next_attempt_at, flow, subject, after)
), several as (
  insert into integration_event_outcomes (tenant_id, event, flow, subject, status, needs_attention, verdict_code, verdict_params)
  select e.tenant_id, e.id, said.flow, said.subject, said.status, said.needs_attention, said.code, said.params
  from said join integration_events_log e on e.id = said.id where e.routes > 1
  on conflict (event, flow, subject) do update set status = excluded.status, needs_attention = excluded.needs_attention,
    verdict_code = excluded.verdict_code, verdict_params = excluded.verdict_params, settled_at = now()
), was as (
  select e.id, e.cause from integration_events_log e join said on said.id = e.id
  where e.status = any(string_to_array(said.after, ',')) order by e.id for update of e
)
update integration_events_log e set
  status = said.status, needs_attention = said.needs_attention, verdict_code = said.code, verdict_params = said.params,
  verdict = said.words, cause = said.cause, waiting_for = said.waiting_for, coalesced_into = said.coalesced_into,
  waiting_since = case
    when said.waiting_for is null then null
    when said.waiting_for = e.waiting_for then coalesce(e.waiting_since, now())
    else now() end,
  retry_count = said.retry_count, next_attempt_at = said.next_attempt_at,
  processed_at = case when said.status in ('pending', 'waiting') then null else now() end,
  run_ms = extract(epoch from now() - $15::timestamptz) * 1000
from said join was using (id) where e.id = said.id
returning e.id, e.routes, was.cause`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.status),
      rows.map((row) => row.needsAttention),
      rows.map((row) => row.code),
      rows.map((row) => row.params),
      rows.map((row) => row.words),
      rows.map((row) => row.cause),
      rows.map((row) => row.waitingFor),
      rows.map((row) => row.coalescedInto),
      rows.map((row) => row.retryCount),
      rows.map((row) => row.nextAttemptAt),
      rows.map((row) => row.flow),
      rows.map((row) => row.subject),
      rows.map((row) => statusesBefore(row.status).join(',')),
      startedAt,
    ],
  })
  const severalRoutes = settled.filter(({ routes }) => routes > 1).map(({ id }) => id)
  if (severalRoutes.length > 0) await weighOutcomes(tx, severalRoutes)
  const written = new Set(settled.map(({ id }) => id))
  await countCauses(tx, {
    left: settled.flatMap(({ cause }) => (cause === null ? [] : [cause])),
    joined: rows.filter(({ id }) => written.has(id)).flatMap(joinedCauseOf),
  })
}

/** An event that feeds several flows is settled when all have answered, with the worst of their answers. */
async function weighOutcomes(tx: Tx, events: readonly number[]): Promise<void> {
  await tx.query({
    name: 'ledger-weigh',
    text: `
with worst as (
  select distinct on (event) event, status, needs_attention, verdict_code, verdict_params, count(*) over (partition by event) as answers
  from integration_event_outcomes where event = any($1) order by event, array_position($2::text[], status)
)
update integration_events_log e set
  status = case when worst.answers < e.routes then 'processing' else worst.status end,
  needs_attention = worst.needs_attention, verdict_code = worst.verdict_code, verdict_params = worst.verdict_params
from worst where e.id = worst.event`,
    values: [events, worstFirst],
  })
}

function rowsOf({ job, hints, verdict, retryCount, nextAttemptAt }: HintVerdict): Row[] {
  const worker = hints.at(-1)
  const opensCause = verdict.status === 'failed' || verdict.status === 'waiting'
  return hints.map((id) => ({
    id,
    status: verdict.status,
    needsAttention: verdict.needsAttention,
    code: verdict.code,
    params: JSON.stringify(verdict.params),
    words: sayInOneLine(verdict.code, verdict.params),
    cause: opensCause ? causeOf(verdict.code, verdict.params) : null,
    waitingFor: verdict.waitsFor ?? null,
    coalescedInto: id === worker ? null : (worker ?? null),
    retryCount,
    nextAttemptAt: nextAttemptAt ?? null,
    flow: job.flow,
    subject: job.subject,
  }))
}

const joinedCauseOf = (row: Row): JoinedCause[] =>
  row.cause === null
    ? []
    : [{ cause: row.cause, code: row.code, params: JSON.parse(row.params) as JoinedCause['params'], event: row.id }]

/** A subject in step closes its older failures: what they complained about is over. */
export async function resolveOlderFailures(
  tx: Tx,
  done: readonly { flow: string; subject: string; by: number }[],
): Promise<void> {
  if (done.length === 0) return
  const { rows } = await tx.query<{ cause: string }>({
    name: 'ledger-resolve-older',
    text: `
with was as (
  select e.id, e.cause, mine.by from integration_events_log e
  join unnest($1::text[], $2::text[], $3::bigint[]) as mine (flow, subject, by) on e.flow = mine.flow and e.subject = mine.subject
  where e.tenant_id = current_tenant() and e.status = 'failed' and e.id < mine.by
  order by e.id for update of e
)
update integration_events_log e
set status = 'completed', needs_attention = false, cause = null, waiting_for = null, resolved_by = was.by
from was where e.id = was.id returning was.cause`,
    values: [done.map((one) => one.flow), done.map((one) => one.subject), done.map((one) => one.by)],
  })
  await countCauses(tx, { left: rows.flatMap(({ cause }) => (cause === null ? [] : [cause])), joined: [] })
}

/** Writes down what a run of one subject asked of the outside. A run that asked nothing and simply succeeded leaves no row. */
export async function writeAttempts(
  tx: Tx,
  run: { id: string; startedAt: Date; calls: readonly OutsideCall[] },
  verdicts: readonly HintVerdict[],
): Promise<void> {
  const worthKeeping = verdicts.filter(
    ({ verdict }) => run.calls.length > 0 || !['completed', 'skipped'].includes(verdict.status),
  )
  if (worthKeeping.length === 0) return
  await tx.query({
    name: 'ledger-attempts',
    text: `
insert into integration_event_attempts (tenant_id, run_id, flow, subject, hints, status, verdict_code, verdict_params, started_at, ended_at, calls)
select current_tenant(), $1, flow, subject, string_to_array(hints, ',')::bigint[], status, code, params, $2, clock_timestamp(), $3
from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[]) as t (flow, subject, hints, status, code, params)`,
    values: [
      run.id,
      run.startedAt,
      JSON.stringify(run.calls),
      worthKeeping.map(({ job }) => job.flow),
      worthKeeping.map(({ job }) => job.subject),
      worthKeeping.map(({ hints }) => hints.join(',')),
      worthKeeping.map(({ verdict }) => verdict.status),
      worthKeeping.map(({ verdict }) => verdict.code),
      worthKeeping.map(({ verdict }) => JSON.stringify(verdict.params)),
    ],
  })
}
