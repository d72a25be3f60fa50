import type { Database, Tx } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import { lockKeys } from '../queue/promise.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { type FieldSetName, type Mappings, mappingsOf } from './field-sets.ts'
import type { Overrides } from './mapping.ts'

/** One version of what a college changed of a set. */
export type MappingVersion = {
  version: number
  overrides: Overrides
  note: string
  /** The version this one repeats; 0 is the standard. */
  rolledBackTo: number | null
  createdBy: string
  createdAt: Date
}

/** What is in force, by the name of the set. */
export async function readOverrides(tx: Tx): Promise<Partial<Record<FieldSetName, Overrides>>> {
  const { rows } = await tx.query<{ field_set: FieldSetName; overrides: Overrides }>({
    name: 'mappings-in-force',
    text: `select distinct on (field_set) field_set, overrides from extension_field_mappings
      where tenant_id = current_tenant() order by field_set, version desc`,
  })
  return Object.fromEntries(rows.map((row) => [row.field_set, row.overrides]))
}

/** How one college's Zoho is read: the standard, and what it changed of it. */
export const mappingsFor = (database: Pick<Database, 'withTenant'>, tenant: TenantId, settings: AllSettings): Promise<Mappings> =>
  database.withTenant(tenant, async (tx) => mappingsOf(settings, await readOverrides(tx)))

/** Newest first. */
export async function versionsOf(tx: Tx, set: FieldSetName): Promise<MappingVersion[]> {
  const { rows } = await tx.query<MappingVersion>({
    name: 'mappings-versions',
    text: `select version, overrides, note, rolled_back_to as "rolledBackTo", created_by as "createdBy", created_at as "createdAt"
      from extension_field_mappings where tenant_id = current_tenant() and field_set = $1 order by version desc`,
    values: [set],
  })
  return rows
}

/**
 * Stores the next version, unless somebody else did so meanwhile.
 * @param after the version it was made from; 0 for the standard
 * @returns undefined when that is not the newest any more: nothing is stored
 */
export async function storeVersion(
  tx: Tx,
  set: FieldSetName,
  after: number,
  version: Pick<MappingVersion, 'overrides' | 'note' | 'rolledBackTo' | 'createdBy'>,
): Promise<MappingVersion | undefined> {
  await lockKeys(tx, [`mapping:${set}`])
  const { rows } = await tx.query<MappingVersion>({
    name: 'mappings-store',
    text: `
insert into extension_field_mappings (tenant_id, field_set, version, overrides, note, rolled_back_to, created_by)
select current_tenant(), $1, $2::int + 1, $3, $4, $5, $6
where $2 = (select coalesce(max(version), 0) from extension_field_mappings where tenant_id = current_tenant() and field_set = $1)
returning version, overrides, note, rolled_back_to as "rolledBackTo", created_by as "createdBy", created_at as "createdAt"`,
    values: [set, after, JSON.stringify(version.overrides), version.note, version.rolledBackTo, version.createdBy],
  })
  return rows[0]
}
