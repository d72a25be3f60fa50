import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { EventSource, Lane, PutBackBy } from '../domain/events.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Route } from '../domain/route.ts'
import type { Status } from '../domain/statuses.ts'
import { type EventFilter, whereOf } from './event-filter.store.ts'

/** A count is not worth more than this: beyond it nobody reads the exact number. */
export const MOST_COUNTED = 10_001

/** An event as the ledger keeps it. */
export type LedgerEvent = {
  /** Row number: also the order in which events came. */
  id: number
  eventId: string
  source: EventSource
  name: string
  eventType: string
  module: string | null
  recordId: string
  lane: Lane
  flow: string | null
  subject: string | null
  /** How many (flow, subject) keys it feeds; 0 when no flow takes it. */
  routes: number
  /** The keys that passed it on to those. */
  signposts: Route[]
  status: Status
  needsAttention: boolean
  code: Code | null
  params: Record<string, string | number> | null
  cause: string | null
  waitingFor: string | null
  coalescedInto: number | null
  resolvedBy: number | null
  putBackBy: PutBackBy | null
  retryCount: number
  nextAttemptAt: Date | null
  createdAt: Date
  startedAt: Date | null
  processedAt: Date | null
  runMs: number | null
  /** Null once retention has dropped it. */
  payload: Record<string, unknown> | null
}

const COLUMNS = `e.id, e.event_id as "eventId", e.source, e.name, e.event_type as "eventType", e.module, e.record_id as "recordId",
  case e.lane when 0 then 'live' else 'bulk' end as lane, e.flow, e.subject, e.routes::int as routes, coalesce(e.signposts, '[]') as signposts, e.status,
  e.needs_attention as "needsAttention", e.verdict_code as code, e.verdict_params as params, e.cause, e.waiting_for as "waitingFor",
  e.coalesced_into as "coalescedInto", e.resolved_by as "resolvedBy", e.put_back_by as "putBackBy", e.retry_count as "retryCount",
  e.next_attempt_at as "nextAttemptAt", e.created_at as "createdAt", e.started_at as "startedAt", e.processed_at as "processedAt",
  e.run_ms as "runMs", e.payload`

/** The newest events of a filter, those before row `before` only. Rows are numbered, so equal times neither repeat nor hide one. */
export async function readEvents(tx: Tx, filter: EventFilter, page: { before?: number; limit: number }): Promise<LedgerEvent[]> {
  const values: unknown[] = []
  const where = whereOf(filter, values)
  const keyset = page.before === undefined ? '' : `and e.id < $${values.push(page.before)}`
  const { rows } = await tx.query<LedgerEvent>(
    `select ${COLUMNS} from integration_events_log e where ${where} ${keyset} order by e.id desc limit $${values.push(page.limit)}`,
    values,
  )
  return rows
}

/** How many events a filter names, but not more than `MOST_COUNTED`. */
export async function countEvents(tx: Tx, filter: EventFilter): Promise<number> {
  const values: unknown[] = []
  const where = whereOf(filter, values)
  const { rows } = await tx.query<{ events: number }>(
    `select count(*)::int as events from (select from integration_events_log e where ${where} limit ${MOST_COUNTED}) as named`,
    values,
  )
  return rows[0]?.events ?? 0
}

/** The row numbers a filter names, oldest first, those behind `after` only. */
export async function eventIds(tx: Tx, filter: EventFilter, page: { after: number; limit: number }): Promise<number[]> {
  const values: unknown[] = []
  const where = whereOf(filter, values)
  const { rows } = await tx.query<{ id: number }>(
    `select e.id from integration_events_log e where ${where} and e.id > $${values.push(page.after)}
     order by e.id limit $${values.push(page.limit)}`,
    values,
  )
  return rows.map(({ id }) => id)
}

/** One event by its row number, or by the sender's id: of several senders with one id, the newest. */
export async function readEvent(tx: Tx, id: string): Promise<LedgerEvent | undefined> {
  const row = /^\d{1,15}$/.test(id) ? Number(id) : 0
  const { rows } = await tx.query<LedgerEvent>(
    `select ${COLUMNS} from integration_events_log e
     where e.tenant_id = current_tenant() and (e.id = $1 or (e.event_id = $2 and e.source = any('{zoho,moodle,sync,person,dependency}')))
     order by e.id = $1 desc, e.id desc limit 1`,
    [row, id],
  )
  return rows[0]
}

/** What one key of an event that feeds several came to. */
export type OutcomeRow = Route & {
  status: Status
  needsAttention: boolean
  /** What was said of it last; null before its first answer. */
  code: Code | null
  params: Record<string, string | number> | null
  /** What it waits for, or what holds it. */
  waitingFor: string | null
  /** The hint whose run did the work. */
  coalescedInto: number | null
  /** A later event that settled the matter. */
  resolvedBy: number | null
  retryCount: number
  nextAttemptAt: Date | null
  /** When it was answered; null while it is in line. */
  settledAt: Date | null
}

