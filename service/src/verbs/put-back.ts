import { RejectedError } from '../domain/errors.ts'
import type { Lane } from '../domain/events.ts'
import type { Status } from '../domain/statuses.ts'
import type { EventFilter } from '../ledger/event-filter.store.ts'
import { countEvents, eventIds, type LedgerEvent, readEvent } from '../ledger/read.store.ts'
import { putBackInLine } from '../ledger/requeue.store.ts'
import type { Desk } from './desk.ts'

/** One transaction puts no more than this in line, so that none holds its locks for long. */
const PER_TRANSACTION = 500
/** From here on it is bulk work, which leaves room for people's. */
const BULK_FROM = 50

/**
 * Puts one settled event back in line, for a person.
 * @throws RejectedError `api.not_found`; `api.not_retryable` when it runs, or will run, by itself, or when no flow takes it
 */
export async function retryEvent({ database, tenant, afterCommit }: Desk, id: string): Promise<LedgerEvent> {
  const event = await database.withTenant(tenant, async (tx) => {
    const before = await readEvent(tx, id)
    if (before === undefined) throw new RejectedError('api.not_found', { what: 'event', id }, 404)
    const moved = await putBackInLine(tx, tenant, [before.id], 'person')
    const after = (await readEvent(tx, String(before.id))) ?? before
    if (moved === 0) throw new RejectedError('api.not_retryable', { status: after.status }, 409)
    return after
  })
  afterCommit()
  return event
}

const kept = ['held', 'rehearsed'] as const satisfies readonly Status[]

/**
 * Runs held and rehearsed events, on a person's word: limits and switches do not stop them again. While the rehearsal is on they are only
 * rehearsed once more: nothing is written until it is switched off. @returns how many
 */
export const releaseEvents = (desk: Desk, filter: EventFilter): Promise<number> => putAllBack(desk, within(filter, kept))

/** How many events `releaseEvents` would run. */
export const countReleasable = (desk: Desk, filter: EventFilter): Promise<number> => count(desk, within(filter, kept))

/** Puts failed events back in line. @returns how many */
export const resetEvents = (desk: Desk, filter: EventFilter): Promise<number> => putAllBack(desk, within(filter, ['failed']))

/** How many events `resetEvents` would put back. */
export const countResettable = (desk: Desk, filter: EventFilter): Promise<number> => count(desk, within(filter, ['failed']))

const count = ({ database, tenant }: Desk, filter: EventFilter): Promise<number> =>
  database.withTenant(tenant, (tx) => countEvents(tx, filter))

/** A filter that names statuses is narrowed, never widened. */
const within = (filter: EventFilter, allowed: readonly Status[]): EventFilter => ({
  ...filter,
  statuses: filter.statuses === undefined ? allowed : filter.statuses.filter((status) => allowed.includes(status)),
})

async function putAllBack(desk: Desk, filter: EventFilter): Promise<number> {
  const { database, tenant, afterCommit } = desk
  const lane: Lane = (await count(desk, filter)) < BULK_FROM ? 'live' : 'bulk'
  let moved = 0
  for (let after = 0; ; ) {
    const batch = await database.withTenant(tenant, async (tx) => {
      const ids = await eventIds(tx, filter, { after, limit: PER_TRANSACTION })
      return { last: ids.at(-1), moved: await putBackInLine(tx, tenant, ids, 'person', { lane }) }
    })
    moved += batch.moved
    if (batch.moved > 0) afterCommit()
    if (batch.last === undefined) return moved
    after = batch.last
  }
}
