import type { Intent } from '../audit/trail.store.ts'
import { sha256 } from '../mapping/mapping.ts'

/** One write of a plan, field by field. */
export type Change = Omit<Intent, 'subject'>

export const changeOf = ({ system, action, target, changes }: Intent): Change => ({ system, action, target, changes })

/** Of what is made, the number is not known before. */
const makes = ({ action }: Change): boolean => action.startsWith('create')

/** When we told Zoho is not what we told it: the stamp of a write-back says another instant each time. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

const keyOf = (change: Change): string => {
  const { system, action, target, changes } = change
  const timeless = (value: unknown): unknown =>
    system === 'zoho' && typeof value === 'string' && INSTANT.test(value) ? 'an instant' : value
  return JSON.stringify([
    system,
    action,
    makes(change) ? null : target,
    Object.entries(changes)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, { before, after }]) => [field, timeless(before), timeless(after)]),
  ])
}

/** The state a plan was made from, as far as it matters: equal when the same writes would be made from the same values. */
export const fingerprintOf = (changes: readonly Change[]): string => sha256(JSON.stringify(changes.map(keyOf).toSorted()))

/** Which object is written, and how. */
const placeOf = ({ system, action, target }: Change): string => JSON.stringify([system, action, target])

/**
 * Whether a run did something else than was planned. What follows from a write that a rehearsal withholds could not be planned and is no
 * difference: all that is done to what was made, and after a change in Moodle what is written elsewhere.
 */
export function differs(planned: readonly Change[], done: readonly Change[]): boolean {
  const wanted = new Set(planned.map(keyOf))
  const made = new Set(done.map(keyOf))
  if ([...wanted].some((key) => !made.has(key))) return true
  const places = new Set(planned.map(placeOf))
  const inMoodle = planned.some(({ system }) => system === 'moodle')
  const follows = (change: Change): boolean => planned.some(makes) || (inMoodle && !places.has(placeOf(change)))
  return done.some((change) => !wanted.has(keyOf(change)) && !follows(change))
}
