import type { Lane } from '../../domain/events.ts'
import type { Share } from './share.ts'

type Call = { lane: Lane; subLimited: boolean }
type Waiting = Call & { admit(): void }

export type Limiter = { run<T>(call: Call, work: () => Promise<T>): Promise<T> }

/** Lets in as many calls as the share allows, first come first served, live before bulk; light ones pass heavy ones that must wait. */
export function createLimiter(share: () => Share): Limiter {
  const waiting: Record<Lane, Waiting[]> = { live: [], bulk: [] }
  let inFlight = 0
  let subLimitedInFlight = 0

  const fits = ({ lane, subLimited }: Call): boolean => {
    const limit = share()
    const [total, heavy] = lane === 'live' ? [limit.total, limit.subLimited] : [limit.bulkTotal, limit.bulkSubLimited]
    return inFlight < total && (!subLimited || subLimitedInFlight < heavy)
  }

  const enter = (call: Call): void => {
    inFlight += 1
    if (call.subLimited) subLimitedInFlight += 1
  }

  const leave = (call: Call): void => {
    inFlight -= 1
    if (call.subLimited) subLimitedInFlight -= 1
    for (const lane of ['live', 'bulk'] as const) {
      waiting[lane] = waiting[lane].filter((next) => {
        if (!fits(next)) return true
        enter(next)
        next.admit()
        return false
      })
    }
  }

  return {
    async run(call, work) {
      const first = !waiting[call.lane].some(({ subLimited }) => !subLimited || call.subLimited)
      if (first && fits(call)) enter(call)
      else await new Promise<void>((admit) => waiting[call.lane].push({ ...call, admit }))
      try {
        return await work()
      } finally {
        leave(call)
      }
    },
  }
}
