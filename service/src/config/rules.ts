import { isLoopback } from './addresses.ts'
import type { ConfigProblem } from './config-error.ts'
import { isDemoSecret, isSecretVariable } from './demo-secrets.ts'
import { DEFAULT_PORT, DEFAULT_SIMULATOR_PORT, type Values, type Variable, variables } from './variables.ts'

type Environment = Record<string, string | undefined>

/** What makes a system a real one: an address or a credential. A webhook secret alone does not; it also fits a simulated system. */
const SIGNS_OF_ZOHO = ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN', 'ZOHO_API_URL', 'ZOHO_ACCOUNTS_URL'] as const
const SIGNS_OF_MOODLE = ['MOODLE_BASE_URL', 'MOODLE_TOKEN'] as const

/** Which systems the environment means to be real. Simulators are for trying out, so in production every system is. */
export function realSystems(env: Environment): { zoho: boolean; moodle: boolean } {
  const any = (names: readonly Variable[]) => names.some((name) => isGiven(env, name)) || env.ENVIRONMENT?.trim() === 'production'
  return { zoho: any(SIGNS_OF_ZOHO), moodle: any(SIGNS_OF_MOODLE) }
}

/** The rules that look at more than one variable. `values` holds the readable ones, `env` says which were given at all. */
export function brokenRules(env: Environment, values: Values): ConfigProblem[] {
  return [
    ...missing(env),
    ...mixed(env),
    ...demoInProduction(env),
    ...halfSimulatedZoho(env, values),
    ...sharedSecrets(values),
    ...samePort(env, values),
  ]
}

function missing(env: Environment): ConfigProblem[] {
  const real = realSystems(env)
  const needed: Variable[] = [
    ...(real.zoho || real.moodle ? (['ENCRYPTION_KEY'] as const) : []),
    ...(real.zoho ? (['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'] as const) : []),
    ...(real.moodle ? (['MOODLE_BASE_URL', 'MOODLE_TOKEN', 'MOODLE_WEBHOOK_SECRET'] as const) : []),
  ]
  const problems: ConfigProblem[] = needed
    .filter((variable) => !isGiven(env, variable))
    .map((variable) => ({ variable, problem: 'is missing', fix: variables[variable].fix }))
  if (real.zoho && !isGiven(env, 'ZOHO_WEBHOOK_SECRET') && !isGiven(env, 'ZOHO_WEBHOOK_TOKEN')) {
    problems.push({
      variable: 'ZOHO_WEBHOOK_TOKEN',
      problem: 'is missing, and so is ZOHO_WEBHOOK_SECRET',
      fix: `${variables.ZOHO_WEBHOOK_TOKEN.fix} (Only a sender that can sign uses ZOHO_WEBHOOK_SECRET.)`,
    })
  }
  return problems
}

function mixed(env: Environment): ConfigProblem[] {
  const real = realSystems(env)
  if (real.zoho === real.moodle || env.ALLOW_MIXED?.trim() === '1') return []
  const [there, absent] = real.zoho ? ['Zoho', 'Moodle'] : ['Moodle', 'Zoho']
  return [
    {
      variable: 'ALLOW_MIXED',
      problem: `is not 1, though ${there} is a real system and ${absent} would be a simulated one`,
      fix: `Set the ${absent.toUpperCase()}_ variables, or ALLOW_MIXED=1 if invented people may meet real ones.`,
    },
  ]
}

function demoInProduction(env: Environment): ConfigProblem[] {
  if (env.ENVIRONMENT?.trim() !== 'production') return []
  return (Object.keys(variables) as Variable[])
    .filter((variable) => isSecretVariable(variable) && isDemoSecret(env[variable] ?? ''))
    .map((variable) => ({ variable, problem: 'is a demo secret, which everybody knows', fix: variables[variable].fix }))
}

/** Sending a simulator's credentials to Zoho, or Zoho's to a simulator, helps nobody. */
function halfSimulatedZoho(env: Environment, { ZOHO_API_URL, ZOHO_ACCOUNTS_URL }: Values): ConfigProblem[] {
  const pairs = [
    ['ZOHO_API_URL', ZOHO_API_URL, 'ZOHO_ACCOUNTS_URL'],
    ['ZOHO_ACCOUNTS_URL', ZOHO_ACCOUNTS_URL, 'ZOHO_API_URL'],
  ] as const
  return pairs
    .filter(([, address, other]) => address !== undefined && isLoopback(address) && !isGiven(env, other))
    .map(([variable, , other]) => ({
      variable: other,
      problem: `is missing, though ${variable} leads to this machine`,
      fix: 'Give both, so that tokens and records come from one system.',
    }))
}

/** The door tells its proofs apart by the secret; a signing secret must not travel in the clear as a token. */
function sharedSecrets({
  ZOHO_WEBHOOK_TOKEN = [],
  ZOHO_WEBHOOK_SECRET = [],
  MOODLE_WEBHOOK_SECRET = [],
}: Values): ConfigProblem[] {
  const signing = new Set([...ZOHO_WEBHOOK_SECRET, ...MOODLE_WEBHOOK_SECRET])
  if (!ZOHO_WEBHOOK_TOKEN.some((token) => signing.has(token))) return []
  return [
    {
      variable: 'ZOHO_WEBHOOK_TOKEN',
      problem: 'has an entry that is also a signing secret',
      fix: variables.ZOHO_WEBHOOK_TOKEN.fix,
    },
  ]
}

function samePort(env: Environment, { PORT = DEFAULT_PORT, SIMULATOR_PORT = DEFAULT_SIMULATOR_PORT }: Values): ConfigProblem[] {
  const real = realSystems(env)
  if (PORT === 0 || PORT !== SIMULATOR_PORT || (real.zoho && real.moodle)) return []
  return [{ variable: 'SIMULATOR_PORT', problem: `would be ${PORT}, and so is PORT`, fix: variables.SIMULATOR_PORT.fix }]
}

const isGiven = (env: Environment, variable: Variable): boolean => (env[variable] ?? '').trim() !== ''
