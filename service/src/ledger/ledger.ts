import type { Database } from '../db/database.ts'
import { isUnreachable } from '../db/database-errors.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import { createGroupCommit } from './group-commit.ts'
import { type Incoming, insertAgain, insertEvents, type Receipt } from './receive.store.ts'

const MAX_ROWS_PER_COMMIT = 128
const COMMITS_IN_FLIGHT = 2

/** The one way in: every door and every source of events writes here. */
export type Ledger = {
  /**
   * Writes the event down and promises to run it; returns after the commit. Safe to call again with the same event.
   * @param routes the keys it feeds, where the caller knows better than the table of routes
   */
  receive(tenant: TenantId, event: NewEvent, routes?: readonly Route[]): Promise<Receipt>
}

/**
 * @param routesOf which keys an event feeds
 * @param afterCommit called when there is new work, at most once per commit
 */
export function createLedger(options: {
  database: Database
  routesOf: (event: NewEvent) => readonly Route[]
  afterCommit: () => void
}): Ledger {
  const { database, routesOf, afterCommit } = options
  const insert = createGroupCommit<Incoming, number | undefined>({
    write: async (tenant, events) => {
      const ids = await insertEvents(database, tenant as TenantId, events)
      afterCommit()
      return ids
    },
    isHopeless: isUnreachable,
    maxRows: MAX_ROWS_PER_COMMIT,
    maxInFlight: COMMITS_IN_FLIGHT,
  })

  return {
    async receive(tenant, event, routes = routesOf(event)) {
      const incoming = { event, routes }
      const id = await insert(tenant, incoming)
      if (id !== undefined) return { status: 'accepted', eventId: event.eventId, id }
      const receipt = await insertAgain(database, tenant, incoming)
      if (receipt.status !== 'duplicate') afterCommit()
      return receipt
    },
  }
}
