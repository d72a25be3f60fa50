import type { Database, Queryable, Tx } from '../db/database.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import { distinctRoutes, type Route } from '../domain/route.ts'
import { laneNumber } from '../queue/job.ts'
import { sayInOneLine } from '../words/words.ts'
import { putBackInLine } from './requeue.store.ts'

export type Receipt = { status: 'accepted' | 'duplicate' | 'requeued'; eventId: string; id: number }

export type Incoming = { event: NewEvent; routes: readonly Route[] }

/** Writes events of one tenant down and promises their runs, in one statement. Those already known are undefined in the answer. */
export async function insertEvents(
  database: Queryable,
  tenant: TenantId,
  batch: readonly Incoming[],
): Promise<(number | undefined)[]> {
  // By their key, so that two batches never wait for each other in a circle.
  const sorted = batch.map(routedOnce).toSorted((one, other) => compare(keyOf(one.event), keyOf(other.event)))
  const events = sorted.map(({ event }) => event)
  const more = sorted.flatMap(({ event, routes }) => routes.slice(1).map((route) => ({ ...route, event })))
  const { rows } = await database.query<{ source: NewEvent['source']; event_id: string; id: number }>({
    name: 'ledger-receive',
    text: `select source, event_id, id
      from receive_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    values: [
      tenant,
      events.map((event) => event.source),
      events.map((event) => event.eventId),
      events.map((event) => event.name),
      events.map((event) => event.eventType),
      events.map((event) => event.module ?? null),
      events.map((event) => event.entityType ?? null),
      events.map((event) => event.recordId),
      events.map((event) => JSON.stringify(event.payload)),
      events.map((event) => event.bodyHash),
      events.map((event) => laneNumber[event.lane]),
      sorted.map(({ event, routes }) =>
        routes.length > 0 ? null : sayInOneLine('flow.none_yet', { subject: event.module ?? event.entityType ?? '' }),
      ),
      sorted.map(({ routes }) => routes.length),
      sorted.map(({ routes }) => routes[0]?.flow ?? null),
      sorted.map(({ routes }) => routes[0]?.subject ?? null),
      more.map(({ event }) => event.source),
      more.map(({ event }) => event.eventId),
      more.map((route) => route.flow),
      more.map((route) => route.subject),
    ],
  })
  const ids = new Map(rows.map((row) => [keyOf({ source: row.source, eventId: row.event_id }), row.id]))
  return batch.map(({ event }) => {
    const key = keyOf(event)
    const id = ids.get(key)
    // Of two with one key in a batch only the first was written.
    ids.delete(key)
    return id
  })
}

/** A sender that names a key twice means it once. */
const routedOnce = ({ event, routes }: Incoming): Incoming => ({
  event,
  routes: routes.length < 2 ? routes : distinctRoutes(routes),
})

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const keyOf = ({ source, eventId }: Pick<NewEvent, 'source' | 'eventId'>): string => `${source} ${eventId}`

/**
 * Decides about an event whose id is known. The same body is a second delivery: nothing changes, unless the first one failed, which puts
 * it back in line. A different body is another hint, because an id made of a record and a second is not unique: it is kept as `<id>#2`.
 */
export async function insertAgain(database: Database, tenant: TenantId, { event, routes }: Incoming): Promise<Receipt> {
  for (;;) {
    const known = await database.withTenant(tenant, (tx) => namesakes(tx, event))
    const same = known.find((row) => row.body_hash === event.bodyHash)
    if (same !== undefined) {
      const requeued =
        same.status === 'failed' &&
        (await database.withTenant(tenant, (tx) => putBackInLine(tx, tenant, [same.id], 'sender'))) > 0
      return { status: requeued ? 'requeued' : 'duplicate', eventId: same.event_id, id: same.id }
    }
    const renamed = { ...event, eventId: known.length === 0 ? event.eventId : `${event.eventId}#${known.length + 1}` }
    const [id] = await insertEvents(database, tenant, [{ event: renamed, routes }])
    if (id !== undefined) return { status: 'accepted', eventId: renamed.eventId, id }
    // Somebody took that name between the look and the insert: look again.
  }
}

type Namesake = { id: number; event_id: string; body_hash: string; status: string }

async function namesakes(tx: Tx, event: NewEvent): Promise<Namesake[]> {
  const { rows } = await tx.query<Namesake>({
    name: 'ledger-namesakes',
    text: `select id, event_id, body_hash, status from integration_events_log
      where tenant_id = current_tenant() and source = $1
        and (event_id = $2 or (event_id > $2 || '#' and event_id < $2 || '$' and substr(event_id, length($2) + 2) ~ '^[0-9]+$'))
      order by id`,
    values: [event.source, event.eventId],
  })
  return rows
}
