import { RejectedError } from '../domain/errors.ts'
import type { EventFilter } from '../ledger/event-filter.store.ts'
import { countEvents, type LedgerEvent, MOST_COUNTED, readEvents } from '../ledger/read.store.ts'
import type { Desk } from './desk.ts'

const MOST_PER_PAGE = 500

export type EventPage = {
  events: LedgerEvent[]
  /** Asks for the page behind this one; null on the last. */
  nextCursor: string | null
  /** Of the whole filter, counted no further than 10,001. */
  count: number
  countIsCapped: boolean
}

/** The events of a filter, newest first, page by page. @throws RejectedError `api.invalid` for a cursor that is not ours */
export async function listEvents(
  { database, tenant }: Pick<Desk, 'database' | 'tenant'>,
  filter: EventFilter,
  page: { cursor?: string; limit: number },
): Promise<EventPage> {
  const limit = Math.min(page.limit, MOST_PER_PAGE)
  const before = page.cursor === undefined ? undefined : rowOf(page.cursor)
  return database.withTenant(tenant, async (tx) => {
    // One more than asked tells whether there is another page.
    const found = await readEvents(tx, filter, { limit: limit + 1, ...(before === undefined ? {} : { before }) })
    const events = found.slice(0, limit)
    const last = events.at(-1)
    const count = await countEvents(tx, filter)
    return {
      events,
      nextCursor: found.length > limit && last !== undefined ? cursorOf(last.id) : null,
      count,
      countIsCapped: count === MOST_COUNTED,
    }
  })
}

const cursorOf = (row: number): string => Buffer.from(`before ${row}`).toString('base64url')

function rowOf(cursor: string): number {
  const [, row] = /^before (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (row === undefined) {
    throw new RejectedError('api.invalid', { field: 'cursor', expected: 'the next_cursor of the page before, unchanged' }, 422)
  }
  return Number(row)
}
