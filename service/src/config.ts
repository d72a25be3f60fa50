import { accountsUrlOf, type ZohoDataCentre } from './config/addresses.ts'
import { ConfigError } from './config/config-error.ts'
import { demoSecrets } from './config/demo-secrets.ts'
import { brokenRules, realSystems } from './config/rules.ts'
import { type EncryptionKey, encryptionKeys } from './config/secret-lists.ts'
import { DEFAULT_PORT, DEFAULT_SIMULATOR_PORT, readVariables, type Values } from './config/variables.ts'

export { ConfigError, type ConfigProblem } from './config/config-error.ts'
export type { EncryptionKey } from './config/secret-lists.ts'

/** Everything the service is told from outside, checked. */
export type Config = {
  environment: 'development' | 'test' | 'production'
  /** The service's own port; 0 takes any free one. */
  port: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Where embedded PostgreSQL and the simulators keep what they know, as written (it may be relative). */
  dataDir: string
  /** One port for all simulators, `/zoho` and `/moodle` below it; 0 takes any free one. */
  simulatorPort: number
  /** Whether a real system may work beside a simulated one. */
  allowMixed: boolean
  database: DatabaseConfig
  /** Keys for what is stored encrypted. The first one encrypts, all of them decrypt. */
  encryptionKeys: readonly [EncryptionKey, ...EncryptionKey[]]
  zoho: ZohoConfig
  moodle: MoodleConfig
  webhooks: {
    zoho: {
      /** Each verifies a signature. Empty when Zoho only sends the token. */
      secrets: readonly string[]
      /** Each is accepted as `X-Campusbridge-Token`. Empty when Zoho only signs. */
      tokens: readonly string[]
    }
    moodle: { secrets: readonly string[] }
  }
}

export type DatabaseConfig = {
  /** Most connections at a time. */
  poolSize: number
  /** False behind PgBouncer in transaction mode. */
  preparedStatements: boolean
} & (
  | {
      /** The launcher runs a PostgreSQL of our own in `dataDir`. */
      kind: 'embedded'
    }
  | { kind: 'external'; url: string }
)

export type ZohoCredentials = { clientId: string; clientSecret: string; refreshToken: string }

export type ZohoConfig =
  /** The launcher starts the simulator and fills in the addresses. */
  | ({ kind: 'simulated' } & ZohoCredentials)
  | ({
      kind: 'real'
      dataCentre: ZohoDataCentre
      /** Where tokens are granted, without a slash at the end. */
      accountsUrl: string
      /** Set for a sandbox or simulator: used instead of the `api_domain` that Zoho names with each token. */
      apiUrl: string | undefined
    } & ZohoCredentials)

export type MoodleConfig =
  /** The launcher starts the simulator and fills in the address. */
  | { kind: 'simulated'; token: string }
  | {
      kind: 'real'
      /** Without a slash at the end; it may have a path. */
      baseUrl: string
      token: string
    }

/** Reads the environment given. Throws one `ConfigError` that names everything wrong or missing. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const { values, problems } = readVariables(env)
  const all = [...problems, ...brokenRules(env, values)]
  if (all.length > 0) throw new ConfigError(all)

  const real = realSystems(env)
  return {
    environment: values.ENVIRONMENT ?? 'development',
    port: values.PORT ?? DEFAULT_PORT,
    logLevel: values.LOG_LEVEL ?? 'info',
    dataDir: values.DATA_DIR ?? '.campusbridge',
    simulatorPort: values.SIMULATOR_PORT ?? DEFAULT_SIMULATOR_PORT,
    allowMixed: values.ALLOW_MIXED === '1',
    database: {
      poolSize: values.DATABASE_POOL_SIZE ?? 10,
      preparedStatements: values.DATABASE_PREPARED_STATEMENTS !== 'off',
      ...(values.DATABASE_URL === undefined ? { kind: 'embedded' } : { kind: 'external', url: values.DATABASE_URL }),
    },
    encryptionKeys: keysOf(values),
    zoho: zohoOf(values, real.zoho),
    moodle: moodleOf(values, real.moodle),
    webhooks: {
      zoho: zohoProofs(values, real.zoho),
      moodle: { secrets: values.MOODLE_WEBHOOK_SECRET ?? [demoSecrets.MOODLE_WEBHOOK_SECRET] },
    },
  }
}

/** The configuration of this process. The only place that reads the environment. */
export const configFromEnvironment = (): Config => readConfig(process.env)

function keysOf({ ENCRYPTION_KEY }: Values): Config['encryptionKeys'] {
  const [first, ...older] = ENCRYPTION_KEY ?? encryptionKeys.parse(demoSecrets.ENCRYPTION_KEY)
  if (first === undefined) throw new TypeError('An ENCRYPTION_KEY without a key passed its own check')
  return [first, ...older]
}

/** The demo credentials below are reached by a simulated system only: for a real one a missing value was refused before. */
function zohoOf(values: Values, isReal: boolean): ZohoConfig {
  const credentials = {
    clientId: values.ZOHO_CLIENT_ID ?? demoSecrets.ZOHO_CLIENT_ID,
    clientSecret: values.ZOHO_CLIENT_SECRET ?? demoSecrets.ZOHO_CLIENT_SECRET,
    refreshToken: values.ZOHO_REFRESH_TOKEN ?? demoSecrets.ZOHO_REFRESH_TOKEN,
  }
  if (!isReal) return { kind: 'simulated', ...credentials }
  const dataCentre = values.ZOHO_DC ?? 'com'
  const accountsUrl = values.ZOHO_ACCOUNTS_URL ?? accountsUrlOf(dataCentre)
  return { kind: 'real', dataCentre, accountsUrl, apiUrl: values.ZOHO_API_URL, ...credentials }
}

function moodleOf({ MOODLE_BASE_URL, MOODLE_TOKEN = demoSecrets.MOODLE_TOKEN }: Values, isReal: boolean): MoodleConfig {
  if (!isReal || MOODLE_BASE_URL === undefined) return { kind: 'simulated', token: MOODLE_TOKEN }
  return { kind: 'real', baseUrl: MOODLE_BASE_URL, token: MOODLE_TOKEN }
}

/** A real Zoho is never believed for a demo secret: a proof that was not set is one that nobody can give. */
function zohoProofs({ ZOHO_WEBHOOK_SECRET, ZOHO_WEBHOOK_TOKEN }: Values, isReal: boolean): Config['webhooks']['zoho'] {
  return {
    secrets: ZOHO_WEBHOOK_SECRET ?? (isReal ? [] : [demoSecrets.ZOHO_WEBHOOK_SECRET]),
    tokens: ZOHO_WEBHOOK_TOKEN ?? (isReal ? [] : [demoSecrets.ZOHO_WEBHOOK_TOKEN]),
  }
}
