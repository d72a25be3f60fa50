import type { Database, Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { type AllSettings, isSettingKey, type Setting, type SettingKey, settings } from './definitions.ts'

/** All settings of a tenant, defaults filled in. A stored value that no longer fits its shape gives way to the default. */
export async function readSettings(tx: Tx): Promise<AllSettings> {
  const { rows } = await tx.query<{ key: string; value_json: unknown }>({
    name: 'settings-read',
    text: 'select key, value_json from app_settings where tenant_id = current_tenant()',
  })
  const stored = new Map(rows.map((row) => [row.key, row.value_json]))
  return Object.fromEntries(
    Object.entries(settings).map(([key, definition]) => {
      const parsed = definition.shape.safeParse(stored.get(key))
      return [key, parsed.success ? parsed.data : definition.standard]
    }),
  ) as AllSettings
}

export const settingsOf = (database: Pick<Database, 'withTenant'>, tenant: TenantId): Promise<AllSettings> =>
  database.withTenant(tenant, readSettings)

/**
 * Checks a value and stores it with who changed it.
 * @throws RejectedError `setting.unknown`, `setting.invalid` (naming the field)
 */
export async function writeSetting(tx: Tx, key: string, value: unknown, changedBy: string): Promise<Setting<SettingKey>> {
  if (!isSettingKey(key)) throw new RejectedError('setting.unknown', { key }, 404)
  const parsed = settings[key].shape.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RejectedError(
      'setting.invalid',
      { key, field: issue?.path.join('.') || 'value', expected: issue?.message ?? '' },
      422,
    )
  }
  await tx.query({
    name: 'settings-write',
    text: `
with was as (select value_json from app_settings where tenant_id = current_tenant() and key = $1),
remembered as (
  insert into app_settings_history (tenant_id, key, before, after, changed_by)
  values (current_tenant(), $1, (select value_json from was), $2, $3)
)
insert into app_settings (tenant_id, key, value_json, updated_by) values (current_tenant(), $1, $2, $3)
on conflict (tenant_id, key) do update set value_json = excluded.value_json, updated_by = excluded.updated_by, updated_at = now()`,
    values: [key, JSON.stringify(parsed.data), changedBy],
  })
  return parsed.data
}

export type SettingChange = { before: unknown; after: unknown; changedAt: Date; changedBy: string }

export async function settingHistory(tx: Tx, key: string): Promise<SettingChange[]> {
  const { rows } = await tx.query<SettingChange>({
    name: 'settings-history',
    text: `select before, after, changed_at as "changedAt", changed_by as "changedBy" from app_settings_history
      where tenant_id = current_tenant() and key = $1 order by id desc limit 100`,
    values: [key],
  })
  return rows
}
