import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { distinctRoutes, type Route } from '../../domain/route.ts'
import { skipped } from '../../domain/verdicts.ts'
import { stateHashOf } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, Flow, FlowContext, Subject } from '../flow.ts'
import { type Enrolment, isSame, pairKnown, pairOf, routeTo } from './pair.ts'

/** The side of a linking record that a list is of, with our name for it. */
const sides = { BTEC_Students: 'student', BTEC_Classes: 'class' } as const
type Module = keyof typeof sides

/**
 * Signpost: a change of who is in a class may arrive only as an edit of the class or of the student (reference/zoho.md §2.9). Compares
 * the whole list of either with what was last settled, and passes on the pairs that came, went or say something else. When a person
 * asks, all of them.
 */
export const enrolmentLists: Flow = {
  name: 'enrolment-lists',
  systems: ['zoho'],
  async run(subjects, context) {
    const answers = new Map<string, Answer>()
    for (const module of Object.keys(sides) as Module[]) {
      const lists = subjects.flatMap((subject) => {
        const [of, id = ''] = subject.id.split(':')
        return of === module ? [{ subject, id: zohoId(id) }] : []
      })
      if (lists.length === 0) continue
      for (const [id, answer] of await compare(module, lists, context)) answers.set(id, answer)
    }
    return answers
  },
}

type List = { subject: Subject; id: ZohoId }

async function compare(module: Module, lists: readonly List[], context: FlowContext): Promise<Map<string, Answer>> {
  const mapping = context.mappings.enrolments
  const side = sides[module]
  const ids = lists.map(({ id }) => id)
  const [found, remembered] = await Promise.all([
    context.zoho.recordsWhere(mapping.question, mapping.rules[side].from, ids),
    context.records.ownedBy('enrollments', ids),
  ])
  const records = found.map((record) => mapping.read(record))
  const known = await context.records.lastKnown(
    'enrollments',
    records.map(({ id }) => id),
  )
  const isInStep = (record: Enrolment, state: KnownRecord | undefined): boolean =>
    state?.gone === false && state.stateHash === stateHashOf(mapping, record) && isSame(pairKnown(state), pairOf(record))

  return new Map(
    lists.map(({ subject, id }): [string, Answer] => {
      const living = records.filter((record) => record[side] === id)
      const there = new Set(living.map((record) => record.id))
      const came = living
        .filter((record) => subject.askedByPerson || !isInStep(record, known.get(record.id)))
        .flatMap((record) => [pairOf(record), livingPair(known.get(record.id))])
      const went = remembered.filter((state) => pairKnown(state)?.[side] === id && !there.has(state.key)).map(pairKnown)
      const routes = [...came, ...went].flatMap((pair) => (pair === undefined ? [] : [routeTo(pair)]))
      const [first, ...others] = distinctRoutes<Route>(routes)
      return [
        subject.id,
        first === undefined
          ? { verdict: skipped('enrolment.list_in_step', { count: living.length }) }
          : { passOn: [first, ...others] },
      ]
    }),
  )
}

const livingPair = (state: KnownRecord | undefined) => (state?.gone === false ? pairKnown(state) : undefined)
