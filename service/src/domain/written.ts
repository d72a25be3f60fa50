import type { NeedsAttentionError, RetryLaterError } from './errors.ts'

/**
 * What became of one record in a batch of writes. `unchanged`: the other side said so already. `withheld`: a rehearsal, nothing was sent.
 * A refusal is about this record alone; what would hit every record is thrown instead.
 */
export type Written<T = undefined> =
  | { outcome: 'done'; value: T }
  | { outcome: 'refused'; error: NeedsAttentionError | RetryLaterError }
  | { outcome: 'unchanged' }
  | { outcome: 'withheld' }

export const done = <T>(value: T): Written<T> => ({ outcome: 'done', value })
export const refused = <T = undefined>(error: NeedsAttentionError | RetryLaterError): Written<T> => ({
  outcome: 'refused',
  error,
})
