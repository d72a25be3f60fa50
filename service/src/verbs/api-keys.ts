import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { RejectedError } from '../domain/errors.ts'
import { isTenantId, type TenantId } from '../domain/ids.ts'
import { type ApiKey, noteUse, readKeys, readUsableKey, storeKey, storeRevocation } from './api-keys.store.ts'
import type { Desk } from './desk.ts'

type Where = Pick<Desk, 'database' | 'tenant'>

const KEY = /^cb_([a-z0-9][a-z0-9-]{0,39})_([a-z0-9]{1,40})_([A-Za-z0-9_-]{20,200})$/
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A new key for the REST API, `cb_<tenant>_<key id>_<secret>`. It can be shown this once only: what is stored is its SHA-256. */
export async function createKey({ database, tenant }: Where, name: string): Promise<{ key: string; keyId: string }> {
  const keyId = randomBytes(5).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  await database.withTenant(tenant, (tx) => storeKey(tx, { keyId, secretHash: hashOf(secret), name }))
  return { key: `cb_${tenant}_${keyId}_${secret}`, keyId }
}

/** @throws RejectedError `api.not_found` when there is no such key, or it was revoked before */
export async function revokeKey({ database, tenant }: Where, keyId: string): Promise<void> {
  const revoked = await database.withTenant(tenant, (tx) => storeRevocation(tx, keyId))
  if (!revoked) throw new RejectedError('api.not_found', { what: 'key', id: keyId }, 404)
}

export const listKeys = ({ database, tenant }: Where): Promise<ApiKey[]> => database.withTenant(tenant, readKeys)

/** Whose key this is; undefined for anything that is not a key in force. The key names its college, so only its own books are opened. */
export async function holderOf(
  database: Where['database'],
  key: string,
): Promise<{ tenant: TenantId; keyId: string; name: string } | undefined> {
  const [, tenant = '', keyId = '', secret = ''] = KEY.exec(key) ?? []
  if (!isTenantId(tenant)) return undefined
  return database.withTenant(tenant, async (tx) => {
    const known = await readUsableKey(tx, keyId)
    if (known === undefined || !timingSafeEqual(known.secretHash, hashOf(secret))) return undefined
    if (known.isUnseen) await noteUse(tx, keyId)
    return { tenant, keyId, name: known.name }
  })
}
