import { openConnections } from '../../service/src/clients/open-connections.ts'
import { readConfig } from '../../service/src/config.ts'
import { openDatabase } from '../../service/src/db/database.ts'
import { DEFAULT_TENANT } from '../../service/src/domain/ids.ts'
import { createLedger } from '../../service/src/ledger/ledger.ts'
import { mappingsFor } from '../../service/src/mapping/overrides.store.ts'
import { createAnnouncer } from '../../service/src/queue/announce.ts'
import { routesOf } from '../../service/src/router/routes.ts'
import { createCipher } from '../../service/src/secrets/cipher.ts'
import { settingsOf } from '../../service/src/settings/settings.store.ts'
import { syncNames as everyName, type SyncName } from '../../service/src/sync/sources.ts'
import { syncNames } from '../../service/src/sync/sync-names.ts'
import { takeSyncRun } from '../../service/src/sync/sync-runs.store.ts'
import { ready, task } from '../parent.ts'
import type { ServiceTask } from '../service.ts'

/** What `manage sync students --all` does, in a process beside the service, as it is in production. */
const { databaseUrl, addresses } = task<ServiceTask>()
const database = openDatabase(databaseUrl, { onError: (error) => console.error(error) })
const cipher = createCipher(readConfig({ ENVIRONMENT: 'test' }).encryptionKeys)
const connections = openConnections({ database, cipher, addresses })
const { announce } = createAnnouncer(database)
const ledger = createLedger({ database, routesOf, afterCommit: announce })

export type SyncAnswer = {
  seconds: number
  /** Of these names together. */
  read: number
  changed: number
  failed: number
  waiting: number
  /** Of this process, the highest its memory ever was. */
  peakMb: number
}

export type SyncQuestion = {
  /** null is all of them. */
  names: SyncName[] | null
  /** How long nothing may move; 0: nobody waits for the verdicts. */
  patienceMs?: number
}

ready(undefined, async ({ names, patienceMs = 60_000 }: SyncQuestion): Promise<SyncAnswer> => {
  const startedAt = performance.now()
  const settings = await settingsOf(database, DEFAULT_TENANT)
  const { zoho } = await connections.of(DEFAULT_TENANT)
  const results = await syncNames(names ?? everyName, {
    database,
    ledger,
    tenant: DEFAULT_TENANT,
    mappings: await mappingsFor(database, DEFAULT_TENANT, settings),
    settings,
    zoho: zoho.port(() => {}, 'bulk'),
    take: (tx, name) => takeSyncRun(tx, name, 'the bench'),
    patienceMs,
  })
  const sum = (figure: (result: (typeof results)[number]) => number): number => results.reduce((all, one) => all + figure(one), 0)
  return {
    seconds: (performance.now() - startedAt) / 1000,
    read: sum(({ synced }) => synced.read),
    changed: sum(({ synced }) => synced.added + synced.changed),
    failed: sum(({ waited }) => waited.failed),
    waiting: sum(({ waited }) => waited.waiting + waited.inLine),
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
})
