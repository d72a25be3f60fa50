import type { Database } from '../db/database.ts'
import type { System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Cipher } from '../secrets/cipher.ts'
import { contextOf } from './connections.store.ts'

/**
 * Encrypts a college's stored connections with the newest key, so that the older ones can be retired. Unlike a token, a connection that
 * no key opens cannot be fetched anew: it is left as it is.
 */
export const resealConnections = (
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  cipher: Cipher,
): Promise<{ system: System; result: 'resealed' | 'already current' | 'no key opens it' }[]> =>
  database.withTenant(tenant, async (tx) => {
    const { rows } = await tx.query<{ system: System; secrets: Buffer; key_id: string }>(
      'select system, secrets, key_id from extension_integrations where tenant_id = current_tenant() order by system for update',
    )
    const results = []
    for (const { system, secrets, key_id: keyId } of rows) {
      const context = contextOf(tenant, system)
      const plain = keyId === cipher.currentKeyId ? undefined : opened(cipher, { keyId, box: secrets }, context)
      if (plain !== undefined) {
        const { box, keyId: current } = cipher.seal(plain, context)
        await tx.query(
          'update extension_integrations set secrets = $2, key_id = $3, updated_at = now() where tenant_id = current_tenant() and system = $1',
          [system, box, current],
        )
      }
      const result = plain !== undefined ? 'resealed' : keyId === cipher.currentKeyId ? 'already current' : 'no key opens it'
      results.push({ system, result } as const)
    }
    return results
  })

function opened(cipher: Cipher, sealed: { keyId: string; box: Buffer }, context: string): string | undefined {
  try {
    return cipher.open(sealed, context)
  } catch {
    // The caller is told, by name, which connection must be entered again.
    return undefined
  }
}
