/** How many calls the organisation takes at once, over all processes; bulk work leaves `keptForLive` of them free. */
export type Concurrency = { total: number; subLimited: number; keptForLive: number }

/** Every edition but the smallest takes this (reference/zoho.md §3: 10 and more in flight, 10 of the sub-limited kinds). */
export const defaultConcurrency: Concurrency = { total: 8, subLimited: 4, keptForLive: 2 }

/** What one process may have in flight; the bulk numbers count everything in flight, not bulk calls alone. */
export type Share = { total: number; subLimited: number; bulkTotal: number; bulkSubLimited: number }

/** At least one call each, or a process would stand still: more processes than calls overdraw the limit, and Zoho's 429 slows them. */
export function shareOf({ total, subLimited, keptForLive }: Concurrency, processes: number): Share {
  const own = (limit: number) => Math.max(1, Math.floor(limit / processes))
  const leaving = (limit: number) => Math.max(1, own(limit) - keptForLive)
  return { total: own(total), subLimited: own(subLimited), bulkTotal: leaving(total), bulkSubLimited: leaving(subLimited) }
}

const ASK_AGAIN_MS = 3_000

/** This process's share, asked for anew every few seconds while there are calls. */
export function createShares(concurrency: Concurrency, liveProcesses: () => Promise<number>, now: () => number) {
  let known: Share | undefined
  let askedAt = 0
  let asking: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    askedAt = now()
    try {
      known = shareOf(concurrency, await liveProcesses())
    } catch {
      // The database is away; the share known last is as good a guess as any until it is back.
      known ??= shareOf(concurrency, 1)
    } finally {
      asking = undefined
    }
  }

  return {
    /** Waits for the first answer only; later ones arrive in the background. */
    async refresh(): Promise<void> {
      if (known === undefined || now() - askedAt >= ASK_AGAIN_MS) asking ??= ask()
      if (known === undefined) await asking
    },
    current: (): Share => known ?? shareOf(concurrency, 1),
  }
}
