import type { Database } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { listTenants } from '../tenants/tenants.store.ts'

/** A college by its short name. @throws RejectedError `api.not_found` when nobody has opened its books */
export async function knownTenant(database: Pick<Database, 'query'>, name: string): Promise<TenantId> {
  const tenant = (await listTenants(database)).find(({ id }) => id === name)
  if (tenant === undefined) throw new RejectedError('api.not_found', { what: 'college', id: name }, 404)
  return tenant.id
}
