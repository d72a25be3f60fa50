import { z } from 'zod'
import { staticTokens } from '../config/secret-lists.ts'
import { variables } from '../config/variables.ts'
import type { System } from '../domain/errors.ts'
import type { DoorSecrets } from './door-keys.ts'

const text = z.string().min(1)

/**
 * How a college other than the default one reaches its systems, under the names and rules that the environment has for the default one.
 * Only a college of its own may let Moodle send a fixed token.
 */
export const connectionShapes = {
  zoho: z.strictObject({
    ZOHO_CLIENT_ID: text,
    ZOHO_CLIENT_SECRET: text,
    ZOHO_REFRESH_TOKEN: text,
    ZOHO_DC: variables.ZOHO_DC.shape,
    ZOHO_ACCOUNTS_URL: variables.ZOHO_ACCOUNTS_URL.shape.optional(),
    ZOHO_API_URL: variables.ZOHO_API_URL.shape.optional(),
    ZOHO_WEBHOOK_SECRET: variables.ZOHO_WEBHOOK_SECRET.shape.optional(),
    ZOHO_WEBHOOK_TOKEN: variables.ZOHO_WEBHOOK_TOKEN.shape.optional(),
  }),
  moodle: z.strictObject({
    MOODLE_BASE_URL: variables.MOODLE_BASE_URL.shape,
    MOODLE_TOKEN: text,
    MOODLE_WEBHOOK_SECRET: variables.MOODLE_WEBHOOK_SECRET.shape.optional(),
    MOODLE_WEBHOOK_TOKEN: staticTokens.optional(),
  }),
} as const satisfies Record<System, z.ZodType>

type Shapes = typeof connectionShapes
/** As it is written down and stored. */
export type ConnectionGiven = { [S in System]: z.input<Shapes[S]> }
/** As it is used: lists taken apart, addresses tidied. */
export type ConnectionSecrets = { [S in System]: z.output<Shapes[S]> }

/** What senders may prove themselves with. A system that is not connected lets nobody in. */
export function doorSecretsOf({ zoho, moodle }: { [S in System]: ConnectionSecrets[S] | undefined }): DoorSecrets {
  return {
    zoho: { secrets: zoho?.ZOHO_WEBHOOK_SECRET ?? [], tokens: zoho?.ZOHO_WEBHOOK_TOKEN ?? [] },
    moodle: { secrets: moodle?.MOODLE_WEBHOOK_SECRET ?? [], tokens: moodle?.MOODLE_WEBHOOK_TOKEN ?? [] },
  }
}

/** Whether a token is a signing secret too: it would travel in the clear, and whoever reads it there could sign. */
export function aTokenSigns({ zoho, moodle }: DoorSecrets): boolean {
  const signing = new Set([...zoho.secrets, ...moodle.secrets])
  return [...(zoho.tokens ?? []), ...(moodle.tokens ?? [])].some((token) => signing.has(token))
}

/** What to write for a name, for the person who got it wrong. Never holds a value. */
export function fixOf(name: string): string {
  if (name === 'MOODLE_WEBHOOK_TOKEN') return variables.ZOHO_WEBHOOK_TOKEN.fix
  return Object.hasOwn(variables, name) ? variables[name as keyof typeof variables].fix : 'There is no such name: leave it out.'
}
