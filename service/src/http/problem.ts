import { isUnreachable } from '../db/database-errors.ts'
import type { Code } from '../domain/codes.ts'
import { CodedError, RejectedError, RetryLaterError, SystemHeldError } from '../domain/errors.ts'
import { say } from '../words/words.ts'

/** How soon a sender may come back when it is us who cannot serve it. */
const RETRY_AFTER_SECONDS = 5

/** `application/problem+json` (RFC 9457), with our code, the field that is wrong and what to do about it. */
export type Problem = { type: string; title: string; status: number; detail: string; code: Code; field?: string; fix: string }

export type Refusal = { problem: Problem; headers: Record<string, string> }

type Params = Record<string, string | number>

/** An error as its answer. What we do not know is our own fault, and tells nothing of our insides. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof RejectedError) return refusal(error.code, error.params, error.httpStatus)
  if (isUnreachable(error)) return later('database.unreachable', {}, undefined)
  if (error instanceof RetryLaterError || error instanceof SystemHeldError)
    return later(error.code, error.params, error.retryAfterMs)
  const status = statusOf(error)
  if (!(error instanceof CodedError) && status >= 400 && status < 500) return refusal('api.invalid', mistakeOf(error), status)
  return refusal('service.unexpected', { reference: requestId }, 500)
}

const refusal = (code: Code, params: Params, status: number): Refusal => ({
  problem: problemOf(code, params, status),
  headers: headersOf(code, params),
})

function later(code: Code, params: Params, retryAfterMs: number | undefined): Refusal {
  const seconds = retryAfterMs === undefined ? RETRY_AFTER_SECONDS : Math.max(1, Math.ceil(retryAfterMs / 1000))
  return { problem: problemOf(code, params, 503), headers: { 'retry-after': String(seconds) } }
}

export function problemOf(code: Code, params: Params, status: number): Problem {
  const { what, why, todo } = say(code, params)
  const field = fieldOf(code, params)
  return {
    type: `urn:campusbridge:problem:${code}`,
    title: what,
    status,
    detail: why === '' ? what : why,
    code,
    ...(field === undefined ? {} : { field }),
    fix: todo,
  }
}

function fieldOf(code: Code, params: Params): string | undefined {
  if (code === 'webhook.module_mismatch') return 'module'
  if (code === 'webhook.event_type_mismatch') return 'event_type'
  return params.field === undefined ? undefined : String(params.field)
}

function headersOf(code: Code, params: Params): Record<string, string> {
  if (code === 'webhook.unauthorized') return { 'www-authenticate': 'Campusbridge-Webhook' }
  if (code === 'api.unauthorized') return { 'www-authenticate': 'Bearer' }
  if (params.retryAfterSeconds !== undefined) return { 'retry-after': String(params.retryAfterSeconds) }
  return {}
}

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500

/** What Fastify or a schema says about a request, with the field it names first. */
function mistakeOf(error: unknown): { field: string; expected: string } {
  const [first] = validationOf(error)
  if (first === undefined) return { field: 'request', expected: error instanceof Error ? error.message : 'another request' }
  const field = (first.instancePath ?? '').split('/').filter(Boolean).join('.')
  return { field: field === '' ? 'request' : field, expected: first.message ?? 'another value' }
}

function validationOf(error: unknown): { instancePath?: string; message?: string }[] {
  return error instanceof Error && 'validation' in error && Array.isArray(error.validation)
    ? (error.validation as { instancePath?: string; message?: string }[])
    : []
}