export async function readOutcomes(tx: Tx, event: number): Promise<OutcomeRow[]> {
  const { rows } = await tx.query<OutcomeRow>(
    `select flow, subject, status, needs_attention as "needsAttention", verdict_code as code, verdict_params as params,
       waiting_for as "waitingFor", coalesced_into as "coalescedInto", resolved_by as "resolvedBy", retry_count as "retryCount",
       next_attempt_at as "nextAttemptAt", settled_at as "settledAt"
     from integration_event_outcomes where tenant_id = current_tenant() and event = $1 order by flow, subject`,
    [event],
  )
  return rows
}

/** A run of one subject, with what it asked of the outside. */
export type AttemptRow = {
  runId: string
  flow: string
  subject: string
  status: Status
  code: Code
  params: Record<string, string | number>
  startedAt: Date
  endedAt: Date
  calls: OutsideCall[]
}

/** The runs that covered this event, oldest first. */
export async function readAttempts(tx: Tx, event: number, keys: readonly Route[]): Promise<AttemptRow[]> {
  const { rows } = await tx.query<AttemptRow>(
    `select a.run_id as "runId", a.flow, a.subject, a.status, a.verdict_code as code, a.verdict_params as params,
       a.started_at as "startedAt", a.ended_at as "endedAt", a.calls
     from integration_event_attempts a join unnest($2::text[], $3::text[]) as mine (flow, subject) on a.flow = mine.flow and a.subject = mine.subject
     where a.tenant_id = current_tenant() and $1 = any(a.hints) order by a.id`,
    [event, keys.map(({ flow }) => flow), keys.map(({ subject }) => subject)],
  )
  return rows
}

/** One change made outside, as the audit has it. */
export type ChangeRow = {
  runId: string
  event: number | null
  flow: string
  subject: string
  system: 'zoho' | 'moodle'
  action: string
  target: string | null
  changes: Record<string, { before: string | boolean | null; after: string | boolean | null }>
  outcome: 'begun' | 'done' | 'refused' | 'uncertain' | 'confirmed' | 'not_happened'
  reason: Code | null
  begunAt: Date
  endedAt: Date | null
}

/** The changes of these runs, or made for these events, to these subjects only: a run of a set also changed other people's records. */
export async function readChanges(
  tx: Tx,
  by: { runs: readonly string[]; events: readonly number[]; keys: readonly Route[] },
): Promise<ChangeRow[]> {
  const { rows } = await tx.query<ChangeRow>(
    `select c.run_id as "runId", c.event, c.flow, c.subject, c.system, c.action, c.target, c.changes, c.outcome, c.reason,
       c.begun_at as "begunAt", c.ended_at as "endedAt"
     from moodle_sync_log c join unnest($3::text[], $4::text[]) as mine (flow, subject) on c.flow = mine.flow and c.subject = mine.subject
     where c.tenant_id = current_tenant() and (c.run_id = any($1::uuid[]) or c.event = any($2)) order by c.id`,
    [by.runs, by.events, by.keys.map(({ flow }) => flow), by.keys.map(({ subject }) => subject)],
  )
  return rows
}

/** Row numbers of the events that joined this one's run at one of its keys, and of the older failures it closed there. */
export async function readRelated(
  tx: Tx,
  event: LedgerEvent,
  keys: readonly Route[],
): Promise<{ joined: number[]; resolved: number[] }> {
  const { rows } = await tx.query<{ id: number; joined: boolean; resolved: boolean }>(
    `with mine as (select * from unnest($2::text[], $3::text[]) as t (flow, subject))
     select id, bool_or(joined) as joined, bool_or(resolved) as resolved from (
       select e.id, e.coalesced_into is not distinct from $1 as joined, e.resolved_by is not distinct from $1 as resolved
       from integration_events_log e join mine on e.flow = mine.flow and e.subject = mine.subject
       where e.tenant_id = current_tenant() and (e.coalesced_into = $1 or e.resolved_by = $1)
       union all
       select o.event, o.coalesced_into is not distinct from $1, o.resolved_by is not distinct from $1
       from integration_event_outcomes o join mine on o.flow = mine.flow and o.subject = mine.subject
       where o.tenant_id = current_tenant() and (o.coalesced_into = $1 or o.resolved_by = $1)
     ) as related group by id order by id limit 1000`,
    [event.id, keys.map(({ flow }) => flow), keys.map(({ subject }) => subject)],
  )
  return {
    joined: rows.filter(({ joined }) => joined).map(({ id }) => id),
    resolved: rows.filter(({ joined, resolved }) => resolved && !joined).map(({ id }) => id),
  }
}

/** Failed and waiting events that share a code and a thing in the way. */
export type CauseRow = {
  cause: string
  code: Code
  params: Record<string, string | number>
  events: number
  firstSeen: Date
  lastSeen: Date
  /** An event to look at. */
  example: number | null
}

/** What is in the way now, the most frequent first. */
export async function readCauses(tx: Tx): Promise<CauseRow[]> {
  const { rows } = await tx.query<CauseRow>({
    name: 'causes-open',
    text: `select cause, code, params, events, first_seen as "firstSeen", last_seen as "lastSeen", last_event as example
      from causes where tenant_id = current_tenant() and events > 0 order by events desc, last_seen desc, cause limit 500`,
  })
  return rows
}
