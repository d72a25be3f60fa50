import type { Database, Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { lockKeys, wake } from '../queue/promise.ts'

/** What an event waits for while a connection is held. */
export const keyOfSystem = (system: System) => `system:${system}` as const

export type BreakerState = {
  system: System
  open: boolean
  /** Outages in a row. */
  failures: number
  code: Code | null
  params: Record<string, string | number>
  openedAt: Date | null
  probeAt: Date | null
}

type Row = {
  system: System
  state: 'open' | 'closed'
  failures: number
  code: Code | null
  params: Record<string, string | number> | null
  opened_at: Date | null
  probe_at: Date | null
}

const toState = (row: Row): BreakerState => ({
  system: row.system,
  open: row.state === 'open',
  failures: row.failures,
  code: row.code,
  params: row.params ?? {},
  openedAt: row.opened_at,
  probeAt: row.probe_at,
})

/** A system without a row has never been troubled. */
export async function readBreakers(tx: Tx): Promise<Map<System, BreakerState>> {
  const { rows } = await tx.query<Row>({
    name: 'breakers-read',
    text: 'select system, state, failures, code, params, opened_at, probe_at from breakers where tenant_id = current_tenant()',
  })
  return new Map(rows.map((row) => [row.system, toState(row)]))
}

export const breakersOf = (database: Pick<Database, 'withTenant'>, tenant: TenantId): Promise<Map<System, BreakerState>> =>
  database.withTenant(tenant, readBreakers)

/** Holds a connection, or keeps it held with the newest cause. @returns true when it was closed until now. */
export async function openBreaker(
  tx: Tx,
  system: System,
  cause: { code: Code; params: Record<string, string | number>; probeAfterMs: number },
): Promise<boolean> {
  await lockKeys(tx, [keyOfSystem(system)])
  const { rows } = await tx.query<{ opened: boolean }>({
    name: 'breakers-open',
    text: `
with was as (select state from breakers where tenant_id = current_tenant() and system = $1)
insert into breakers as known (tenant_id, system, state, failures, code, params, opened_at, probe_at)
values (current_tenant(), $1, 'open', 1, $2, $3, now(), now() + $4 * interval '1 millisecond')
on conflict (tenant_id, system) do update set state = 'open', code = excluded.code, params = excluded.params,
  opened_at = case when known.state = 'open' then known.opened_at else now() end, probe_at = excluded.probe_at, changed_at = now()
returning coalesce((select state from was), 'closed') = 'closed' as opened`,
    values: [system, cause.code, JSON.stringify(cause.params), cause.probeAfterMs],
  })
  return rows[0]?.opened ?? false
}

/** Counts an outage. @returns how many there have been in a row */
export async function countOutage(tx: Tx, system: System): Promise<number> {
  const { rows } = await tx.query<{ failures: number }>({
    name: 'breakers-count',
    text: `
insert into breakers as known (tenant_id, system, state, failures) values (current_tenant(), $1, 'closed', 1)
on conflict (tenant_id, system) do update set failures = known.failures + 1, changed_at = now()
returning failures`,
    values: [system],
  })
  return rows[0]?.failures ?? 1
}

/** The system answered: closes the breaker and makes due what waited for it, under the lock that the waiting take too. */
export async function closeBreaker(tx: Tx, system: System): Promise<void> {
  await lockKeys(tx, [keyOfSystem(system)])
  await tx.query({
    name: 'breakers-close',
    text: `update breakers set state = 'closed', failures = 0, code = null, params = null, opened_at = null, probe_at = null, changed_at = now()
      where tenant_id = current_tenant() and system = $1`,
    values: [system],
  })
  await wake(tx, [keyOfSystem(system)])
}

/** Takes the turn to ask a held system how it is; over all processes only one gets it. */
export async function takeProbeTurn(tx: Tx, system: System, againAfterMs: number): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'breakers-probe-turn',
    text: `update breakers set probe_at = now() + $2 * interval '1 millisecond'
      where tenant_id = current_tenant() and system = $1 and state = 'open' and probe_at <= now()`,
    values: [system, againAfterMs],
  })
  return rowCount === 1
}
