import type { Written } from '../../domain/written.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { parentsOf } from '../parents.ts'
import { answerFor, answerWithoutTwins } from './answer.ts'
import { deletedInMoodle } from './deleted-in-moodle.ts'
import { type Plan, planFor } from './plan.ts'
import type { LivingRecord, PairRead } from './read-pairs.ts'
import { type Place, standingsOf } from './standing.ts'
import { type Wanted, wantedOf } from './wanted.ts'

const WITHHELD = { outcome: 'withheld' } as const

/** Makes Moodle say what Zoho says about these pairs, and Zoho know the courses. Safe to run twice, and after a crash at any line. */
export async function bringIntoMoodle(pairs: readonly PairRead[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (pairs.length === 0) return answers
  const wanted = await wantedOfEach(pairs, context)
  const { places, unplaced } = await placesOf(pairs, context)
  for (const [pair, answer] of unplaced) answers.set(pair.subject.id, answerWithoutTwins(pair, answer, context))

  const clear = places.flatMap((place): { place: Place; wants: Exclude<Wanted, { kind: 'unclear' }> }[] => {
    const wants = wanted.get(place.subject.id)
    if (wants === undefined) return []
    if (wants.kind !== 'unclear') return [{ place, wants }]
    answers.set(place.subject.id, { verdict: wants.verdict })
    return []
  })
  const standings = await standingsOf(
    clear.map(({ place }) => place),
    context,
  )
  const plans = clear.map(({ place, wants }) => planFor(place, wants, standings, context.settings['roles.student']))

  const changing = plans.filter(({ change }) => change !== undefined)
  const written = await context.moodle.setEnrolments(changing.flatMap(({ change }) => change ?? []))
  const inMoodle = new Map(changing.map((plan, index): [Plan, Written] => [plan, written[index] ?? WITHHELD]))
  const lost = await deletedInMoodle(
    changing.filter((plan) => inMoodle.get(plan)?.outcome === 'refused'),
    context,
  )

  const tellings = plans.flatMap((plan) => tellingZoho(plan, inMoodle.get(plan), context))
  const told = await context.zoho.updateRecords(tellings)
  for (const plan of plans) {
    const results = [inMoodle.get(plan), ...told.filter((_, index) => tellings[index]?.subject === plan.subject.id)]
    answers.set(plan.subject.id, lost.get(plan.subject.id) ?? answerFor(plan, results, context))
  }
  return answers
}

async function wantedOfEach(pairs: readonly PairRead[], { mappings, settings, zoho }: FlowContext): Promise<Map<string, Wanted>> {
  const hasDates = pairs.some(({ living }) => living.some(({ record }) => record.startDate !== null || record.endDate !== null))
  const zone = settings['college.time_zone'] || (hasDates ? await zoho.timeZone() : 'UTC')
  return new Map(
    pairs.map(({ subject, living }) => [
      subject.id,
      wantedOf(
        living.map(({ record }) => record),
        mappings.enrolments,
        settings,
        zone,
      ),
    ]),
  )
}

/** The account and the course of each pair, or the answer for a pair that must do without. */
async function placesOf(
  pairs: readonly PairRead[],
  context: FlowContext,
): Promise<{ places: Place[]; unplaced: [PairRead, Answer][] }> {
  const [students, classes] = [
    await parentsOf(
      'BTEC_Students',
      pairs.map(({ pair }) => pair.student),
      context,
    ),
    await parentsOf(
      'BTEC_Classes',
      pairs.map(({ pair }) => pair.class),
      context,
    ),
  ]
  const places: Place[] = []
  const unplaced: [PairRead, Answer][] = []
  for (const pair of pairs) {
    const student = students.of(pair.pair.student)
    const of = classes.of(pair.pair.class)
    if ('answer' in student) unplaced.push([pair, student.answer])
    else if ('answer' in of) unplaced.push([pair, of.answer])
    else places.push({ ...pair, user: student.linked, course: of.linked })
  }
  return { places, unplaced }
}

/**
 * Each living record learns the course and that it was brought into step: when Moodle was changed for it, or when it says otherwise.
 * The time goes along and is never a reason of its own.
 */
function tellingZoho(plan: Plan, inMoodle: Written | undefined, { mappings }: FlowContext): ZohoChange[] {
  if (plan.fields === undefined || inMoodle?.outcome === 'refused' || inMoodle?.outcome === 'withheld') return []
  const { courseId, synced } = mappings.enrolments.rules
  const isChanged = inMoodle?.outcome === 'done'
  return plan.living.flatMap(({ record }: LivingRecord) => {
    const saysSo = record.courseId === String(plan.course) && record.synced
    if (saysSo && !isChanged) return []
    return [
      {
        subject: plan.subject.id,
        module: 'BTEC_Enrollments' as const,
        record: record.id,
        before: { [courseId.from]: record.courseId, [synced.from]: record.synced },
        after: {
          [courseId.from]: String(plan.course),
          [synced.from]: true,
          Last_Sync_Date: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
        },
      },
    ]
  })
}
