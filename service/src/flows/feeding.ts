import type { Route } from '../domain/route.ts'
import type { Answer, Subject } from './flow.ts'

/** Lets the hints of a run feed further keys: what is another flow's business, whatever this run found. */
export const feeding = (
  answers: ReadonlyMap<string, Answer>,
  routesOf: (id: string, answer: Answer) => readonly Route[],
): Map<string, Answer> =>
  new Map(
    [...answers].map(([id, answer]): [string, Answer] => {
      if (answer.passOn !== undefined) return [id, answer]
      const more = routesOf(id, answer)
      return more.length === 0 ? [id, answer] : [id, { ...answer, feeds: [...(answer.feeds ?? []), ...more] }]
    }),
  )

/** The same for what stands in the record itself: bulk reads look at all of that by themselves, each thing in its turn. */
export function feedingOfRecord(
  answers: ReadonlyMap<string, Answer>,
  subjects: readonly Subject[],
  routesOf: (id: string, answer: Answer) => readonly Route[],
): Map<string, Answer> {
  const inBulk = new Set(subjects.filter(isOfBulkRead).map(({ id }) => id))
  return feeding(answers, (id, answer) => (inBulk.has(id) ? [] : routesOf(id, answer)))
}

export const isOfBulkRead = ({ hints }: Subject): boolean => hints.every(({ source }) => source === 'sync')
