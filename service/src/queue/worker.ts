import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { claim } from './claim.ts'
import type { ClaimedSet } from './job.ts'
import { recoverExpired, renewLeases, reportAlive, reportGone } from './leases.ts'

export type WorkerOptions = {
  database: Pick<Database, 'asQueue' | 'query'>
  flows: readonly string[]
  /** Runs a set and settles every job in it. Whatever it throws is a bug or a lost database: the leases run out and others take over. */
  runSet: (set: ClaimedSet) => Promise<void>
  onError: (error: unknown, doing: string) => void
  setSize: number
  /** Sets in hand at once; bulk work may take at most `bulkSlots` of them. */
  slots: number
  bulkSlots: number
  leaseMs: number
  pollMs: number
}

export type Worker = {
  id: string
  /** There may be something due: look now instead of at the next poll. */
  nudge(): void
  /** Claims nothing more and waits for the sets in hand. */
  stop(): Promise<void>
}

/** Claims sets as slots become free, keeps their leases alive, and takes over what dead workers left. */
export function startWorker(options: WorkerOptions): Worker {
  const id = randomUUID()
  const inHand = new Set<Promise<void>>()
  let bulkInHand = 0
  let stopping = false
  let nudged = false
  let wakeLoop: (() => void) | undefined

  const nudge = (): void => {
    nudged = true
    wakeLoop?.()
  }

  const sleepUntilNudged = async (ms: number): Promise<void> => {
    if (!nudged && !stopping) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wakeLoop = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wakeLoop = undefined
    }
    nudged = false
  }

  const take = (set: ClaimedSet): void => {
    const isBulk = set.jobs[0]?.lane === 'bulk'
    if (isBulk) bulkInHand++
    const run = options
      .runSet(set)
      .catch((error) => options.onError(error, `running ${set.flow}`))
      .finally(() => {
        inHand.delete(run)
        if (isBulk) bulkInHand--
        nudge()
      })
    inHand.add(run)
  }

  const claimLoop = async (): Promise<void> => {
    while (!stopping) {
      try {
        if (inHand.size < options.slots) {
          const lanes = bulkInHand < options.bulkSlots ? 'live and bulk' : 'live'
          const set = await claim(options.database, { ...options, lanes, worker: id })
          if (set !== undefined) {
            take(set)
            continue
          }
        }
      } catch (error) {
        options.onError(error, 'claiming')
      }
      await sleepUntilNudged(options.pollMs)
    }
  }

  const every = (ms: number, doing: string, work: () => Promise<unknown>): (() => Promise<void>) => {
    let current: Promise<void> = Promise.resolve()
    let running = false
    const timer = setInterval(() => {
      if (running) return
      running = true
      current = work()
        .then(() => undefined)
        .catch((error) => options.onError(error, doing))
        .finally(() => {
          running = false
        })
    }, ms)
    return () => {
      clearInterval(timer)
      return current
    }
  }

  const loop = claimLoop()
  const stopRenewing = every(options.leaseMs / 4, 'renewing leases', () =>
    inHand.size > 0 ? renewLeases(options.database, id, options.leaseMs) : Promise.resolve(),
  )
  const stopRecovering = every(options.pollMs, 'recovering expired leases', async () => {
    if ((await recoverExpired(options.database, id)) > 0) nudge()
  })
  void reportAlive(options.database, id).catch((error) => options.onError(error, 'reporting alive'))
  const stopReporting = every(Math.max(1_000, options.leaseMs / 4), 'reporting alive', () => reportAlive(options.database, id))

  return {
    id,
    nudge,
    async stop() {
      stopping = true
      nudge()
      await loop
      await stopRecovering()
      await Promise.all(inHand)
      await stopRenewing()
      await stopReporting()
      await reportGone(options.database, id).catch((error) => options.onError(error, 'reporting gone'))
    },
  }
}
