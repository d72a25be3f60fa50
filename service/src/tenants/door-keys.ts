import { createHash, createSecretKey, type KeyObject } from 'node:crypto'

/** What a sender of one system may prove itself with. Several at a time, so that a secret can be changed without a gap. */
export type SystemSecrets = { secrets: readonly string[]; tokens?: readonly string[] }

/** What one college's senders may prove themselves with. */
export type DoorSecrets = { zoho: SystemSecrets; moodle: SystemSecrets }

/** The same, ready to compare with. A KeyObject, because signing with a Buffer as the key costs five times as much. */
export type SystemKeys = {
  /** For `t=…,v1=…`: the UTF-8 bytes of the secret. */
  signing: readonly KeyObject[]
  /** For Standard Webhooks: what stands behind `whsec_` in base64, otherwise the UTF-8 bytes. */
  standard: readonly KeyObject[]
  /** SHA-256 of each token: all of one length, whatever a stranger sends. */
  tokenDigests: readonly Buffer[]
}

export type DoorKeys = { zoho: SystemKeys; moodle: SystemKeys }

const STANDARD_PREFIX = 'whsec_'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** @throws TypeError for a secret that would prove nothing: an empty one, or `whsec_` with something else than base64 behind it */
export const doorKeysOf = ({ zoho, moodle }: DoorSecrets): DoorKeys => ({
  zoho: systemKeysOf(zoho),
  moodle: systemKeysOf(moodle),
})

const systemKeysOf = ({ secrets, tokens = [] }: SystemSecrets): SystemKeys => ({
  signing: secrets.map((secret) => createSecretKey(notEmpty(Buffer.from(secret, 'utf8')))),
  standard: secrets.map((secret) => createSecretKey(standardBytes(secret))),
  tokenDigests: tokens.map((token) => digestOf(notEmpty(Buffer.from(token, 'utf8')))),
})

function standardBytes(secret: string): Buffer {
  if (!secret.startsWith(STANDARD_PREFIX)) return Buffer.from(secret, 'utf8')
  const encoded = secret.slice(STANDARD_PREFIX.length)
  if (!BASE64.test(encoded)) throw new TypeError('A webhook secret that begins with whsec_ must go on in base64')
  return notEmpty(Buffer.from(encoded, 'base64'))
}

function notEmpty(bytes: Buffer): Buffer {
  if (bytes.length === 0) throw new TypeError('An empty webhook secret would let everybody in')
  return bytes
}

export const digestOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
