import { RetryLaterError } from '../../domain/errors.ts'
import type { Written } from '../../domain/written.ts'

/**
 * The answers in the order of the records.
 * @throws the loss itself when every record was lost to it: that is an outage, not a word about records
 */
export function answersInOrder<T>(length: number, answers: ReadonlyMap<number, Written<T>>): Written<T>[] {
  const ordered = Array.from({ length }, (_, place) => answers.get(place))
  const whole = ordered.filter((answer) => answer !== undefined)
  if (whole.length !== length) throw new Error(`${length - whole.length} of ${length} records were left without an answer`)
  const losses = whole.flatMap((answer) =>
    answer.outcome === 'refused' && answer.error instanceof RetryLaterError && answer.error.system !== undefined
      ? [answer.error]
      : [],
  )
  if (losses[0] !== undefined && losses.length === length) throw losses[0]
  return whole
}
