import type { Tx } from '../db/database.ts'
import { type ZohoId, zohoId } from '../domain/ids.ts'
import type { StateTable } from '../ports/memory.ts'
import { boundsOf } from '../sync/lost-records.store.ts'
import { tableNames } from '../sync/states.store.ts'

/** What was last settled of a record, and when. */
export type Settled = {
  stateHash: string
  fieldHashes: Readonly<Record<string, string>>
  settledAt: Date
  gone: boolean
  hasTargets: boolean
}

export type KnownKey = { key: ZohoId; owners: ZohoId[]; settledAt: Date }

type Row = { zoho_id: string; owners: string[]; settled_at: Date }
const toKnownKey = (row: Row): KnownKey => ({
  key: zohoId(row.zoho_id),
  owners: row.owners.map(zohoId),
  settledAt: row.settled_at,
})

export async function settledOf(tx: Tx, table: StateTable, keys: readonly string[]): Promise<Map<string, Settled>> {
  const { rows } = await tx.query<{
    zoho_id: string
    state_hash: string
    field_hashes: Record<string, string>
    settled_at: Date
    gone: boolean
    has_targets: boolean
  }>({
    name: `known-states-${table}`,
    text: `select zoho_id, state_hash, field_hashes, settled_at, gone_at is not null as gone, targets <> '{}' as has_targets
      from ${tableNames[table]}
      where tenant_id = current_tenant() and zoho_id = any($1)`,
    values: [keys],
  })
  return new Map(
    rows.map((row) => [
      row.zoho_id,
      {
        stateHash: row.state_hash,
        fieldHashes: row.field_hashes,
        settledAt: row.settled_at,
        gone: row.gone,
        hasTargets: row.has_targets,
      },
    ]),
  )
}

/** The living records known between two ids, `upTo` among them: those that a read of this stretch does not bring are lost. */
export async function knownBetween(
  tx: Tx,
  table: StateTable,
  after: ZohoId | undefined,
  upTo: ZohoId | undefined,
): Promise<KnownKey[]> {
  const { rows } = await tx.query<Row>({
    name: `known-between-${table}`,
    text: `select zoho_id, owners, settled_at from ${tableNames[table]}
      where tenant_id = current_tenant() and gone_at is null and id_in_order > $1 collate "C" and id_in_order <= $2 collate "C"`,
    values: boundsOf({ after, upTo }),
  })
  return rows.map(toKnownKey)
}

/** The living records known among these. */
export async function knownAmong(tx: Tx, table: StateTable, keys: readonly ZohoId[]): Promise<KnownKey[]> {
  const { rows } = await tx.query<Row>({
    name: `known-among-${table}`,
    text: `select zoho_id, owners, settled_at from ${tableNames[table]}
      where tenant_id = current_tenant() and gone_at is null and zoho_id = any($1)`,
    values: [keys],
  })
  return rows.map(toKnownKey)
}

/** The living rows known of these parents. */
export async function knownOf(tx: Tx, table: StateTable, parents: readonly ZohoId[]): Promise<KnownKey[]> {
  const { rows } = await tx.query<Row>({
    name: `known-of-${table}`,
    text: `select zoho_id, owners, settled_at from ${tableNames[table]}
      where tenant_id = current_tenant() and gone_at is null and owners && $1::text[]`,
    values: [parents],
  })
  return rows.map(toKnownKey)
}

/** Zoho's deleted list and its waste bin reach back this far (reference/zoho.md §2.5). */
const RESTORED_WITHIN = '120 days'

/** The records that went lately, the newest first: only they can be restored. */
export async function goneLately(tx: Tx, table: StateTable, limit: number): Promise<(KnownKey & { goneAt: Date })[]> {
  const { rows } = await tx.query<Row & { gone_at: Date }>({
    name: `known-gone-${table}`,
    text: `select zoho_id, owners, settled_at, gone_at from ${tableNames[table]}
      where tenant_id = current_tenant() and gone_at > now() - interval '${RESTORED_WITHIN}' order by gone_at desc limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({ ...toKnownKey(row), goneAt: row.gone_at }))
}
