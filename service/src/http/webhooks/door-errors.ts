import { isUnreachable } from '../../db/database-errors.ts'
import type { Code } from '../../domain/codes.ts'
import { CodedError, RejectedError, RetryLaterError } from '../../domain/errors.ts'
import { BODY_LIMIT_BYTES } from '../server.ts'
import { unstorable } from './refusals.ts'

/** PostgreSQL's classes for a value that cannot be stored, and for one that breaks a rule of the table. */
const BAD_ROW = /^2[23]...$/
const TOO_LARGE = 413

/** Whether the database refused this one hint, and would refuse it again. */
export const isBadRow = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && BAD_ROW.test(error.code)

/**
 * What the sender is told. It gives a hint up after a 4xx and comes back after a 503, so whatever is not the sender's own mistake is a
 * 503: an error nobody thought of must not cost a hint.
 * @param requestId finds an unexpected error in the log
 */
export function doorErrorOf(error: unknown, requestId: string): CodedError {
  if (error instanceof CodedError) return error
  if (isUnreachable(error)) return new RetryLaterError('database.unreachable', {}, { cause: error })
  if (isBadRow(error)) return unstorable('body')
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === TOO_LARGE) return new RejectedError('webhook.too_large', { limitBytes: BODY_LIMIT_BYTES }, TOO_LARGE)
  if (status >= 400 && status < 500) {
    return new RejectedError(
      'webhook.not_understood',
      { field: 'request', expected: error instanceof Error ? error.message : '' },
      status,
    )
  }
  return new RetryLaterError('service.unexpected', { reference: requestId }, { cause: error })
}

/** What one hint, or one request that held none, came to: for counting. */
export type DoorOutcome = {
  source: 'zoho' | 'moodle'
  result: 'accepted' | 'duplicate' | 'requeued' | 'refused'
  /** Why it was refused. */
  code?: Code
}
