import type { Database } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import { isTenantId, type TenantId } from '../domain/ids.ts'

export type Tenant = { id: TenantId; name: string; createdAt: Date; disabledAt: Date | null }

/**
 * Opens the books of another college.
 * @throws RejectedError `setting.invalid` when the short name is not one, or taken
 */
export async function createTenant(
  database: Pick<Database, 'query'>,
  { id, name }: { id: string; name: string },
): Promise<TenantId> {
  if (!isTenantId(id)) {
    throw new RejectedError(
      'setting.invalid',
      { key: 'tenant', field: 'id', expected: 'at most 40 lower-case letters, digits and dashes' },
      422,
    )
  }
  const { rowCount } = await database.query(
    'insert into extension_tenants (tenant_id, name) values ($1, $2) on conflict (tenant_id) do nothing',
    [id, name],
  )
  if (rowCount === 0) {
    throw new RejectedError(
      'setting.invalid',
      { key: 'tenant', field: 'id', expected: `a name that is not taken, as ${id} is` },
      409,
    )
  }
  return id
}

/** All colleges, those that were closed included. */
export async function listTenants(database: Pick<Database, 'query'>): Promise<Tenant[]> {
  const { rows } = await database.query<Tenant>({
    name: 'tenants-list',
    text: `select tenant_id as id, name, created_at as "createdAt", disabled_at as "disabledAt" from extension_tenants order by tenant_id`,
  })
  return rows
}
