import { z } from 'zod'

/** A key for what is stored encrypted. Its id is stored beside each value, so that older keys can still read what they wrote. */
export type EncryptionKey = { id: string; key: Buffer }

const KEY_BYTES = 32
/** A static token is sent as it is with each call; it must not be guessed. */
const TOKEN_BYTES = 32

const entriesOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/** A comma list, in which every entry counts: so a secret can be replaced without a moment at which a sender is refused. */
const list = z.string().transform((text, context): string[] => {
  const entries = entriesOf(text)
  if (entries.length === 0) context.addIssue({ code: 'custom', message: 'has only commas' })
  return entries
})

/** Secrets that sign webhooks. After `whsec_` stands base64 (the Standard Webhooks way), anything else is taken as it is. */
export const signingSecrets = list.refine(
  (entries) => entries.every((entry) => !entry.startsWith('whsec_') || isBase64(entry.slice(6))),
  {
    error: 'has an entry that begins with whsec_ and does not go on in base64',
  },
)

/** Tokens that a webhook carries instead of a signature. */
export const staticTokens = list.refine((entries) => entries.every((entry) => Buffer.byteLength(entry) >= TOKEN_BYTES), {
  error: `has an entry shorter than ${TOKEN_BYTES} bytes`,
})

/** `<id>:<base64 of 32 bytes>`, a comma list. */
export const encryptionKeys = list.transform((entries, context): EncryptionKey[] => {
  const fail = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const keys = entries.map((entry) => {
    const [, id, key] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(entry) ?? []
    return id === undefined || key === undefined || !isBase64(key) ? undefined : { id, key: Buffer.from(key, 'base64') }
  })
  const complete = keys.filter((key) => key !== undefined)
  if (complete.length < keys.length) return fail('has an entry that is not <id>:<base64>')
  if (complete.some(({ key }) => key.length !== KEY_BYTES)) return fail(`has a key that is not ${KEY_BYTES} bytes long`)
  if (new Set(complete.map(({ id }) => id)).size < complete.length) return fail('has two keys with one id')
  return complete
})

const isBase64 = (text: string): boolean =>
  text !== '' && Buffer.from(text, 'base64').toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
