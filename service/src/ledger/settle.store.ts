import type { Tx } from '../db/database.ts'
import { type Status, statusesBefore } from '../domain/statuses.ts'
import type { Verdict } from '../domain/verdicts.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { sayInOneLine } from '../words/words.ts'
import { causeOf, countCauses, type JoinedCause } from './causes.store.ts'
import { weighAnew } from './weigh.store.ts'

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
  const { rows: events } = await tx.query<{ id: number; routes: number; cause: string | null }>({
    name: 'ledger-settle',
    text: `
with said as (
  select * from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::bigint[],
    $10::int[], $11::timestamptz[], $12::text[], $13::text[], $14::text[])
    as t (id, status, needs_attention, code, params, words, cause, waiting_for, coalesced_into, retry_count, next_attempt_at, flow, subject, after)
), was as (
  select said.*, e.routes, e.cause as left_cause from said join integration_events_log e on e.id = said.id
  where e.routes > 1 or e.flow = said.flow and e.subject = said.subject and e.status = any(string_to_array(said.after, ','))
  order by e.id for update of e
), settled as (
  update integration_events_log e set
    status = was.status, needs_attention = was.needs_attention, verdict_code = was.code, verdict_params = was.params,
    verdict = was.words, cause = was.cause, waiting_for = was.waiting_for, coalesced_into = was.coalesced_into,
    waiting_since = case
      when was.waiting_for is null then null
      when was.waiting_for = e.waiting_for then coalesce(e.waiting_since, now())
      else now() end,
    retry_count = was.retry_count, next_attempt_at = was.next_attempt_at,
    processed_at = case when was.status in ('pending', 'waiting') then null else now() end,
    run_ms = extract(epoch from now() - $15::timestamptz) * 1000
  from was where e.id = was.id and was.routes = 1
)
select id, routes::int as routes, left_cause as cause from was`,
    values: [...columnsOf(rows), rows.map((row) => statusesBefore(row.status).join(',')), startedAt],
  })
  const several = new Set(events.filter(({ routes }) => routes > 1).map(({ id }) => id))
  const settled = new Map(events.filter(({ routes }) => routes === 1).map(({ id, cause }) => [id, cause]))
  await countCauses(tx, {
    left: [...settled.values()].flatMap((cause) => cause ?? []),
    joined: rows.filter(({ id }) => settled.has(id)).flatMap(joinedCauseOf),
  })
  if (several.size > 0)
    await writeOutcomes(
      tx,
      rows.filter(({ id }) => several.has(id)),
      startedAt,
    )
}

/**
 * The answers of keys of events that have several, whose rows are held. An answer to a key that is not the event's any more is dropped;
 * so is one to a key that was asked again meanwhile: the answer that counts is still to come.
 */
async function writeOutcomes(tx: Tx, rows: readonly Row[], startedAt: Date): Promise<void> {
  await tx.query({
    name: 'ledger-settle-several',
    text: `
with said as (
  select * from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::bigint[],
    $10::int[], $11::timestamptz[], $12::text[], $13::text[])
    as t (id, status, needs_attention, code, params, words, cause, waiting_for, coalesced_into, retry_count, next_attempt_at, flow, subject)
)
update integration_event_outcomes o set
  status = said.status, needs_attention = said.needs_attention, verdict_code = said.code, verdict_params = said.params,
  verdict = said.words, cause = said.cause, waiting_for = said.waiting_for, coalesced_into = said.coalesced_into,
  waiting_since = case
    when said.waiting_for is null then null
    when said.waiting_for = o.waiting_for then coalesce(o.waiting_since, now())
    else now() end,
  retry_count = said.retry_count, next_attempt_at = said.next_attempt_at, resolved_by = null, settled_at = now(),
  run_ms = extract(epoch from now() - $14::timestamptz) * 1000
from said where o.event = said.id and o.flow = said.flow and o.subject = said.subject
  and not exists (select from queue_jobs job where job.tenant_id = o.tenant_id and job.flow = o.flow and job.subject = o.subject
    and job.state = 'waiting' and o.event = any(job.hints))`,
    values: [...columnsOf(rows), startedAt],
  })
  await weighAnew(tx, [...new Set(rows.map(({ id }) => id))], rows)
}

const columnsOf = (rows: readonly Row[]) => [
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
]

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
