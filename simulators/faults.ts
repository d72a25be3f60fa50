import type { SimulatedSystem } from './system.ts'

export const faultKinds = ['refuse', 'lose', 'hang', '429', '500', 'expire'] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * A fault waiting for its call.
 *
 *   refuse    the connection is cut before the call is processed
 *   lose      the call is processed, and the connection cut before the answer
 *   hang      not processed; the connection is held open for `ms`, then cut
 *   429, 500  not processed; answered as that system words it
 *   expire    the tokens become unusable just before the call, which then runs as usual
 */
export type Fault = {
  id: number
  system: SimulatedSystem['name']
  /** Part of the operation's name; empty matches every call. */
  match: string
  /** Which matching call from now, 1 = the next. */
  nth: number
  how: FaultKind
  ms: number
  /** How many matching calls in a row it breaks, from the nth on. */
  times: number
}

export type NewFault = Pick<Fault, 'system' | 'how'> & Partial<Pick<Fault, 'match' | 'nth' | 'ms' | 'times'>>

const HANG_MS = 60_000

export function createFaults() {
  let waiting: (Fault & { seen: number })[] = []
  let lastId = 0

  return {
    add(fault: NewFault): Fault {
      lastId += 1
      const added: Fault = { match: '', nth: 1, ms: HANG_MS, times: 1, ...fault, id: lastId }
      waiting.push({ ...added, seen: 0 })
      return added
    },

    /**
     * Counts this call against every waiting fault, and returns the one that breaks it, if any. When two are due at once the older one
     * strikes and the other waits for the next matching call.
     */
    take(system: string, operation: string): Fault | undefined {
      if (waiting.length === 0) return undefined
      let struck: Fault | undefined
      for (const fault of waiting) {
        if (fault.system !== system || !operation.includes(fault.match)) continue
        const due = fault.seen + 1 >= fault.nth
        if (due && struck !== undefined) continue
        fault.seen += 1
        if (due) struck = fault
      }
      waiting = waiting.filter((fault) => fault.seen < fault.nth + fault.times - 1)
      return struck
    },

    list: (): (Fault & { seen: number })[] => waiting.map((fault) => ({ ...fault })),

    clear(): void {
      waiting = []
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
