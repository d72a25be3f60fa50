import { z } from 'zod'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { jsonOf, unreachable } from './exchange.ts'

/** What the accounts server said to a refresh. */
export type TokenAnswer =
  | { kind: 'granted'; accessToken: string; expiresInMs: number; apiDomain: string | undefined }
  /** Asked too often; asking again inside ten minutes lengthens the wait. */
  | { kind: 'throttled' }
  | { kind: 'failed'; error: SystemHeldError | RetryLaterError }

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  api_domain: z.string().optional(),
})
const refused = z.object({ error: z.string() })

const aboutTheConsent = new Set(['invalid_code', 'invalid_grant', 'invalid_token'])
const aboutTheClient = new Set([
  'invalid_client',
  'invalid_client_secret',
  'invalid_redirect_uri',
  'unauthorized_client',
  'invalid_scope',
])

/** Errors come with HTTP 200 as well as 400, so only the body counts; a page of HTML is somebody in between (reference/zoho.md §1.2). */
export function readTokenAnswer(status: number, text: string): TokenAnswer {
  const body = jsonOf(text)
  const refusal = refused.safeParse(body)
  if (refusal.success) return readRefusal(refusal.data.error)
  const grant = granted.safeParse(body)
  if (grant.success && status < 300) {
    const { access_token, expires_in, api_domain } = grant.data
    return { kind: 'granted', accessToken: access_token, expiresInMs: expires_in * 1000, apiDomain: api_domain }
  }
  if (status === 429) return { kind: 'throttled' }
  if (body === undefined || status >= 500) return { kind: 'failed', error: unreachable(`token: HTTP ${status}`) }
  const [issue] = grant.error?.issues ?? []
  const params = { operation: TOKEN_OPERATION, field: issue?.path.join('.') ?? '' }
  return { kind: 'failed', error: new RetryLaterError('zoho.answer_not_understood', params, { system: 'zoho' }) }
}

export const TOKEN_OPERATION = 'POST /oauth/v2/token'

function readRefusal(word: string): TokenAnswer {
  // Whatever else stands there is not repeated: it might be a secret of ours sent back.
  const error = /^[A-Za-z_ ]{1,60}$/.test(word) ? word : 'unknown'
  if (/^access[ _]denied$/i.test(error)) return { kind: 'throttled' }
  if (aboutTheConsent.has(error)) return { kind: 'failed', error: new SystemHeldError('zoho', 'zoho.consent_lost', { error }) }
  if (aboutTheClient.has(error)) return { kind: 'failed', error: new SystemHeldError('zoho', 'zoho.client_refused', { error }) }
  return { kind: 'failed', error: unreachable(`token: ${error}`) }
}
