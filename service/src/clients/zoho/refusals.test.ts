import { describe, expect, test } from 'vitest'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { zohoId } from '../../domain/ids.ts'
import { errorOf, isTokenRefused } from './refusals.ts'
import { coqlRequest, oneRequest } from './request.ts'

const request = oneRequest('BTEC_Students', zohoId('5725767000000100001'), ['id'])
const operation = 'GET /crm/v8/BTEC_Students/{id}'

const refuse = (status: number, body: unknown, creditsRemaining?: number) => errorOf(request, { status, body, creditsRemaining })
const coded = (code: string, details: Record<string, unknown> = {}) => ({ code, details, message: '', status: 'error' })

describe('what a refusal of Zoho means', () => {
  test.each([
    [401, 'INVALID_TOKEN', 'zoho.token_refused', {}],
    [401, 'AUTHENTICATION_FAILURE', 'zoho.token_refused', {}],
    [401, 'OAUTH_SCOPE_MISMATCH', 'zoho.scope_missing', { operation }],
    [403, 'NO_PERMISSION', 'zoho.no_permission', { operation }],
    [400, 'AUTHORIZATION_FAILED', 'zoho.no_permission', { operation }],
    [400, 'INVALID_MODULE', 'zoho.module_missing', { module: 'BTEC_Students' }],
    [404, 'INVALID_URL_PATTERN', 'zoho.call_refused', { operation, zohoCode: 'INVALID_URL_PATTERN' }],
  ])('HTTP %i %s would hit every record alike: the connection is held', (status, code, ours, params) => {
    const error = refuse(status, coded(code))
    expect(error).toBeInstanceOf(SystemHeldError)
    expect(error).toMatchObject({ code: ours, params, system: 'zoho' })
  })

  test.each([
    [500, coded('INTERNAL_ERROR'), 'zoho.unreachable', { reason: 'INTERNAL_ERROR' }],
    [400, coded('DEPENDENT_SERVICE_ERROR'), 'zoho.unreachable', { reason: 'DEPENDENT_SERVICE_ERROR' }],
    [502, undefined, 'zoho.unreachable', { reason: 'HTTP 502' }],
    [404, undefined, 'zoho.unreachable', { reason: 'HTTP 404' }],
    [200, undefined, 'zoho.unreachable', { reason: 'HTTP 200' }],
    [429, coded('TOO_MANY_REQUESTS'), 'zoho.busy', {}],
    [429, undefined, 'zoho.busy', {}],
    [412, coded('ALREADY_MODIFIED'), 'zoho.record_moved', {}],
    [400, coded('SYNTAX_ERROR'), 'zoho.call_refused', { operation, zohoCode: 'SYNTAX_ERROR' }],
    [400, coded('SOMETHING_NEW'), 'zoho.call_refused', { operation, zohoCode: 'SOMETHING_NEW' }],
  ])('HTTP %i passes by itself, or after a few tries a person looks', (status, body, ours, params) => {
    const error = refuse(status, body)
    expect(error).toBeInstanceOf(RetryLaterError)
    expect(error).toMatchObject({ code: ours, params })
    const isOutage = ours === 'zoho.unreachable' || ours === 'zoho.busy'
    expect(error).toHaveProperty('system', isOutage ? 'zoho' : undefined)
  })

  test('a 429 with the credits nearly spent is the day’s limit, otherwise only a crowd', () => {
    expect(refuse(429, coded('TOO_MANY_REQUESTS'), 3)).toMatchObject({ code: 'zoho.credits_spent', retryAfterMs: 900_000 })
    expect(refuse(429, coded('TOO_MANY_REQUESTS'), 20_000)).toMatchObject({ code: 'zoho.busy' })
  })

  test('a column that is not there is named', () => {
    const query = coqlRequest({ module: 'BTEC_Students', fields: ['id', 'City'], where: 'id is not null', limit: 1 })
    const body = coded('INVALID_QUERY', { column_name: 'City', clause: 'select' })
    expect(errorOf(query, { status: 400, body, creditsRemaining: undefined })).toMatchObject({
      code: 'zoho.field_missing',
      params: { module: 'BTEC_Students', field: 'City' },
    })
  })

  test('only a refused token is worth another token', () => {
    expect(isTokenRefused({ status: 401, body: coded('INVALID_TOKEN') })).toBe(true)
    expect(isTokenRefused({ status: 401, body: coded('AUTHENTICATION_FAILURE') })).toBe(true)
    expect(isTokenRefused({ status: 401, body: coded('OAUTH_SCOPE_MISMATCH') })).toBe(false)
    expect(isTokenRefused({ status: 401, body: undefined })).toBe(false)
    expect(isTokenRefused({ status: 200, body: { data: [] } })).toBe(false)
  })
})
