import type { Tx } from '../db/database.ts'
import type { Lane } from '../domain/events.ts'
import { distinctRoutes, type Route } from '../domain/route.ts'
import { passedOn } from '../domain/verdicts.ts'
import type { ClaimedJob } from '../queue/job.ts'
import type { Promised } from '../queue/promise.ts'
import { sayInOneLine } from '../words/words.ts'
import { holdEvents, weighAnew } from './weigh.store.ts'

/** What one run says of further keys for some hints of its job. */
export type Feeding = {
  job: ClaimedJob
  hints: readonly number[]
  keys: readonly Route[]
  /** The job's own key was only a signpost: it is the event's no longer. */
  signpost: boolean
}

/**
 * Gives events further keys, each with an outcome of its own, inside the transaction that ends the jobs that named them. Doing it again
 * changes nothing; only a signpost has a settled key run once more.
 * @returns the runs to promise, at the end of the transaction and under the same lane: no event's row is waited for after a job's
 */
export async function feed(tx: Tx, feedings: readonly Feeding[], alsoHeld: readonly number[]): Promise<Promised[]> {
  if (feedings.length === 0) return []
  const known = await holdEvents(tx, [...feedings.flatMap(({ hints }) => hints), ...alsoHeld])
  const kept = new Set(known.map(({ id }) => id))
  const fed = feedings.map((feeding) => ({ ...feeding, hints: feeding.hints.filter((id) => kept.has(id)) }))
  const events = [...new Set(fed.flatMap(({ hints }) => hints))]

  await giveOutcomes(tx, events)
  const promised = [
    ...(await addKeys(tx, keysOf(fed.filter(({ signpost }) => !signpost)))),
    ...(await joinKeys(tx, keysOf(fed.filter(({ signpost }) => signpost)))),
  ]
  const passing = fed.filter(({ signpost }) => signpost)
  await takeSignpostsAway(tx, passing)
  await countRoutes(tx, events)
  const passed = [...new Set(passing.flatMap(({ hints }) => hints))]
  await weighAnew(tx, passed)
  await dropLoneOutcomes(tx, passed)
  return promised
}

type Key = Route & { hint: number; lane: Lane }

const keysOf = (feedings: readonly Feeding[]): Key[] => {
  const perHint = new Map<number, Key[]>()
  for (const { job, hints, keys } of feedings)
    for (const hint of hints)
      perHint.set(hint, [...(perHint.get(hint) ?? []), ...keys.map((key) => ({ ...key, hint, lane: job.lane }))])
  return [...perHint.values()].flatMap(distinctRoutes)
}

const columnsOf = (keys: readonly Key[]) => [
  keys.map(({ hint }) => hint),
  keys.map(({ flow }) => flow),
  keys.map(({ subject }) => subject),
]

/** What the event's own row said of its one key becomes that key's outcome. Its answer, if it is being worked on, follows. */
async function giveOutcomes(tx: Tx, events: readonly number[]): Promise<void> {
  await tx.query({
    name: 'feed-outcomes',
    text: `
insert into integration_event_outcomes (tenant_id, event, flow, subject, status, needs_attention, verdict_code, verdict_params, verdict, cause,
  waiting_for, waiting_since, coalesced_into, resolved_by, retry_count, next_attempt_at, settled_at, run_ms)
select tenant_id, id, flow, subject, case status when 'processing' then 'pending' else status end, needs_attention, verdict_code, verdict_params,
  verdict, cause, waiting_for, waiting_since, coalesced_into, resolved_by, retry_count, next_attempt_at,
  case when status not in ('pending', 'processing') then coalesce(processed_at, now()) end, run_ms
from integration_events_log where id = any($1) and routes = 1
on conflict (event, flow, subject) do nothing`,
    values: [events],
  })
}

