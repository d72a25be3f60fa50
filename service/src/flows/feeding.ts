import type { Route } from '../domain/route.ts'
import type { Answer, Subject } from './flow.ts'

/**
 * Lets the hints of a run feed further keys: what stands in the same record and is another flow's business, whatever this run found. Not
 * the hints of bulk reads: those look at everything by themselves, each thing in its turn.
 */
export function feedingMore(
  answers: ReadonlyMap<string, Answer>,
  subjects: readonly Subject[],
  routesOf: (id: string, answer: Answer) => readonly Route[],
): Map<string, Answer> {
  const inBulk = new Set(subjects.filter(({ hints }) => hints.every(({ source }) => source === 'sync')).map(({ id }) => id))
  return new Map(
    [...answers].map(([id, answer]): [string, Answer] => {
      if (answer.passOn !== undefined || inBulk.has(id)) return [id, answer]
      const more = routesOf(id, answer)
      return more.length === 0 ? [id, answer] : [id, { ...answer, feeds: [...(answer.feeds ?? []), ...more] }]
    }),
  )
}
