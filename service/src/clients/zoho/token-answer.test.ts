import { describe, expect, test } from 'vitest'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { readTokenAnswer } from './token-answer.ts'

const failureOf = (status: number, body: string) => {
  const answer = readTokenAnswer(status, body)
  if (answer.kind !== 'failed') throw new Error(`Not a failure: ${answer.kind}`)
  return answer.error
}

describe('what the accounts server says', () => {
  test('a token with its life and the address of the API is granted', () => {
    const body = { access_token: 'token', api_domain: 'https://www.zohoapis.eu', token_type: 'Bearer', expires_in: 3600 }
    expect(readTokenAnswer(200, JSON.stringify(body))).toEqual({
      kind: 'granted',
      accessToken: 'token',
      expiresInMs: 3_600_000,
      apiDomain: 'https://www.zohoapis.eu',
    })
  })

  test.each([200, 400])('"Access Denied" is a throttle, with HTTP %i', (status) => {
    const body = JSON.stringify({ error: 'Access Denied', error_description: 'Too many requests.', status: 'failure' })
    expect(readTokenAnswer(status, body)).toEqual({ kind: 'throttled' })
  })

  test.each([
    ['invalid_code', 'zoho.consent_lost'],
    ['invalid_client', 'zoho.client_refused'],
    ['invalid_client_secret', 'zoho.client_refused'],
    ['unauthorized_client', 'zoho.client_refused'],
    ['invalid_scope', 'zoho.client_refused'],
  ])('%s holds the connection although HTTP says 200', (error, code) => {
    for (const status of [200, 400]) {
      const failure = failureOf(status, JSON.stringify({ error }))
      expect(failure).toBeInstanceOf(SystemHeldError)
      expect(failure).toMatchObject({ code, params: { error }, system: 'zoho' })
    }
  })

  test.each([
    [200, '<html>Sign in</html>'],
    [502, ''],
    [404, '<h1>Not Found</h1>'],
    [200, '{"error":"general_error"}'],
  ])('a page, silence or an unknown word passes by itself (HTTP %i %s)', (status, body) => {
    const failure = failureOf(status, body)
    expect(failure).toBeInstanceOf(RetryLaterError)
    expect(failure).toMatchObject({ code: 'zoho.unreachable', system: 'zoho' })
  })

  test('a word that might be a secret sent back is not repeated', () => {
    expect(failureOf(200, JSON.stringify({ error: 'bad token 1000.abc.def' })).params).toEqual({ reason: 'token: unknown' })
  })

  test('an answer without a token is not taken for one', () => {
    expect(failureOf(200, '{"expires_in":3600}')).toMatchObject({
      code: 'zoho.answer_not_understood',
      params: { operation: 'POST /oauth/v2/token', field: 'access_token' },
    })
  })
})