/** @returns the keys that the events did not feed before */
async function addKeys(tx: Tx, keys: readonly Key[]): Promise<Promised[]> {
  if (keys.length === 0) return []
  const { rows } = await tx.query<Route & { event: number }>({
    name: 'feed-add',
    text: `
insert into integration_event_outcomes (tenant_id, event, flow, subject, status, needs_attention)
select current_tenant(), event, flow, subject, 'pending', false
from unnest($1::bigint[], $2::text[], $3::text[]) as more (event, flow, subject)
on conflict (event, flow, subject) do nothing returning event, flow, subject`,
    values: columnsOf(keys),
  })
  const textOf = (key: Route, event: number): string => JSON.stringify([event, key.flow, key.subject])
  const added = new Set(rows.map((row) => textOf(row, row.event)))
  return keys.filter((key) => added.has(textOf(key, key.hint)))
}

/** Keys a signpost points to. One that is settled is in line again; one that is not stays as it is: the hint joins what is in line. */
async function joinKeys(tx: Tx, keys: readonly Key[]): Promise<Promised[]> {
  if (keys.length === 0) return []
  await tx.query({
    name: 'feed-join',
    text: `
insert into integration_event_outcomes as known (tenant_id, event, flow, subject, status, needs_attention)
select current_tenant(), event, flow, subject, 'pending', false
from unnest($1::bigint[], $2::text[], $3::text[]) as more (event, flow, subject)
on conflict (event, flow, subject) do update set status = 'pending', needs_attention = false, cause = null, waiting_for = null,
  waiting_since = null, coalesced_into = null, resolved_by = null, retry_count = 0, next_attempt_at = null, settled_at = null
where known.status not in ('pending', 'waiting')`,
    values: columnsOf(keys),
  })
  return [...keys]
}

async function takeSignpostsAway(tx: Tx, signposts: readonly Feeding[]): Promise<void> {
  if (signposts.length === 0) return
  const rows = signposts.flatMap(({ job, hints, keys }) => {
    const { code, params } = passedOn(keys)
    const words = sayInOneLine(code, params)
    return hints.map((hint) => ({ hint, ...job, code, params: JSON.stringify(params), words, first: keys[0] }))
  })
  await tx.query({
    name: 'feed-signposts',
    text: `
with passed as (
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[])
    as t (event, flow, subject, first_flow, first_subject, code, params, words)
), gone as (
  delete from integration_event_outcomes o using passed p where o.event = p.event and o.flow = p.flow and o.subject = p.subject
), each as (
  select event, jsonb_agg(jsonb_build_object('flow', flow, 'subject', subject)) as signposts from passed group by event
)
update integration_events_log e set
  signposts = case when e.signposts @> each.signposts then e.signposts else coalesce(e.signposts, '[]') || each.signposts end,
  flow = coalesce(own.first_flow, e.flow), subject = coalesce(own.first_subject, e.subject),
  verdict_code = said.code, verdict_params = said.params, verdict = said.words
from each
  join lateral (select * from passed p where p.event = each.event order by p.flow, p.subject limit 1) as said on true
  left join lateral (select p.first_flow, p.first_subject from passed p join integration_events_log mine
    on mine.id = p.event and mine.flow = p.flow and mine.subject = p.subject where p.event = each.event) as own on true
where e.id = each.event`,
    values: [
      rows.map(({ hint }) => hint),
      rows.map(({ flow }) => flow),
      rows.map(({ subject }) => subject),
      rows.map(({ first }) => first?.flow ?? null),
      rows.map(({ first }) => first?.subject ?? null),
      rows.map(({ code }) => code),
      rows.map(({ params }) => params),
      rows.map(({ words }) => words),
    ],
  })
}

async function countRoutes(tx: Tx, events: readonly number[]): Promise<void> {
  await tx.query({
    name: 'feed-count',
    text: `
update integration_events_log e set routes = (select count(*) from integration_event_outcomes o where o.event = e.id) where e.id = any($1)`,
    values: [events],
  })
}

/** With one key left, the event's own row says it all again. */
async function dropLoneOutcomes(tx: Tx, events: readonly number[]): Promise<void> {
  if (events.length === 0) return
  await tx.query({
    name: 'feed-lone',
    text: `delete from integration_event_outcomes o using integration_events_log e where e.id = any($1) and o.event = e.id and e.routes = 1`,
    values: [events],
  })
}
