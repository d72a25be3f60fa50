import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'

/** When the Moodle plugin last said that Moodle's cron is alive; null while it never has: the plugin is not there, or not set up. */
export async function lastPing(database: Pick<Database, 'withTenant'>, tenant: TenantId): Promise<Date | null> {
  const { rows } = await database.withTenant(tenant, (tx) =>
    tx.query<{ at: Date }>(
      `select created_at as at from integration_events_log
        where tenant_id = current_tenant() and record_id = 'ping' and source = 'moodle' order by id desc limit 1`,
    ),
  )
  return rows[0]?.at ?? null
}
