import type { Tx } from '../db/database.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { HintVerdict } from './settle.store.ts'

/**
 * Writes down what a run of one subject asked of the outside. A run that asked nothing and simply succeeded leaves no row,
 * unless it passed its hints on: nothing else tells why the event has another key now.
 */
export async function writeAttempts(
  tx: Tx,
  run: { id: string; startedAt: Date; calls: readonly OutsideCall[] },
  verdicts: readonly HintVerdict[],
): Promise<void> {
  const worthKeeping = verdicts.filter(
    ({ verdict }) =>
      run.calls.length > 0 || verdict.code === 'run.passed_on' || !['completed', 'skipped'].includes(verdict.status),
  )
  if (worthKeeping.length === 0) return
  await tx.query({
    name: 'ledger-attempts',
    text: `
insert into integration_event_attempts (tenant_id, run_id, flow, subject, hints, status, verdict_code, verdict_params, started_at, ended_at, calls)
select current_tenant(), $1, flow, subject, string_to_array(hints, ',')::bigint[], status, code, params, $2, clock_timestamp(), $3
from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[]) as t (flow, subject, hints, status, code, params)`,
    values: [
      run.id,
      run.startedAt,
      JSON.stringify(run.calls),
      worthKeeping.map(({ job }) => job.flow),
      worthKeeping.map(({ job }) => job.subject),
      worthKeeping.map(({ hints }) => hints.join(',')),
      worthKeeping.map(({ verdict }) => verdict.status),
      worthKeeping.map(({ verdict }) => verdict.code),
      worthKeeping.map(({ verdict }) => JSON.stringify(verdict.params)),
    ],
  })
}
