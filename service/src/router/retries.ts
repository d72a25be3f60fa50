import type { RetryLaterError } from '../domain/errors.ts'
import type { Setting } from '../settings/definitions.ts'

/**
 * The pause before the next attempt: what the other side asked for, else doubling from the first delay, with up to a quarter of jitter
 * so that a hundred records that failed together do not come back together.
 */
export function retryDelayMs(
  error: RetryLaterError | undefined,
  attempt: number,
  retries: Setting<'events.retries'>,
  random = Math.random,
): number {
  const doubled = Math.min(retries.longest_delay_ms, retries.first_delay_ms * 2 ** (attempt - 1))
  const asked = error?.retryAfterMs ?? 0
  return Math.round(Math.max(asked, doubled) * (1 + random() / 4))
}
