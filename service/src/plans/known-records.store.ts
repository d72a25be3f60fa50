import type { Tx } from '../db/database.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import type { StateTable } from '../ports/memory.ts'
import { tableNames } from '../sync/states.store.ts'

export type KnownOwners = { id: ZohoId; owners: ZohoId[] }

/** Zoho's ids are numbers of differing length: filled up with zeros, texts are in their order. */
const LONGEST_ID = 20

/**
 * The living records we know between two ids that a bulk read did not find there. It goes in the order of the ids, so that what is missing
 * of one page is known when it has been read.
 * @param after the last id of the page before; open where undefined, and so is `upTo`
 */
export async function lostBetween(
  tx: Tx,
  table: StateTable,
  { after, upTo }: { after: ZohoId | undefined; upTo: ZohoId | undefined },
  found: readonly ZohoId[],
): Promise<KnownOwners[]> {
  const { rows } = await tx.query<{ zoho_id: string; owners: string[] }>({
    name: `plans-lost-${table}`,
    text: `select zoho_id, owners from ${tableNames[table]}
      where tenant_id = current_tenant() and gone_at is null
        and lpad(zoho_id, ${LONGEST_ID}, '0') collate "C" > $1 and lpad(zoho_id, ${LONGEST_ID}, '0') collate "C" <= $2
        and zoho_id <> all($3)`,
    values: [after?.padStart(LONGEST_ID, '0') ?? '', upTo?.padStart(LONGEST_ID, '0') ?? '9'.repeat(LONGEST_ID), found],
  })
  return rows.map((row) => ({ id: zohoId(row.zoho_id), owners: row.owners.map(zohoId) }))
}

/** Whose these records were, of those that are known at all. */
export async function ownersOf(tx: Tx, table: StateTable, ids: readonly ZohoId[]): Promise<KnownOwners[]> {
  const { rows } = await tx.query<{ zoho_id: string; owners: string[] }>({
    name: `plans-owners-${table}`,
    text: `select zoho_id, owners from ${tableNames[table]} where tenant_id = current_tenant() and zoho_id = any($1)`,
    values: [ids],
  })
  return rows.map((row) => ({ id: zohoId(row.zoho_id), owners: row.owners.map(zohoId) }))
}
