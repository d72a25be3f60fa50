import type { Database } from '../db/database.ts'
import type { System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Cipher } from '../secrets/cipher.ts'
import { resealConnections } from '../tenants/reseal-connections.store.ts'
import { listTenants } from '../tenants/tenants.store.ts'

export type Rotated = {
  tenant: TenantId
  what: 'Zoho token' | `connection to ${System}`
  result: 'resealed' | 'already current' | 'no token' | 'discarded' | 'no key opens it'
}

/**
 * Encrypts everything that is stored encrypted with the first key of `ENCRYPTION_KEY`, for every college. After it, and once every process
 * was started anew, the older keys may go.
 */
export async function rotateKey(options: {
  database: Pick<Database, 'query' | 'withTenant'>
  cipher: Cipher
  /** The Zoho client's own: only it knows how its token is stored. */
  resealToken: (
    tenant: TenantId,
  ) => Promise<Extract<Rotated['result'], 'resealed' | 'already current' | 'no token' | 'discarded'>>
}): Promise<Rotated[]> {
  const rotated: Rotated[] = []
  for (const { id: tenant } of await listTenants(options.database)) {
    rotated.push({ tenant, what: 'Zoho token', result: await options.resealToken(tenant) })
    for (const { system, result } of await resealConnections(options.database, tenant, options.cipher)) {
      rotated.push({ tenant, what: `connection to ${system}`, result })
    }
  }
  return rotated
}
