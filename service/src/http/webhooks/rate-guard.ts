import { RejectedError } from '../../domain/errors.ts'
import type { Setting } from '../../settings/definitions.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

type Window = { start: number; taken: number }
type Counts = { minute: Window; hour: Window }

/**
 * The seed's optional guard. Counts in this process alone, by calendar minute and hour: it protects the process, and a sender that is
 * refused comes back. A batch is let in as long as there is any room, because refusing it for its size would refuse it for ever.
 * @returns a function that counts events of a tenant in, and throws RejectedError `webhook.too_many` when there is no room
 */
export function createRateGuard(
  now: () => number,
): (tenant: string, events: number, limits: Setting<'events.rate_limit'>) => void {
  const seen = new Map<string, Counts>()
  return (tenant, events, limits) => {
    if (!limits.enabled) return
    const at = now()
    const before = seen.get(tenant)
    const counts: Counts = { minute: windowAt(before?.minute, at, MINUTE_MS), hour: windowAt(before?.hour, at, HOUR_MS) }
    seen.set(tenant, counts)
    if (counts.hour.taken >= limits.max_per_hour) throw tooMany(counts.hour.start + HOUR_MS - at)
    if (counts.minute.taken >= limits.max_per_minute) throw tooMany(counts.minute.start + MINUTE_MS - at)
    counts.minute.taken += events
    counts.hour.taken += events
  }
}

function windowAt(before: Window | undefined, at: number, length: number): Window {
  const start = Math.floor(at / length) * length
  return before?.start === start ? before : { start, taken: 0 }
}

const tooMany = (ms: number) =>
  new RejectedError('webhook.too_many', { retryAfterSeconds: Math.max(1, Math.ceil(ms / 1000)) }, 429)
