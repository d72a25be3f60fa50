import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { RejectedError, type System } from '../../domain/errors.ts'
import { digestOf, type SystemKeys } from '../../tenants/door-keys.ts'
import { anyOf, isSigned, isStandardSigned } from './signature.ts'

/** What a sender proved itself with. */
export type Proof =
  | { by: 'signature' }
  /** Standard Webhooks, whose `webhook-id` is the event's id. */
  | { by: 'standard'; id: string }
  /** A fixed token, because a Zoho workflow cannot sign (reference/zoho.md §4.2). It vouches for ids only. */
  | { by: 'token' }

const signatureHeaders = { zoho: 'x-zoho-signature', moodle: 'x-moodle-signature' } as const satisfies Record<System, string>

/** The same for every wrong proof and every unknown college, so that a stranger learns nothing. */
export const unauthorized = () => new RejectedError('webhook.unauthorized', {}, 401)

/**
 * Proves that the body comes from somebody who holds a secret. The strongest proof that was given must hold: a wrong signature is not
 * made good by a token beside it.
 * @throws RejectedError `webhook.unauthorized`
 */
export function prove(system: System, keys: SystemKeys, headers: IncomingHttpHeaders, body: Buffer, nowMs: number): Proof {
  const signature = textOf(headers[signatureHeaders[system]])
  if (signature !== undefined) {
    if (isSigned(keys.signing, signature, body, nowMs)) return { by: 'signature' }
    throw unauthorized()
  }
  const signatures = textOf(headers['webhook-signature'])
  if (signatures !== undefined) {
    const [id, timestamp] = [textOf(headers['webhook-id']), textOf(headers['webhook-timestamp'])]
    if (
      id !== undefined &&
      timestamp !== undefined &&
      isStandardSigned(keys.standard, { id, timestamp, signatures }, body, nowMs)
    ) {
      return { by: 'standard', id }
    }
    throw unauthorized()
  }
  const token = textOf(headers['x-campusbridge-token'])
  if (token !== undefined && isOneOf(keys.tokenDigests, token)) return { by: 'token' }
  throw unauthorized()
}

/** Digests have one length, so the comparison takes the same time whatever was sent. */
function isOneOf(digests: readonly Buffer[], token: string): boolean {
  const given = digestOf(Buffer.from(token, 'latin1'))
  return anyOf(digests, (digest) => timingSafeEqual(digest, given))
}

const textOf = (header: string | string[] | undefined): string | undefined => (typeof header === 'string' ? header : undefined)
