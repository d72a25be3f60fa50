import type { Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import { distinctRoutes, type Route } from '../domain/route.ts'
import {
  type AttemptRow,
  type ChangeRow,
  type LedgerEvent,
  type OutcomeRow,
  readAttempts,
  readChanges,
  readEvent,
  readOutcomes,
  readRelated,
} from '../ledger/read.store.ts'
import type { Desk } from './desk.ts'

/** What happened to an event, in the order it happened. */
export type Moment =
  | { at: Date; kind: 'received' }
  | { at: Date; kind: 'run'; run: AttemptRow }
  | { at: Date; kind: 'change'; change: ChangeRow }
  | { at: Date; kind: 'settled' }

export type EventStory = {
  event: LedgerEvent
  timeline: Moment[]
  /** One per key, for an event that feeds several. */
  outcomes: OutcomeRow[]
  /** Row numbers of the hints whose work this one's run did too. */
  joined: number[]
  /** Row numbers of the older failures that this one closed. */
  resolved: number[]
}

/**
 * One event from its arrival to its verdict.
 * @param id its row number or the sender's id
 * @throws RejectedError `api.not_found`
 */
export const showEvent = ({ database, tenant }: Pick<Desk, 'database' | 'tenant'>, id: string): Promise<EventStory> =>
  database.withTenant(tenant, async (tx) => {
    const event = await readEvent(tx, id)
    if (event === undefined) throw new RejectedError('api.not_found', { what: 'event', id }, 404)
    const outcomes = await readOutcomes(tx, event.id)
    const keys = keysOf(event, outcomes)
    return { event, outcomes, timeline: await timelineOf(tx, event, outcomes, keys), ...(await readRelated(tx, event, keys)) }
  })

async function timelineOf(
  tx: Tx,
  event: LedgerEvent,
  outcomes: readonly OutcomeRow[],
  keys: readonly Route[],
): Promise<Moment[]> {
  const runs = await readAttempts(tx, event.id, keys)
  const changes = await readChanges(tx, {
    runs: runs.map(({ runId }) => runId),
    // Of a hint that joined another's run, the audit names the other.
    events: [event.id, ...[event, ...outcomes].flatMap(({ coalescedInto }) => coalescedInto ?? [])],
    keys,
  })
  const between: Moment[] = [
    ...runs.map((run): Moment => ({ at: run.startedAt, kind: 'run', run })),
    ...changes.map((change): Moment => ({ at: change.begunAt, kind: 'change', change })),
  ]
  return [
    { at: event.createdAt, kind: 'received' },
    ...between.sort((one, other) => one.at.getTime() - other.at.getTime()),
    ...(event.processedAt === null ? [] : [{ at: event.processedAt, kind: 'settled' } as const]),
  ]
}

/** Every key the event feeds, and those that passed it on. */
function keysOf(event: LedgerEvent, outcomes: readonly OutcomeRow[]): Route[] {
  const own = event.flow === null || event.subject === null ? [] : [{ flow: event.flow, subject: event.subject }]
  return distinctRoutes([...own, ...outcomes.map(({ flow, subject }) => ({ flow, subject })), ...event.signposts])
}
