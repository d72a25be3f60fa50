/** One form variable: a name in PHP's brackets, such as `users[0][email]`, and its text. */
export type Variable = readonly [name: string, value: string]

/**
 * PHP silently drops what comes after `max_input_vars`, 1000 by default: whole rows of a batch vanish under HTTP 200
 * (reference/moodle.md §0 fact 4). No call may come near it.
 */
const MOST_VARIABLES = 900

/** The body of a call. Token and function stand first, so that a cut form still says who asks for what, and fails as JSON. */
export function formOf(token: string, wsfunction: string, variables: readonly Variable[]): string {
  const all: Variable[] = [['wstoken', token], ['wsfunction', wsfunction], ['moodlewsrestformat', 'json'], ...variables]
  if (all.length >= MOST_VARIABLES) throw new RangeError(`${wsfunction} with ${all.length} variables: PHP may drop the end`)
  return all.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`).join('&')
}

/** Moodle reads booleans as 1 and 0 only (reference/moodle.md §1). */
export const flag = (yes: boolean): string => (yes ? '1' : '0')
