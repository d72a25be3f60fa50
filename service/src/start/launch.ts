import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Addresses } from '../connections/connections.ts'
import { startEmbeddedPostgres } from '../db/embedded/start-embedded-postgres.ts'
import { createLog } from '../log/log.ts'
import { forgetRunning, type Running, writeRunning } from './running.ts'
import { type RunningSimulators, startSimulators } from './simulators.ts'
import { freshStartKey } from './start-key.ts'

export type Launched = Running & {
  /** Which parts are stand-ins, for the table people see. */
  embeddedDatabase: boolean
  stop(): Promise<void>
}

/** Starts what the configuration does not name an address for (database, Zoho, Moodle), then the service. Stops in the reverse order. */
export async function launch(config: Config): Promise<Launched> {
  const dataDir = resolve(config.dataDir)
  await mkdir(dataDir, { recursive: true })
  const log = createLog(config.logLevel)
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const each of stops.reverse().splice(0)) await each()
  }

  try {
    const databaseUrl = config.database.kind === 'external' ? config.database.url : await ownDatabase(dataDir, stops, log)
    const simulators = needsSimulators(config) ? await ownSimulators(config, dataDir, stops) : undefined
    const addresses = addressesOf(config, simulators)
    const app = await startApp({ config, databaseUrl, addresses, log })
    stops.push(() => app.stop())
    const running = await runningOf(config, app, databaseUrl, addresses)
    await writeRunning(dataDir, running)
    stops.push(() => forgetRunning(dataDir))
    return { ...running, embeddedDatabase: config.database.kind === 'embedded', stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ownDatabase(dataDir: string, stops: (() => Promise<void>)[], log: ReturnType<typeof createLog>): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (message) => log.debug(message) })
  stops.push(() => postgres.stop())
  return postgres.databaseUrl
}

const needsSimulators = (config: Config): boolean => config.zoho.kind === 'simulated' || config.moodle.kind === 'simulated'

async function ownSimulators(config: Config, dataDir: string, stops: (() => Promise<void>)[]): Promise<RunningSimulators> {
  const simulators = await startSimulators({ port: config.simulatorPort, dataDir: join(dataDir, 'simulators') })
  stops.push(() => simulators.stop())
  return simulators
}

function addressesOf({ zoho, moodle }: Config, simulators: RunningSimulators | undefined): Addresses {
  const { clientId, clientSecret, refreshToken } = zoho
  return {
    zoho:
      zoho.kind === 'real'
        ? { accountsUrl: zoho.accountsUrl, apiUrl: zoho.apiUrl, clientId, clientSecret, refreshToken }
        : simulators && { accountsUrl: simulators.zoho.origin, apiUrl: simulators.zoho.origin, ...simulators.zoho },
    moodle: moodle.kind === 'real' ? { url: moodle.baseUrl, token: moodle.token } : simulators?.moodle,
  }
}

/** Secrets are told only where they are the demo's. */
async function runningOf(
  config: Config,
  app: Awaited<ReturnType<typeof startApp>>,
  databaseUrl: string,
  { zoho, moodle }: Addresses,
): Promise<Running> {
  if (zoho === undefined || moodle === undefined) throw new Error('A system has neither an address nor a simulator')
  const zohoSimulated = config.zoho.kind === 'simulated'
  const moodleSimulated = config.moodle.kind === 'simulated'
  const { accountsUrl, apiUrl, clientId, clientSecret, refreshToken } = zoho
  return {
    url: app.url,
    apiKey: await freshStartKey(app.defaultDesk, config.environment),
    webhookSecrets: {
      ...(zohoSimulated ? told('zoho', config.webhooks.zoho.secrets[0]) : {}),
      ...(moodleSimulated ? told('moodle', config.webhooks.moodle.secrets[0]) : {}),
    },
    zoho: {
      ...told('apiUrl', apiUrl),
      accountsUrl,
      ...(zohoSimulated ? told('webhookToken', config.webhooks.zoho.tokens[0]) : {}),
      simulated: zohoSimulated,
      ...(zohoSimulated ? { clientId, clientSecret, refreshToken } : {}),
    },
    moodle: { url: moodle.url, simulated: moodleSimulated, ...(moodleSimulated ? { token: moodle.token } : {}) },
    databaseUrl: config.database.kind === 'embedded' ? databaseUrl : withoutPassword(databaseUrl),
  }
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  return url.href
}

const told = <Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: string }
