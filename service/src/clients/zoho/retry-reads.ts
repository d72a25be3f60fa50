import { ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel'
import { type CodedError, RetryLaterError } from '../../domain/errors.ts'
import type { ZohoRequest } from './request.ts'

const isCoded = (code: CodedError['code']) => (error: unknown) => error instanceof RetryLaterError && error.code === code

/** Zoho says 429 both for "wait 200 ms" and for "wait hours", without Retry-After (reference/zoho.md §3): wait a little, then let the queue wait. */
const whenBusy = retry(handleWhen(isCoded('zoho.busy')), {
  maxAttempts: 3,
  backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 3_000 }),
})
const whenUnreachable = retry(handleWhen(isCoded('zoho.unreachable')), {
  maxAttempts: 2,
  backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }),
})
const readAgain = wrap(whenBusy, whenUnreachable)

/** Sends a read again after a trouble that passes. Never a write: its answer may have been lost after it was done. */
export const patiently = <T>(request: ZohoRequest, send: () => Promise<T>): Promise<T> =>
  request.effect === 'read' ? readAgain.execute(send) : send()
