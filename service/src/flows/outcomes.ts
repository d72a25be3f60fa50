import { type NeedsAttentionError, RetryLaterError } from '../domain/errors.ts'
import { needsAttentionBecause } from '../domain/verdicts.ts'
import type { Written } from '../domain/written.ts'
import type { Settled } from './flow.ts'

/** What became of each of these, by its key. What no answer came to was withheld. */
export const outcomesOf = <Item, Key, T>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  written: readonly Written<T>[],
): Map<Key, Written<T>> => new Map(items.map((item, index) => [keyOf(item), written[index] ?? { outcome: 'withheld' }]))

type Outcome = Written<unknown> | undefined

export const refusalIn = (outcomes: readonly Outcome[]): NeedsAttentionError | RetryLaterError | undefined =>
  outcomes.flatMap((outcome) => (outcome?.outcome === 'refused' ? [outcome.error] : []))[0]

export const isDone = (outcome: Outcome): boolean => outcome?.outcome === 'done'

/** Passing trouble of one record is tried again; anything else is for a person. */
export const verdictOfRefusal = (error: NeedsAttentionError | RetryLaterError): Settled['verdict'] =>
  error instanceof RetryLaterError ? error : needsAttentionBecause(error)
