import type { Tx } from '../db/database.ts'

/** Of these subjects of a flow: whose events are open, and how. */
export async function openEventsOf(
  tx: Tx,
  flow: string,
  subjects: readonly string[],
): Promise<{ inLine: Set<string>; refused: Set<string> }> {
  const { rows } = await tx.query<{ subject: string; failed: boolean }>({
    name: 'drift-open-events',
    text: `
select subject, bool_and(failed) as failed from (
  select subject, status = 'failed' as failed from integration_events_log
  where tenant_id = current_tenant() and flow = $1 and subject = any($2) and routes = 1
    and (status in ('pending', 'processing', 'waiting', 'held') or status = 'failed' and resolved_by is null)
  union all
  select subject, status = 'failed' from integration_event_outcomes
  where tenant_id = current_tenant() and flow = $1 and subject = any($2)
    and (status in ('pending', 'processing', 'waiting', 'held') or status = 'failed' and resolved_by is null)
) as open group by subject`,
    values: [flow, subjects],
  })
  return {
    inLine: new Set(rows.filter(({ failed }) => !failed).map(({ subject }) => subject)),
    refused: new Set(rows.filter(({ failed }) => failed).map(({ subject }) => subject)),
  }
}

/** When we last wrote each field of these subjects, by `subject field`. */
export async function lastWritten(tx: Tx, flow: string, subjects: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await tx.query<{ subject: string; field: string; at: Date }>({
    name: 'drift-last-written',
    text: `select subject, field, max(ended_at) as at from moodle_sync_log, jsonb_object_keys(changes) as field
      where tenant_id = current_tenant() and flow = $1 and subject = any($2) and outcome in ('done', 'confirmed')
      group by subject, field`,
    values: [flow, subjects],
  })
  return new Map(rows.map(({ subject, field, at }) => [`${subject} ${field}`, at]))
}
