import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { doorKeysOf } from '../../tenants/door-keys.ts'
import { isSigned, isStandardSigned } from './signature.ts'

const none = { secrets: [] }
const keysOf = (...secrets: string[]) => doorKeysOf({ zoho: { secrets }, moodle: none }).zoho
const prefixed = fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`)
const plain = fc.stringMatching(/^[!-~]{1,64}$/).filter((secret) => !secret.startsWith('whsec_') && !secret.includes(','))
const secret = fc.oneof(prefixed, plain)
const messageId = fc.stringMatching(/^[!-~]{1,60}$/)
const body = fc.string({ unit: 'grapheme', maxLength: 400 })

/** The reference implementation, which takes an unprefixed secret for base64 unless it is told that it is raw. */
const oracleOf = (value: string) => (value.startsWith('whsec_') ? new Webhook(value) : new Webhook(value, { format: 'raw' }))

test('what the standardwebhooks package signs, we accept', () => {
  fc.assert(
    fc.property(secret, messageId, body, (value, id, text) => {
      const at = new Date()
      const headers = {
        id,
        timestamp: String(Math.floor(at.getTime() / 1000)),
        signatures: oracleOf(value).sign(id, at, text),
      }
      expect(isStandardSigned(keysOf(value).standard, headers, Buffer.from(text), at.getTime())).toBe(true)
    }),
  )
})

test('what the standardwebhooks package refuses, we refuse, and the reverse', () => {
  const tampering = fc.constantFrom('nothing', 'id', 'timestamp', 'body', 'signature', 'secret', 'version', 'age')
  fc.assert(
    fc.property(secret, secret, messageId, body, tampering, (value, otherSecret, id, text, changed) => {
      const now = Date.now()
      const at = new Date(changed === 'age' ? now - 302_000 : now)
      const timestamp = Math.floor(at.getTime() / 1000)
      const signature = oracleOf(changed === 'secret' ? otherSecret : value).sign(id, at, text)
      const headers = {
        id: changed === 'id' ? `${id}x` : id,
        timestamp: String(changed === 'timestamp' ? timestamp + 1 : timestamp),
        signatures:
          changed === 'signature'
            ? `v1,${randomBytes(32).toString('base64')}`
            : signature.replace('v1,', changed === 'version' ? 'v2,' : 'v1,'),
      }
      const sent = changed === 'body' ? `${text} ` : text
      expect(isStandardSigned(keysOf(value).standard, headers, Buffer.from(sent), now)).toBe(
        acceptedByOracle(value, headers, sent),
      )
    }),
    { numRuns: 500 },
  )
})

function acceptedByOracle(value: string, headers: { id: string; timestamp: string; signatures: string }, text: string): boolean {
  try {
    oracleOf(value).verify(
      text,
      {
        'webhook-id': headers.id,
        'webhook-timestamp': headers.timestamp,
        'webhook-signature': headers.signatures,
      },
      { jsonParse: false },
    )
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

test('a signature holds for its secret, its second and its bytes, and for nothing else', () => {
  fc.assert(
    fc.property(
      plain,
      plain,
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: -600, max: 600 }),
      (value, other, bytes, skew) => {
        const now = 1_760_000_000
        const sent = now + skew
        const raw = Buffer.from(bytes)
        const hex = createHmac('sha256', value)
          .update(Buffer.concat([Buffer.from(`${sent}.`), raw]))
          .digest('hex')
        const at = now * 1000
        expect(isSigned(keysOf('another', value).signing, `t=${sent},v1=${hex}`, raw, at)).toBe(Math.abs(skew) <= 300)
        expect(isSigned(keysOf(value).signing, `t=${sent + 1},v1=${hex}`, raw, at)).toBe(false)
        expect(isSigned(keysOf(value).signing, `t=${sent},v1=${hex}`, Buffer.concat([raw, Buffer.from(' ')]), at)).toBe(false)
        expect(isSigned(keysOf(other).signing, `t=${sent},v1=${hex}`, raw, at)).toBe(other === value && Math.abs(skew) <= 300)
        expect(isSigned([], `t=${sent},v1=${hex}`, raw, at)).toBe(false)
      },
    ),
  )
})

test.each(['', 'whsec_', 'whsec_*'])('the secret "%s" would prove nothing, so no door is made with it', (value) => {
  expect(() => keysOf(value)).toThrow(TypeError)
})
