import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type AllConnections, openConnections, resealZohoToken } from '../clients/open-connections.ts'
import { type Config, configFromEnvironment } from '../config.ts'
import type { Addresses } from '../connections/connections.ts'
import type { Database } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { openForProgram } from '../db/open-for-program.ts'
import type { TenantId } from '../domain/ids.ts'
import { flows } from '../flows/flows.ts'
import { createLedger, type Ledger } from '../ledger/ledger.ts'
import { createPlanner, type Planner } from '../plans/planner.ts'
import { createAnnouncer } from '../queue/announce.ts'
import { routesOf } from '../router/routes.ts'
import { type Cipher, createCipher } from '../secrets/cipher.ts'
import type { Desk } from '../verbs/desk.ts'
import { knownTenant } from '../verbs/known-tenant.ts'
import { type Running, readRunning } from './running.ts'

/** What a program beside the service works with: the same database, the same verbs, and its own way to the outside systems. */
export type Office = {
  config: Config
  /** The start on the same data folder, when there is one. */
  running: Running | undefined
  database: Database
  cipher: Cipher
  ledger: Ledger
  connections: AllConnections
  planner: Planner
  deskOf(tenant: string): Promise<Desk>
  migrate(): Promise<{ applied: string[] }>
  resealToken(tenant: TenantId): ReturnType<typeof resealZohoToken>
  close(): Promise<void>
}

/** The database of no `DATABASE_URL` is the embedded one, which lives as long as `npm start` does. */
export class NothingRunsError extends Error {
  constructor(dataDir: string) {
    super(
      `No database can be reached: DATABASE_URL is not set, and nothing runs on the data folder ${dataDir}. ` +
        'Start the service with “npm start” in another terminal, or set DATABASE_URL (or DATA_DIR) as it has it.',
    )
    this.name = 'NothingRunsError'
  }
}

/** Opens the office of the college that the environment describes. @throws ConfigError, NothingRunsError */
export async function openOffice(config: Config = configFromEnvironment()): Promise<Office> {
  const dataDir = resolve(config.dataDir)
  const running = await readRunning(dataDir)
  const url = config.database.kind === 'external' ? config.database.url : running?.databaseUrl
  if (url === undefined) throw new NothingRunsError(dataDir)

  const database = openForProgram(url, config.database)
  const cipher = createCipher(config.encryptionKeys)
  const { announce, settled } = createAnnouncer(database)
  const connections = openConnections({ database, cipher, addresses: addressesOf(config, running) })
  const ledger = createLedger({ database, routesOf, afterCommit: announce })
  return {
    config,
    running,
    database,
    cipher,
    connections,
    ledger,
    planner: createPlanner({
      database,
      ledger,
      flows,
      portsOf: async (tenant) => {
        const { zoho, moodle } = await connections.of(tenant)
        return (observe, lane) => ({ zoho: zoho.port(observe, lane), moodle: moodle.port(observe, lane) })
      },
    }),
    deskOf: async (tenant) => ({
      database,
      tenant: await knownTenant(database, tenant),
      who: `cli ${userInfo().username}`,
      afterCommit: announce,
    }),
    migrate: () => migrate(database.pool),
    resealToken: (tenant) => resealZohoToken(database, tenant, cipher),
    async close() {
      await settled()
      await connections.close()
      await database.end()
    },
  }
}

/** A real system's from the environment; a simulated one's from the start that runs it. */
function addressesOf({ zoho, moodle }: Config, running: Running | undefined): Addresses {
  return {
    zoho: zoho.kind === 'real' ? { ...zoho, apiUrl: zoho.apiUrl } : simulatedZoho(running),
    moodle: moodle.kind === 'real' ? { url: moodle.baseUrl, token: moodle.token } : simulatedMoodle(running),
  }
}

function simulatedZoho(running: Running | undefined): Addresses['zoho'] {
  const { accountsUrl, apiUrl, clientId, clientSecret, refreshToken } = running?.zoho ?? {}
  if (accountsUrl === undefined || clientId === undefined || clientSecret === undefined || refreshToken === undefined)
    return undefined
  return { accountsUrl, apiUrl, clientId, clientSecret, refreshToken }
}

function simulatedMoodle(running: Running | undefined): Addresses['moodle'] {
  const { url, token } = running?.moodle ?? {}
  return url === undefined || token === undefined ? undefined : { url, token }
}
