import type { Pace, RowCount } from './system.ts'

export const atOnce: Pace = { perCallMs: 0, perRowWrittenMs: 0, perRowFoundMs: 0, servedAtOnce: 0 }

/** What a call of this size costs, in milliseconds. */
const costOf = (pace: Pace, rows: RowCount): number =>
  pace.perCallMs + rows.written * pace.perRowWrittenMs + rows.found * pace.perRowFoundMs

/** A place at the counter: taken before a call is processed, given back when its answer is out. */
export type Place = { takenAt: number; leave(): void }

/** How slow one system is: its prices, and a first-come-first-served counter with `servedAtOnce` places. */
export function createPacer(now: () => number = () => performance.now()) {
  let pace: Pace = { ...atOnce }
  let busy = 0
  const queue: (() => void)[] = []

  const admit = (): void => {
    while (queue.length > 0 && (pace.servedAtOnce === 0 || busy < pace.servedAtOnce)) {
      busy += 1
      queue.shift()?.()
    }
  }

  return {
    current: (): Pace => ({ ...pace }),

    set(next: Pace): void {
      pace = { ...next }
      admit()
    },

    async enter(): Promise<Place> {
      await new Promise<void>((resolve) => {
        queue.push(resolve)
        admit()
      })
      let left = false
      return {
        takenAt: now(),
        leave() {
          if (left) return
          left = true
          busy -= 1
          admit()
        },
      }
    },

    /** What is still to be waited before the answer may go out: the price minus the time the work itself took. */
    owedMs: (place: Place, rows: RowCount): number => Math.max(0, costOf(pace, rows) - (now() - place.takenAt)),
  }
}

export type Pacer = ReturnType<typeof createPacer>
