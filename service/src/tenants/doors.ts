import type { Database } from '../db/database.ts'
import { DEFAULT_TENANT, isTenantId, type TenantId } from '../domain/ids.ts'
import type { Cipher } from '../secrets/cipher.ts'
import { doorSecretsOf } from './connection-secrets.ts'
import { readConnections } from './connections.store.ts'
import { type DoorKeys, type DoorSecrets, doorKeysOf } from './door-keys.ts'
import { fresh } from './fresh.ts'
import { listTenants } from './tenants.store.ts'

/** How long a new college, a closed one or a changed secret may go unnoticed. */
const KNOWN_FOR_MS = 10_000

/** Whose doors there are. */
export type Doors = {
  /** The keys of a college's door; undefined when there is no such college, or it was closed. */
  keysOf(tenant: string): Promise<{ tenant: TenantId; keys: DoorKeys } | undefined>
}

/**
 * The default college's secrets come from the environment and cost no look into the database. The register of the others is read as a
 * whole, so that a stranger who tries names causes one read in ten seconds and not one for each name.
 */
export function createDoors(options: {
  database: Database
  cipher: Cipher
  defaultSecrets: DoorSecrets
  now?: () => number
}): Doors {
  const { database, now = Date.now } = options
  const defaultDoor = { tenant: DEFAULT_TENANT, keys: doorKeysOf(options.defaultSecrets) }
  const register = fresh(KNOWN_FOR_MS, now, async () => {
    const open = (await listTenants(database)).filter(({ disabledAt }) => disabledAt === null)
    return new Set<string>(open.map(({ id }) => id))
  })
  const doors = new Map<TenantId, () => Promise<{ tenant: TenantId; keys: DoorKeys }>>()

  const doorOf = (tenant: TenantId) => {
    const known =
      doors.get(tenant) ??
      fresh(KNOWN_FOR_MS, now, async () => ({ tenant, keys: doorKeysOf(doorSecretsOf(await readConnections(options, tenant))) }))
    doors.set(tenant, known)
    return known()
  }

  return {
    async keysOf(tenant) {
      if (tenant === DEFAULT_TENANT) return defaultDoor
      if (!isTenantId(tenant) || !(await register()).has(tenant)) return undefined
      return doorOf(tenant)
    },
  }
}
