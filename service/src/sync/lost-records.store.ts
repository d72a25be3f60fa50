import type { Tx } from '../db/database.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import type { StateTable } from '../ports/memory.ts'
import { tableNames } from './states.store.ts'
import type { SyncRun } from './sync-runs.store.ts'

/** As in `id_in_order`: Zoho's ids differ in length, and texts of one length are in the order of their numbers. */
const inOrder = (id: ZohoId): string => id.padStart(20, '0')

/** The ids behind `after` up to and with `upTo`; open where undefined. */
export type IdRange = { after: ZohoId | undefined; upTo: ZohoId | undefined }

/** No id is longer than this, or behind it. */
export const boundsOf = ({ after, upTo }: IdRange): [string, string] => [
  after === undefined ? '' : inOrder(after),
  upTo === undefined ? '9'.repeat(20) : inOrder(upTo),
]

/** Notes down what we know in this range of ids and Zoho has no longer, without a row of it coming here. */
export async function noteLost(
  tx: Tx,
  run: Pick<SyncRun, 'runId'>,
  { set, table }: { set: string; table: StateTable },
  { after, upTo }: IdRange,
  found: readonly ZohoId[],
): Promise<void> {
  await tx.query({
    name: `sync-note-lost-${table}`,
    text: `insert into extension_sync_lost (tenant_id, run_id, source, zoho_id, owners, removes)
      select current_tenant(), $1, $2, known.zoho_id, known.owners, known.targets <> '{}' from ${tableNames[table]} known
      where known.tenant_id = current_tenant() and known.gone_at is null
        and known.id_in_order > $3 collate "C" and known.id_in_order <= $4 collate "C"
        and known.zoho_id <> all($5)
      on conflict do nothing`,
    values: [run.runId, set, ...boundsOf({ after, upTo }), found],
  })
}

/** The same for a plan, which notes nothing down. */
export async function knownInRange(
  tx: Tx,
  table: StateTable,
  { after, upTo }: IdRange,
  found: readonly ZohoId[],
): Promise<{ id: ZohoId; owners: ZohoId[] }[]> {
  const { rows } = await tx.query<{ zoho_id: string; owners: string[] }>({
    name: `sync-known-in-range-${table}`,
    text: `select zoho_id, owners from ${tableNames[table]} known
      where tenant_id = current_tenant() and gone_at is null
        and id_in_order > $1 collate "C" and id_in_order <= $2 collate "C"
        and zoho_id <> all($3)`,
    values: [...boundsOf({ after, upTo }), found],
  })
  return rows.map((row) => ({ id: zohoId(row.zoho_id), owners: row.owners.map(zohoId) }))
}

/** How many would be removed over there, of how many that stand there. */
export async function weighLost(
  tx: Tx,
  run: Pick<SyncRun, 'runId'>,
  { set, table }: { set: string; table: StateTable },
): Promise<{ lost: number; removals: number; standing: number }> {
  const { rows } = await tx.query<{ lost: number; removals: number; standing: number }>({
    name: `sync-weigh-lost-${table}`,
    text: `select count(*)::int as lost, count(*) filter (where removes)::int as removals,
        case when count(*) = 0 then 0
          else (select count(*)::int from ${tableNames[table]} where tenant_id = current_tenant() and gone_at is null and targets <> '{}')
        end as standing
      from extension_sync_lost where tenant_id = current_tenant() and run_id = $1 and source = $2`,
    values: [run.runId, set],
  })
  return rows[0] ?? { lost: 0, removals: 0, standing: 0 }
}

/** The next of those noted down, by their ids. */
export async function nextLost(
  tx: Tx,
  run: Pick<SyncRun, 'runId'>,
  set: string,
  limit: number,
): Promise<{ id: ZohoId; owners: ZohoId[] }[]> {
  const { rows } = await tx.query<{ zoho_id: string; owners: string[] }>({
    name: 'sync-next-lost',
    text: `select zoho_id, owners from extension_sync_lost
      where tenant_id = current_tenant() and run_id = $1 and source = $2 order by zoho_id limit $3`,
    values: [run.runId, set, limit],
  })
  return rows.map((row) => ({ id: zohoId(row.zoho_id), owners: row.owners.map(zohoId) }))
}

/** Crosses them off, all of the source without ids. */
export const forgetLost = (tx: Tx, run: Pick<SyncRun, 'runId'>, set: string, ids?: readonly ZohoId[]): Promise<unknown> =>
  tx.query({
    name: 'sync-forget-lost',
    text: `delete from extension_sync_lost
      where tenant_id = current_tenant() and run_id = $1 and source = $2 and ($3::text[] is null or zoho_id = any($3))`,
    values: [run.runId, set, ids ?? null],
  })

/** What abandoned runs of this name have left behind. */
export const forgetAbandoned = (tx: Tx, { runId, name }: Pick<SyncRun, 'runId' | 'name'>): Promise<unknown> =>
  tx.query(
    `delete from extension_sync_lost l using extension_sync_runs r
     where l.tenant_id = current_tenant() and r.tenant_id = current_tenant() and r.run_id = l.run_id and r.name = $1 and r.run_id <> $2`,
    [name, runId],
  )
