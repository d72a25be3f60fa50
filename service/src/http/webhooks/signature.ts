import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

/** How far the sender's clock may be from ours, in both directions: an older message may be a replay, a newer one is one in the making. */
const TOLERANCE_SECONDS = 300

const HEADER = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/i
const SECONDS = /^\d{1,12}$/

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`. Works on raw bytes: parsing first would change them. */
export function isSigned(keys: readonly KeyObject[], header: string, body: Buffer, nowMs: number): boolean {
  const [, sentAt, signature] = HEADER.exec(header) ?? []
  if (sentAt === undefined || signature === undefined || !isRecent(sentAt, nowMs)) return false
  const given = Buffer.from(signature, 'hex')
  return anyOf(keys, (key) => timingSafeEqual(hmac(key, `${sentAt}.`, body), given))
}

export type StandardHeaders = { id: string; timestamp: string; signatures: string }

/** The Standard Webhooks way: `v1,<base64 HMAC-SHA256 of "<id>.<timestamp>.<raw body>">`, several separated by spaces. */
export function isStandardSigned(keys: readonly KeyObject[], headers: StandardHeaders, body: Buffer, nowMs: number): boolean {
  const { id, timestamp, signatures } = headers
  if (!SECONDS.test(timestamp) || !isRecent(timestamp, nowMs)) return false
  const given = signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
  return anyOf(keys, (key) => {
    const expected = hmac(key, `${id}.${timestamp}.`, body)
    return anyOf(given, (signature) => signature.length === expected.length && timingSafeEqual(signature, expected))
  })
}

/** Header values reach us as one character per byte; as such they were signed. */
const hmac = (key: KeyObject, prefix: string, body: Buffer): Buffer =>
  createHmac('sha256', key).update(prefix, 'latin1').update(body).digest()

const isRecent = (seconds: string, nowMs: number): boolean => Math.abs(nowMs / 1000 - Number(seconds)) <= TOLERANCE_SECONDS

/** Like `some`, but tries all of them, so that the time taken does not tell which one held. */
export function anyOf<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  let found = false
  for (const item of items) found = holds(item) || found
  return found
}
