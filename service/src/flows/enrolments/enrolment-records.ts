import { zohoId } from '../../domain/ids.ts'
import { distinctRoutes, type Route } from '../../domain/route.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, Flow, FlowContext } from '../flow.ts'
import { type Enrolment, pairKnown, pairOf, routeTo } from './pair.ts'

/** Signpost: a linking record is the business of the pair it names, and of the one it named when it was last settled. */
export const enrolmentRecords: Flow = {
  name: 'enrolment-records',
  systems: ['zoho'],
  async run(subjects, context) {
    const { question, read } = context.mappings.enrolments
    const ids = subjects.map(({ id }) => zohoId(id))
    const [found, known] = await Promise.all([context.zoho.records(question, ids), context.records.lastKnown('enrollments', ids)])
    return new Map(
      ids.map((id): [string, Answer] => {
        const record = found.get(id)
        return [id, answerFor(record === undefined ? undefined : read(record), known.get(id), context)]
      }),
    )
  },
}

function answerFor(record: Enrolment | undefined, known: KnownRecord | undefined, { mappings }: FlowContext): Answer {
  const now = record === undefined ? undefined : pairOf(record)
  const pairs = [now, pairKnown(known)].flatMap((pair) => (pair === undefined ? [] : [routeTo(pair)]))
  const [first, ...others] = distinctRoutes<Route>(pairs)
  if (first !== undefined) return { passOn: [first, ...others] }
  if (record === undefined) return { verdict: skipped('enrolment.nothing_known', {}) }
  const { rules } = mappings.enrolments
  const { from: field } = record.student === null ? rules.student : rules.class
  return { verdict: needsAttention('enrolment.no_pair', { record: record.id, field }) }
}
