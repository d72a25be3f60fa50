import { openConnections } from '../../service/src/clients/open-connections.ts'
import { readConfig } from '../../service/src/config.ts'
import { openDatabase } from '../../service/src/db/database.ts'
import { DEFAULT_TENANT } from '../../service/src/domain/ids.ts'
import { createLedger } from '../../service/src/ledger/ledger.ts'
import { mappingsOf } from '../../service/src/mapping/field-sets.ts'
import { createAnnouncer } from '../../service/src/queue/announce.ts'
import { routesOf } from '../../service/src/router/routes.ts'
import { createCipher } from '../../service/src/secrets/cipher.ts'
import { settingsOf } from '../../service/src/settings/settings.store.ts'
import { syncStudents } from '../../service/src/sync/students-sync.ts'
import { waitUntilSettled } from '../../service/src/sync/wait-until-settled.ts'
import { ready, task } from '../parent.ts'
import type { ServiceTask } from '../service.ts'

/** What `manage sync students --all` does, in a process beside the service, as it is in production. */
const { databaseUrl, addresses } = task<ServiceTask>()
const database = openDatabase(databaseUrl, { onError: (error) => console.error(error) })
const cipher = createCipher(readConfig({ ENVIRONMENT: 'test' }).encryptionKeys)
const connections = openConnections({ database, cipher, addresses })
const { announce } = createAnnouncer(database)
const ledger = createLedger({ database, routesOf, afterCommit: announce })

export type SyncAnswer = { seconds: number; changed: number; failed: number }

ready(undefined, async (): Promise<SyncAnswer> => {
  const startedAt = performance.now()
  const settings = await database.withTenant(DEFAULT_TENANT, () => settingsOf(database, DEFAULT_TENANT))
  const { zoho } = await connections.of(DEFAULT_TENANT)
  const synced = await syncStudents({
    database,
    ledger,
    tenant: DEFAULT_TENANT,
    mappings: mappingsOf(settings),
    zoho: zoho.port(() => {}, 'bulk'),
  })
  const settled = await waitUntilSettled({
    database,
    tenant: DEFAULT_TENANT,
    written: synced.written,
    onProgress: () => {},
    lookEveryMs: 20,
  })
  return { seconds: (performance.now() - startedAt) / 1000, changed: synced.added + synced.changed, failed: settled.failed }
})
