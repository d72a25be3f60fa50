import type { Cause } from '../../../contract/rest/causes.ts'
import type { EventStory, Moment } from '../../../contract/rest/event-story.ts'
import type { Event, EventPage } from '../../../contract/rest/events.ts'
import type { Told } from '../../../contract/rest/told.ts'
import type { Code } from '../domain/codes.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { CauseRow, LedgerEvent } from '../ledger/read.store.ts'
import { say } from '../words/words.ts'
import type { EventPage as Page } from './list-events.ts'
import type { Moment as Happened, EventStory as Story } from './show-event.ts'

/** Events as API and command line show them: one shape, one choice of words. */

type Params = Record<string, string | number>

export const tell = (code: Code, params: Params): Told => ({ code, params, ...say(code, params) })

export const iso = (at: Date): string => at.toISOString()
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

export const tellEvent = (event: LedgerEvent): Event => ({
  id: event.id,
  event_id: event.eventId,
  source: event.source,
  name: event.name,
  event_type: event.eventType,
  module: event.module,
  record_id: event.recordId,
  lane: event.lane,
  flow: event.flow,
  subject: event.subject,
  status: event.status,
  needs_attention: event.needsAttention,
  verdict: verdictOf(event),
  cause: event.cause,
  waiting_for: event.waitingFor,
  retry_count: event.retryCount,
  next_attempt_at: isoOrNull(event.nextAttemptAt),
  put_back_by: event.putBackBy,
  coalesced_into: event.coalescedInto,
  resolved_by: event.resolvedBy,
  created_at: iso(event.createdAt),
  started_at: isoOrNull(event.startedAt),
  processed_at: isoOrNull(event.processedAt),
  run_ms: event.runMs,
})

export const tellPage = ({ events, nextCursor, count, countIsCapped }: Page): EventPage => ({
  events: events.map(tellEvent),
  next_cursor: nextCursor,
  count,
  count_is_capped: countIsCapped,
})

export const tellStory = ({ event, timeline, outcomes, joined, resolved }: Story): EventStory => ({
  ...tellEvent(event),
  payload: event.payload,
  timeline: timeline.map((moment) => tellMoment(moment, event)),
  outcomes: outcomes.map((outcome) => ({
    flow: outcome.flow,
    subject: outcome.subject,
    status: outcome.status,
    needs_attention: outcome.needsAttention,
    verdict: verdictOf(outcome),
    waiting_for: outcome.waitingFor,
    coalesced_into: outcome.coalescedInto,
    resolved_by: outcome.resolvedBy,
    retry_count: outcome.retryCount,
    next_attempt_at: isoOrNull(outcome.nextAttemptAt),
    settled_at: isoOrNull(outcome.settledAt),
  })),
  joined,
  resolved,
})

export const tellCause = ({ cause, code, params, events, firstSeen, lastSeen, example }: CauseRow): Cause => ({
  cause,
  words: tell(code, params),
  events,
  first_seen: iso(firstSeen),
  last_seen: iso(lastSeen),
  example,
})

const verdictOf = ({ code, params }: Pick<LedgerEvent, 'code' | 'params'>): Told | null =>
  code === null ? null : tell(code, params ?? {})

const cameFrom = {
  zoho: 'Zoho said that a record may have changed',
  moodle: 'Moodle said that a record may have changed',
  sync: 'A bulk read found a difference',
  person: 'A person asked for it',
  dependency: 'Another event needed this record',
} as const

function tellMoment(moment: Happened, event: LedgerEvent): Moment {
  const at = iso(moment.at)
  if (moment.kind === 'received')
    return { kind: 'received', at, what: `${cameFrom[event.source]}: ${event.name} of ${event.recordId}.` }
  if (moment.kind === 'settled') return { kind: 'settled', at, status: event.status, verdict: verdictOf(event) }
  if (moment.kind === 'run') {
    const { run } = moment
    return {
      kind: 'run',
      at,
      run_id: run.runId,
      flow: run.flow,
      ended_at: iso(run.endedAt),
      ms: run.endedAt.getTime() - run.startedAt.getTime(),
      status: run.status,
      verdict: tell(run.code, run.params),
      calls: run.calls.map(tellCall),
    }
  }
  const { change } = moment
  return {
    kind: 'change',
    at,
    run_id: change.runId,
    system: change.system,
    action: change.action,
    target: change.target,
    outcome: change.outcome,
    reason: change.reason,
    fields: change.changes,
  }
}

const tellCall = (call: OutsideCall) => ({
  system: call.system,
  function: call.function,
  status: call.status,
  error_code: call.errorCode ?? null,
  ms: call.ms,
  credits: call.credits ?? null,
  request_id: call.requestId ?? null,
})
