import { z } from 'zod'
import { type CodedError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { unreachable } from './exchange.ts'
import { operationOf, type ZohoRequest } from './request.ts'

/** An answer as far as refusing goes. `body` is undefined when it was empty or no JSON. */
export type Refusal = { status: number; body: unknown; creditsRemaining: number | undefined }

const refusalBody = z.object({ code: z.string(), details: z.record(z.string(), z.unknown()).catch({}) })

type Circumstances = {
  module: string
  operation: string
  code: string
  details: Record<string, unknown>
  creditsRemaining: number | undefined
}

/** Fewer left than this, and a 429 means the day's credits rather than too many calls at once: Zoho's code is the same. */
const NEARLY_SPENT = 20
/** Credits come back over a rolling day, a few each minute. */
const CREDITS_AGAIN_MS = 15 * 60_000

const held = {
  token: () => new SystemHeldError('zoho', 'zoho.token_refused', {}),
  scope: ({ operation }: Circumstances) => new SystemHeldError('zoho', 'zoho.scope_missing', { operation }),
  permission: ({ operation }: Circumstances) => new SystemHeldError('zoho', 'zoho.no_permission', { operation }),
  module: ({ module }: Circumstances) => new SystemHeldError('zoho', 'zoho.module_missing', { module }),
  call: ({ operation, code }: Circumstances) => new SystemHeldError('zoho', 'zoho.call_refused', { operation, zohoCode: code }),
  /** A query names its columns and its module in the text; either may be the one that is not there. */
  query: (at: Circumstances) => {
    const { column_name: column, module } = at.details
    if (typeof column === 'string') return new SystemHeldError('zoho', 'zoho.field_missing', { module: at.module, field: column })
    return typeof module === 'string' ? held.module(at) : later.refused(at)
  },
}
const later = {
  busy: ({ creditsRemaining }: Circumstances) =>
    creditsRemaining !== undefined && creditsRemaining < NEARLY_SPENT
      ? new SystemHeldError('zoho', 'zoho.credits_spent', {}, { retryAfterMs: CREDITS_AGAIN_MS })
      : new RetryLaterError('zoho.busy', {}, { system: 'zoho' }),
  unwell: ({ code }: Circumstances) => unreachable(code),
  // Zoho is well, only this record or this question is not: no system is named, so the breaker does not count it.
  moved: () => new RetryLaterError('zoho.record_moved', {}),
  locked: () => new RetryLaterError('zoho.record_locked', {}),
  refused: ({ operation, code }: Circumstances) => new RetryLaterError('zoho.call_refused', { operation, zohoCode: code }),
}

/** What Zoho's codes mean for us (reference/zoho.md §2.7): by code, never by text, and by status only where there is no code. */
const table: Record<string, (at: Circumstances) => CodedError> = {
  INVALID_TOKEN: held.token,
  AUTHENTICATION_FAILURE: held.token,
  OAUTH_SCOPE_MISMATCH: held.scope,
  NO_PERMISSION: held.permission,
  AUTHORIZATION_FAILED: held.permission,
  INVALID_MODULE: held.module,
  INVALID_QUERY: held.query,
  INVALID_URL_PATTERN: held.call,
  INVALID_REQUEST_METHOD: held.call,
  REQUIRED_PARAM_MISSING: held.call,
  EXPECTED_PARAM_MISSING: held.call,
  LIMIT_EXCEEDED: held.call,
  API_NOT_SUPPORTED: held.call,
  FEATURE_NOT_SUPPORTED: held.call,
  FEATURE_NOT_ENABLED: held.call,
  TOO_MANY_REQUESTS: later.busy,
  ALREADY_MODIFIED: later.moved,
  RECORD_LOCKED: later.locked,
  INTERNAL_ERROR: later.unwell,
  INTERNAL_SERVER_ERROR: later.unwell,
  DEPENDENT_SERVICE_ERROR: later.unwell,
}

/** Whether a new token may help. A missing scope does not: that would refresh for ever. */
export const isTokenRefused = ({ status, body }: Pick<Refusal, 'status' | 'body'>): boolean =>
  status === 401 && ['INVALID_TOKEN', 'AUTHENTICATION_FAILURE'].includes(refusalBody.safeParse(body).data?.code ?? '')

/** The refusal of a whole request, in our words. */
export function errorOf(request: ZohoRequest, { status, body, creditsRemaining }: Refusal): CodedError {
  const { code = '', details = {} } = refusalBody.safeParse(body).data ?? {}
  const at = { module: request.module ?? '', operation: operationOf(request), code, details, creditsRemaining }
  const known = Object.hasOwn(table, code) ? table[code] : undefined
  if (known !== undefined) return known(at)
  if (status === 429) return later.busy(at)
  // Without a code it was not Zoho's API that answered, but something before it: a proxy, a firewall, the wrong host.
  if (status >= 500 || code === '') return unreachable(`HTTP ${status}`)
  return later.refused(at)
}
