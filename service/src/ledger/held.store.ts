import type { Tx } from '../db/database.ts'

const PREFIX = 'switch:'

/** The switches that hold an event, or one of its keys, now. */
export async function switchesThatHold(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>({
    name: 'ledger-holding-switches',
    text: `
select waiting_for as key from integration_events_log
where tenant_id = current_tenant() and status = 'held' and starts_with(waiting_for, $1)
union
select waiting_for from integration_event_outcomes
where tenant_id = current_tenant() and status = 'held' and starts_with(waiting_for, $1)`,
    values: [PREFIX],
  })
  return rows.map(({ key }) => key.slice(PREFIX.length))
}

/** Row numbers of the events of which this holds something, oldest first. */
export async function heldBy(tx: Tx, waitKey: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'ledger-held-by',
    text: `
select id from integration_events_log where tenant_id = current_tenant() and status = 'held' and waiting_for = $1
union
select event from integration_event_outcomes where tenant_id = current_tenant() and status = 'held' and waiting_for = $1
order by id`,
    values: [waitKey],
  })
  return rows.map(({ id }) => id)
}
