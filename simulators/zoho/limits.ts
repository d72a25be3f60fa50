import type { Clock } from '../system.ts'
import type { ZohoBehaviour } from './behaviour.ts'
import { RefusedRequest } from './errors.ts'

const BUCKET_MS = 60_000
const WINDOW_BUCKETS = 24 * 60

export type Limits = ReturnType<typeof createLimits>

/** Neither code nor headers tell the two limits apart, and there is no Retry-After (reference/zoho.md §3). */
const tooManyRequests = (): RefusedRequest =>
  new RefusedRequest(
    429,
    'TOO_MANY_REQUESTS',
    'Number of API requests for the 24 hour period is exceeded or the concurrency limit of the user for the app is exceeded',
  )

/** Credits over a rolling day for the organisation, and calls in flight for each client. */
export const createLimits = (clock: Clock, behaviour: ZohoBehaviour) => {
  const spentByMinute = new Map<number, number>()
  const inFlight = new Map<string, number>()
  const inFlightLimited = new Map<string, number>()
  let spent = 0

  const forgetOld = () => {
    const oldest = Math.floor(clock.now() / BUCKET_MS) - WINDOW_BUCKETS
    for (const [minute, credits] of spentByMinute) {
      if (minute > oldest) break
      spentByMinute.delete(minute)
      spent -= credits
    }
  }
  const enter = (counts: Map<string, number>, client: string, limit: number): (() => void) => {
    const busy = (counts.get(client) ?? 0) + 1
    if (busy > limit) throw tooManyRequests()
    counts.set(client, busy)
    let left = false
    return () => {
      if (left) return
      left = true
      counts.set(client, (counts.get(client) ?? 1) - 1)
    }
  }

  return {
    /** Takes one of the client's places; the function returned gives it back. */
    enter: (client: string) => enter(inFlight, client, behaviour.concurrency),
    enterLimited: (client: string) => enter(inFlightLimited, client, behaviour.subConcurrency),
    spend(credits: number) {
      forgetOld()
      if (spent + credits > behaviour.creditsPerDay) throw tooManyRequests()
      const minute = Math.floor(clock.now() / BUCKET_MS)
      spentByMinute.set(minute, (spentByMinute.get(minute) ?? 0) + credits)
      spent += credits
    },
    /** Told only once half of the day's credits are used. */
    remainingToTell(): number | undefined {
      forgetOld()
      return spent * 2 >= behaviour.creditsPerDay ? Math.max(0, behaviour.creditsPerDay - spent) : undefined
    },
    spent: () => {
      forgetOld()
      return spent
    },
    snapshot: (): [number, number][] => [...spentByMinute],
    restore(minutes: [number, number][]) {
      spentByMinute.clear()
      spent = 0
      for (const [minute, credits] of minutes) {
        spentByMinute.set(minute, credits)
        spent += credits
      }
    },
  }
}
