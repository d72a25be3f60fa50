import type { Database, Tx } from '../db/database.ts'
import { type TenantId, type ZohoId, zohoId } from '../domain/ids.ts'
import type { KnownLink, LinkedModule, Links, MoodleTwins, NewLink } from '../ports/memory.ts'
import { wake } from '../queue/promise.ts'

/** Who is who in one college. */
export function linksOf(database: Pick<Database, 'withTenant'>, tenant: TenantId): Links {
  return {
    async moodleOf<M extends LinkedModule>(module: M, ids: readonly ZohoId[]) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ zoho_id: string; moodle_id: number; deleted: boolean }>({
          name: 'links-moodle-of',
          text: `select zoho_id, moodle_id, moodle_deleted_at is not null as deleted from identity_links
            where tenant_id = current_tenant() and module = $1 and zoho_id = any($2) and moodle_id is not null`,
          values: [module, ids],
        }),
      )
      return new Map<ZohoId, KnownLink<M>>(
        rows.map((row) => [zohoId(row.zoho_id), { moodleId: row.moodle_id as MoodleTwins[M], deletedInMoodle: row.deleted }]),
      )
    },
    async hasAny(module) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ has_any: boolean }>({
          name: 'links-has-any',
          text: `select exists (select from identity_links
            where tenant_id = current_tenant() and module = $1 and moodle_id is not null) as has_any`,
          values: [module],
        }),
      )
      return rows[0]?.has_any ?? false
    },
    async zohoOf<M extends LinkedModule>(module: M, moodleIds: readonly MoodleTwins[M][]) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ zoho_id: string; moodle_id: number }>({
          name: 'links-zoho-of',
          text: `select zoho_id, moodle_id from identity_links
            where tenant_id = current_tenant() and module = $1 and moodle_id = any($2) and zoho_id is not null`,
          values: [module, moodleIds],
        }),
      )
      return new Map<MoodleTwins[M], ZohoId>(rows.map((row) => [row.moodle_id as MoodleTwins[M], zohoId(row.zoho_id)]))
    },
  }
}

/** The locks to hold while storing links: those who wait for a link take the first, those who claim the same account the second. */
export const locksOfLinks = (links: readonly NewLink[]): string[] =>
  links.flatMap((link) => [keyOfLink(link.module, link.zohoId), `twin:${link.module}:${link.moodleId}`])

/**
 * Stores links and wakes whoever waits for them, in one transaction. The caller holds `locksOfLinks`.
 * @returns the links that could not be stored, because their Moodle object was linked to another record at the same moment
 */
export async function storeLinks(tx: Tx, links: readonly NewLink[]): Promise<NewLink[]> {
  if (links.length === 0) return []
  const taken = links.filter((link) => link.takenFrom !== undefined)
  if (taken.length > 0) {
    await tx.query({
      name: 'links-unlink',
      text: `delete from identity_links using unnest($1::text[], $2::text[]) as old (module, zoho_id)
        where tenant_id = current_tenant() and identity_links.module = old.module and identity_links.zoho_id = old.zoho_id`,
      values: [taken.map((link) => link.module), taken.map((link) => link.takenFrom)],
    })
  }
  const { rows } = await tx.query<{ zoho_id: string }>({
    name: 'links-store',
    text: `
insert into identity_links as link (tenant_id, module, zoho_id, moodle_id, moodle_deleted_at)
select current_tenant(), module, zoho_id, moodle_id, case when deleted then now() end
from unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[]) as mine (module, zoho_id, moodle_id, deleted)
where not exists (select from identity_links other
  where other.tenant_id = current_tenant() and other.module = mine.module and other.moodle_id = mine.moodle_id and other.zoho_id <> mine.zoho_id)
on conflict (tenant_id, module, zoho_id) do update set moodle_id = excluded.moodle_id, updated_at = now(),
  moodle_deleted_at = case when excluded.moodle_deleted_at is null then null else coalesce(link.moodle_deleted_at, excluded.moodle_deleted_at) end
returning zoho_id`,
    values: [
      links.map((link) => link.module),
      links.map((link) => link.zohoId),
      links.map((link) => link.moodleId),
      links.map((link) => link.deletedInMoodle ?? false),
    ],
  })
  const stored = new Set(rows.map((row) => row.zoho_id))
  await wake(
    tx,
    links.filter((link) => stored.has(link.zohoId)).map((link) => keyOfLink(link.module, link.zohoId)),
  )
  return links.filter((link) => !stored.has(link.zohoId))
}

/** What an event waits for while a record has no twin in Moodle yet. */
export const keyOfLink = (module: string, id: string) => `link:${module}:${id}` as const

/** Which of these keys have arrived: their record is linked. Asked under the keys' locks, before going to wait. */
export async function linkedKeys(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const { rows } = await tx.query<{ key: string }>({
    name: 'links-arrived',
    text: `select 'link:' || module || ':' || zoho_id as key from identity_links
      where tenant_id = current_tenant() and moodle_id is not null and 'link:' || module || ':' || zoho_id = any($1)`,
    values: [keys],
  })
  return new Set(rows.map((row) => row.key))
}
