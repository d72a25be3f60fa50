import type { Database } from '../../db/database.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Cipher } from '../../secrets/cipher.ts'
import { lockToken, readToken, replaceBox } from './token.store.ts'
import { contextOf } from './token.ts'

/** `discarded`: no configured key opens it; the next call fetches a new token. */
export type Resealed = 'resealed' | 'already current' | 'no token' | 'discarded'

/** Encrypts the stored token with the newest key, so that the older ones can be retired. The token itself stays the same. */
export const resealZohoToken = (database: Pick<Database, 'withTenant'>, tenant: TenantId, cipher: Cipher): Promise<Resealed> =>
  database.withTenant(tenant, async (tx) => {
    await lockToken(tx)
    const { sealed = null } = (await readToken(tx)) ?? {}
    if (sealed === null) return 'no token'
    if (sealed.keyId === cipher.currentKeyId) return 'already current'
    let plain: string
    try {
      plain = cipher.open(sealed, contextOf(tenant))
    } catch {
      await replaceBox(tx, null)
      return 'discarded'
    }
    await replaceBox(tx, cipher.seal(plain, contextOf(tenant)))
    return 'resealed'
  })
