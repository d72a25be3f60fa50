import { z } from 'zod'
import { databaseUrl, systemAddress, zohoDataCentre, zohoDataCentres } from './addresses.ts'
import type { ConfigProblem } from './config-error.ts'
import { encryptionKeys, signingSecrets, staticTokens } from './secret-lists.ts'

export const DEFAULT_PORT = 8001
export const DEFAULT_SIMULATOR_PORT = 8002

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: ({ input }) => `is "${input}", which is none of its values` })

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: ({ input }) => `is "${input}", which is no whole number` })
    .transform(Number)
    .refine((number) => number >= from && number <= to, { error: `is not between ${from} and ${to}` })

const text = z.string()
const newSecret = 'Make one with "openssl rand -hex 32".'

/** Every variable that the service reads: the shape of its value, and how to correct it. Kept in step with .env.example by a test. */
export const variables = {
  ENVIRONMENT: { shape: oneOf(['development', 'test', 'production']), fix: 'Use development, test or production.' },
  PORT: { shape: wholeNumber(0, 65535), fix: 'Use a port such as 8001.' },
  LOG_LEVEL: {
    shape: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    fix: 'Use fatal, error, warn, info, debug, trace or silent.',
  },
  DATA_DIR: { shape: text, fix: 'Name a folder.' },
  SIMULATOR_PORT: { shape: wholeNumber(0, 65535), fix: 'Use a port such as 8002, another than PORT.' },
  ALLOW_MIXED: { shape: oneOf(['0', '1']), fix: 'Use 1 to allow a real system beside a simulated one, else leave it out.' },
  DATABASE_URL: { shape: databaseUrl, fix: 'Write it as postgres://user:password@host:5432/database.' },
  DATABASE_POOL_SIZE: { shape: wholeNumber(2, 500), fix: 'Use a number of connections such as 10.' },
  DATABASE_PREPARED_STATEMENTS: { shape: oneOf(['on', 'off']), fix: 'Use on, or off behind PgBouncer in transaction mode.' },
  ENCRYPTION_KEY: { shape: encryptionKeys, fix: 'Write it as <id>:<key>, the key from "openssl rand -base64 32".' },
  MOODLE_BASE_URL: { shape: systemAddress, fix: 'Give the address of the Moodle site, such as https://moodle.college.example.' },
  MOODLE_TOKEN: { shape: text, fix: "Give the token of the service's web service user in Moodle." },
  MOODLE_WEBHOOK_SECRET: { shape: signingSecrets, fix: `${newSecret} Enter the same in the Moodle plugin.` },
  ZOHO_CLIENT_ID: { shape: text, fix: 'Give the id of the client made in the Zoho API console.' },
  ZOHO_CLIENT_SECRET: { shape: text, fix: 'Give the secret of the client made in the Zoho API console.' },
  ZOHO_REFRESH_TOKEN: { shape: text, fix: 'Give the refresh token that Zoho granted to this client.' },
  ZOHO_DC: {
    shape: zohoDataCentre,
    fix: `Use one of ${zohoDataCentres.join(', ')}, or its address such as https://www.zohoapis.com.`,
  },
  ZOHO_ACCOUNTS_URL: {
    shape: systemAddress,
    fix: 'Give the address that grants tokens, such as https://accounts.zoho.eu, or leave it out.',
  },
  ZOHO_API_URL: {
    shape: systemAddress,
    fix: 'Give the address of a sandbox, such as https://sandbox.zohoapis.eu, or leave it out.',
  },
  ZOHO_WEBHOOK_SECRET: { shape: signingSecrets, fix: `${newSecret} Enter the same in Zoho.` },
  ZOHO_WEBHOOK_TOKEN: { shape: staticTokens, fix: `${newSecret} Enter the same in the header of the Zoho workflow's webhook.` },
} as const satisfies Record<string, { shape: z.ZodType<unknown, string>; fix: string }>

export type Variable = keyof typeof variables

/** What could be read: wrong values are absent here and stand among the problems. */
export type Values = { [Name in Variable]?: z.output<(typeof variables)[Name]['shape']> }

/** Reads each variable for itself, so that one wrong value hides no other. An empty value counts as absent. */
export function readVariables(env: Record<string, string | undefined>): { values: Values; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = []
  const read = (Object.keys(variables) as Variable[]).flatMap((variable) => {
    const given = env[variable]?.trim()
    if (given === undefined || given === '') return []
    const { shape, fix } = variables[variable]
    const result = shape.safeParse(given)
    if (result.success) return [[variable, result.data]]
    problems.push({ variable, problem: result.error.issues[0]?.message ?? 'is wrong', fix })
    return []
  })
  // Each name stands beside the value its own shape made, which a loop over names cannot tell the compiler.
  return { values: Object.fromEntries(read) as Values, problems }
}
