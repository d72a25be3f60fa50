import { completed } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { Remember } from '../../ports/memory.ts'
import type { EnrolmentFields } from '../../ports/moodle-enrolments.ts'
import type { Answer, FlowContext, Settled } from '../flow.ts'
import { verdictOfRefusal } from '../outcomes.ts'
import { pairOf, routeTo } from './pair.ts'
import { beforeOf, type Plan } from './plan.ts'
import type { PairRead } from './read-pairs.ts'
import type { Standing } from './standing.ts'
import { goneRecord, handedOver, settledRecord, skippedRecord } from './state.ts'

/** What became of one pair, from what was planned and what the systems answered. */
export function answerFor(plan: Plan, results: readonly (Written | undefined)[], context: FlowContext): Answer {
  const observed = { moodle: observedIn(plan.standing, plan.fields), zoho: observedRecord(plan, context) }
  const refusal = results.find((result) => result?.outcome === 'refused')
  if (refusal?.outcome === 'refused') return { verdict: verdictOfRefusal(refusal.error), observed, ...feedsOf(plan) }
  const changed = results.some((result) => result?.outcome === 'done')
  const records = [
    ...plan.living.flatMap((living) =>
      living.formerly === undefined ? [settledRecord(plan, living, plan.fields, { changed }, context)] : [],
    ),
    ...lostRecords(plan, context),
  ]
  return { verdict: verdictOf(plan, changed), remember: { records }, observed, ...feedsOf(plan), ...lookAlsoOf(plan) }
}

const verdictOf = ({ verdict, user, course }: Plan, changed: boolean): Settled['verdict'] =>
  verdict.code === 'enrolment.in_step' && changed ? completed('enrolment.told_zoho', { user, course }) : verdict

/** A pair one side of which is not in Moodle: remembered when it is skipped, so that whoever links that side finds it. */
export function answerWithoutTwins(pair: PairRead, answer: Answer, context: FlowContext): Answer {
  const remember: Remember = {
    records: [
      ...pair.living.flatMap((living) => (living.formerly === undefined ? [skippedRecord(pair.pair, living, context)] : [])),
      ...lostRecords(pair, context),
    ],
  }
  if (answer.passOn !== undefined) return answer
  const also = [...(answer.lookAlsoAt ?? []), ...(lookAlsoOf(pair).lookAlsoAt ?? [])]
  return { ...answer, remember, ...feedsOf(pair), ...(also.length === 0 ? {} : { lookAlsoAt: also }) }
}

/** Records the pair has lost, while others still speak for it: nothing is taken away for them. */
export const lostRecords = ({ lost }: Pick<PairRead, 'lost'>, context: FlowContext, taken = false) =>
  lost.map(({ known, now }) => (now === undefined ? goneRecord(known, taken) : handedOver(known, now, context)))

/** A pair whose record is this one's now must look, with the same hints. */
export function feedsOf({ living }: Pick<PairRead, 'living'>): Pick<Settled, 'feeds'> {
  const others = living.flatMap(({ formerly }) => (formerly === undefined ? [] : [routeTo(formerly)]))
  return others.length === 0 ? {} : { feeds: others }
}

/** The pair that a record was handed over to settles it now, even if these hints have fed it before. */
export function lookAlsoOf({ lost }: Pick<PairRead, 'lost'>): Pick<Settled, 'lookAlsoAt'> {
  const lookAlsoAt = lost.flatMap(({ now }) => {
    const pair = now === undefined ? undefined : pairOf(now)
    return now === undefined || pair === undefined
      ? []
      : [{ ...routeTo(pair), module: 'BTEC_Enrollments' as const, recordId: now.id }]
  })
  return lookAlsoAt.length === 0 ? {} : { lookAlsoAt }
}

/** Numbers as their digits, as the audit has them. */
export function observedIn(
  standing: Standing | undefined,
  fields: Pick<EnrolmentFields, 'role'> | undefined,
): Record<string, string | boolean> | null {
  const before = beforeOf(standing, fields?.role ?? 0)
  if (before === null) return null
  return Object.fromEntries(
    Object.entries(before).map(([field, value]) => [field, typeof value === 'number' ? String(value) : value]),
  )
}

function observedRecord({ living: [first] }: PairRead, { mappings }: FlowContext): Record<string, string | boolean> | null {
  if (first === undefined) return null
  const { courseId, synced } = mappings.enrolments.rules
  return { [courseId.from]: first.record.courseId, [synced.from]: first.record.synced }
}
