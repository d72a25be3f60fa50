import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Change } from './change.ts'
import type { Price } from './plans.store.ts'

/** Counts what calls cost. */
export function createMeter(): { observe: (call: OutsideCall) => void; read: () => Price } {
  const spent: Price = { zohoCredits: 0, moodleCalls: 0 }
  return {
    observe({ system, credits = 0 }) {
      if (system === 'zoho') spent.zohoCredits += credits
      else spent.moodleCalls += 1
    },
    read: () => ({ ...spent }),
  }
}

/** As many records as a write carries at least; Zoho takes a credit for ten (reference/zoho.md §3). */
const WRITES_PER_CALL = 10

/**
 * What applying will cost, about: everything is looked at once more before, and once by its run, as it was for the plan; then come the
 * writes. Zoho is told of most things that are made.
 */
export function priceOf(rehearsing: Price, writes: { zoho: number; moodle: number }): Price {
  return {
    zohoCredits: 2 * rehearsing.zohoCredits + Math.ceil(writes.zoho / WRITES_PER_CALL),
    moodleCalls: 2 * rehearsing.moodleCalls + Math.ceil(writes.moodle / WRITES_PER_CALL),
  }
}

export const writesIn = (changes: readonly Change[]): { zoho: number; moodle: number } => ({
  zoho: changes.filter(({ system, action }) => system === 'zoho' || action.startsWith('create')).length,
  moodle: changes.filter(({ system }) => system === 'moodle').length,
})
