import type { Clock } from '../system.ts'

/** A delivery that the target refused or that could not be made. One that was dropped on the way is not among them: nobody knows of it. */
export type FailedDelivery = {
  id: string
  module: string
  recordId: string
  webhook: { name: string; id: string }
  workflow: { name: string; id: string }
  reason: string
  at: number
}

/** Zoho shows the last 90 days (reference/zoho.md §4.2). */
const KEPT_MS = 91 * 86_400_000

/** `page_notfound` is the one reason the reference names; the others are ours. */
export const reasonOf = (status: number): string => {
  if (status === 404) return 'page_notfound'
  if (status === 401 || status === 403) return 'access_denied'
  return status >= 500 ? 'internal_server_error' : 'bad_response'
}

export type FailedDeliveries = ReturnType<typeof createFailedDeliveries>

export const createFailedDeliveries = (clock: Clock, nextId: () => string) => {
  let failed: FailedDelivery[] = []

  return {
    add(failure: Omit<FailedDelivery, 'id' | 'at'>) {
      const now = clock.now()
      failed = failed.filter((each) => now - each.at < KEPT_MS)
      failed.push({ ...failure, id: nextId(), at: Math.floor(now / 1000) * 1000 })
    },
    /** Newest first. */
    list: (): FailedDelivery[] => [...failed].reverse(),
    clear() {
      failed = []
    },
    snapshot: (): FailedDelivery[] => failed,
    restore(kept: FailedDelivery[]) {
      failed = [...kept]
    },
  }
}
