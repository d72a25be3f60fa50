import type { Database } from '../db/database.ts'
import { isUnreachable } from '../db/database-errors.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import { createGroupCommit } from './group-commit.ts'
import { insertAgain, insertEvents, type Receipt, type Route } from './receive.store.ts'

const MAX_ROWS_PER_COMMIT = 128
const COMMITS_IN_FLIGHT = 2

/** The one way in: every door and every source of events writes here. */
export type Ledger = {
  /** Writes the event down and promises to run it; returns after the commit. Safe to call again with the same event. */
  receive(tenant: TenantId, event: NewEvent): Promise<Receipt>
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
  const insert = createGroupCommit<NewEvent, number | undefined>({
    write: async (tenant, events) => {
      const ids = await insertEvents(
        database,
        tenant as TenantId,
        events.map((event) => ({ event, routes: routesOf(event) })),
      )
      afterCommit()
      return ids
    },
    isHopeless: isUnreachable,
    maxRows: MAX_ROWS_PER_COMMIT,
    maxInFlight: COMMITS_IN_FLIGHT,
  })

  return {
    async receive(tenant, event) {
      const id = await insert(tenant, event)
      if (id !== undefined) return { status: 'accepted', eventId: event.eventId, id }
      const receipt = await insertAgain(database, tenant, { event, routes: routesOf(event) })
      if (receipt.status !== 'duplicate') afterCommit()
      return receipt
    },
  }
}
