import type { Tx } from '../db/database.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import type { StateTable } from '../ports/memory.ts'
import { tableNames } from '../sync/states.store.ts'

export type KnownOwners = { id: ZohoId; owners: ZohoId[] }

/** Whose these records were, of those that are known at all. */
export async function ownersOf(tx: Tx, table: StateTable, ids: readonly ZohoId[]): Promise<KnownOwners[]> {
  const { rows } = await tx.query<{ zoho_id: string; owners: string[] }>({
    name: `plans-owners-${table}`,
    text: `select zoho_id, owners from ${tableNames[table]} where tenant_id = current_tenant() and zoho_id = any($1)`,
    values: [ids],
  })
  return rows.map((row) => ({ id: zohoId(row.zoho_id), owners: row.owners.map(zohoId) }))
}
