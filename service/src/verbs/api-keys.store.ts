import type { Tx } from '../db/database.ts'

export type ApiKey = { keyId: string; name: string; createdAt: Date; lastUsedAt: Date | null; revokedAt: Date | null }

export async function storeKey(tx: Tx, key: { keyId: string; secretHash: Buffer; name: string }): Promise<void> {
  await tx.query('insert into api_keys (tenant_id, key_id, secret_hash, name) values (current_tenant(), $1, $2, $3)', [
    key.keyId,
    key.secretHash,
    key.name,
  ])
}

/** @returns false when there is no such key, or it was revoked before */
export async function storeRevocation(tx: Tx, keyId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update api_keys set revoked_at = now() where tenant_id = current_tenant() and key_id = $1 and revoked_at is null',
    [keyId],
  )
  return rowCount === 1
}

export async function readKeys(tx: Tx): Promise<ApiKey[]> {
  const { rows } = await tx.query<ApiKey>(
    `select key_id as "keyId", name, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
     from api_keys where tenant_id = current_tenant() order by created_at, key_id`,
  )
  return rows
}

/** A key that is in force, of a college that is not closed. */
export async function readUsableKey(
  tx: Tx,
  keyId: string,
): Promise<{ secretHash: Buffer; name: string; isUnseen: boolean } | undefined> {
  const { rows } = await tx.query<{ secretHash: Buffer; name: string; isUnseen: boolean }>({
    name: 'api-key-read',
    text: `select k.secret_hash as "secretHash", k.name, coalesce(k.last_used_at < now() - interval '1 minute', true) as "isUnseen"
      from api_keys k join extension_tenants t using (tenant_id)
      where k.tenant_id = current_tenant() and k.key_id = $1 and k.revoked_at is null and t.disabled_at is null`,
    values: [keyId],
  })
  return rows[0]
}

/** Kept to the minute: a write per request would cost more than the request. */
export async function noteUse(tx: Tx, keyId: string): Promise<void> {
  await tx.query({
    name: 'api-key-used',
    text: `update api_keys set last_used_at = now() where tenant_id = current_tenant() and key_id = $1
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    values: [keyId],
  })
}
