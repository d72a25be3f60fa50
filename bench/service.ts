import pg from 'pg'
import { startApp } from '../service/src/app.ts'
import { readConfig } from '../service/src/config.ts'
import type { Addresses } from '../service/src/connections/connections.ts'
import { createLog } from '../service/src/log/log.ts'
import type { SettingKey } from '../service/src/settings/definitions.ts'
import { type Child, startChild } from './child.ts'
import type { BenchDatabase } from './cluster.ts'
import { ready, task } from './parent.ts'

export type ServiceTask = { databaseUrl: string; addresses: Addresses; port: number }

/** The whole service in a process of its own, as it is started in production, but on a database and systems of the bench. */
export const startService = (database: BenchDatabase, addresses: Addresses, port = 0): Promise<Child<string>> =>
  startChild<string>(new URL(import.meta.url), { databaseUrl: database.url, addresses, port } satisfies ServiceTask)

/** Stores a setting, as `manage settings set` would. */
export async function setSetting(database: BenchDatabase, key: SettingKey, value: unknown): Promise<void> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    await client.query(
      `insert into app_settings (tenant_id, key, value_json, updated_by) values ('default', $1, $2, 'bench')
       on conflict (tenant_id, key) do update set value_json = excluded.value_json`,
      [key, JSON.stringify(value)],
    )
  } finally {
    await client.end()
  }
}

if (process.send !== undefined && import.meta.main) {
  const { databaseUrl, addresses, port } = task<ServiceTask>()
  const config = { ...readConfig({ ENVIRONMENT: 'test', LOG_LEVEL: 'error' }), port }
  const app = await startApp({ config, databaseUrl, addresses, log: createLog('error') })
  ready(app.url)
}
