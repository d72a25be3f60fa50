import type { Clock } from './system.ts'

/** The simulators' own time: it runs like the machine's, but can be set or moved, and remembers by how much. */
export type MovableClock = Clock & {
  /** Milliseconds that this clock is ahead of the machine's. */
  ahead(): number
  set(now: number): void
  advance(milliseconds: number): void
  /** Back to the machine's time. */
  release(): void
}

export function createClock(startAhead = 0): MovableClock {
  let ahead = startAhead
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    set(now) {
      ahead = now - Date.now()
    },
    advance(milliseconds) {
      ahead += milliseconds
    },
    release() {
      ahead = 0
    },
  }
}
