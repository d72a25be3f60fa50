import type { Lane } from '../../domain/events.ts'

/**
 * A limit on calls in flight over all runs of one connection. Live calls go first, and bulk work never takes every place, so that
 * a first sync of thousands does not keep a person waiting.
 */
export function createLanes(places: number, placesForBulk: number) {
  const waiting: Record<Lane, (() => void)[]> = { live: [], bulk: [] }
  let busy = 0
  let busyWithBulk = 0

  const admit = (): void => {
    while (busy < places) {
      const live = waiting.live.shift()
      const bulk = live === undefined && busyWithBulk < placesForBulk ? waiting.bulk.shift() : undefined
      const next = live ?? bulk
      if (next === undefined) return
      busy += 1
      if (bulk !== undefined) busyWithBulk += 1
      next()
    }
  }

  return async <T>(lane: Lane, call: () => Promise<T>): Promise<T> => {
    await new Promise<void>((resolve) => {
      waiting[lane].push(resolve)
      admit()
    })
    try {
      return await call()
    } finally {
      busy -= 1
      if (lane === 'bulk') busyWithBulk -= 1
      admit()
    }
  }
}

export type Lanes = ReturnType<typeof createLanes>
