import type { Tx } from '../db/database.ts'

const PREFIX = 'switch:'

/** The switches that hold an event now. */
export async function switchesThatHold(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>({
    name: 'ledger-holding-switches',
    text: `select distinct waiting_for as key from integration_events_log
      where tenant_id = current_tenant() and status = 'held' and starts_with(waiting_for, $1)`,
    values: [PREFIX],
  })
  return rows.map(({ key }) => key.slice(PREFIX.length))
}
