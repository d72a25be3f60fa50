import type { MoodleCategoryId } from '../../domain/ids.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { parentsOf } from '../parents.ts'
import type { Class, LivingClass } from './class.ts'
import { existenceOf } from './existence.ts'
import { rememberedWithoutCourse } from './state.ts'

/** A class whose course there shall be, and the category of its programme. */
export type Placed = LivingClass & { category: MoodleCategoryId; hidden: boolean }

/** Sorts out the classes that need no look at Moodle, or cannot have a course as they are. */
export async function worthLooking(
  living: readonly LivingClass[],
  answers: Map<string, Answer>,
  context: FlowContext,
): Promise<Placed[]> {
  const candidates = living.filter((one) => {
    const answer = answerWithoutLooking(one, context)
    if (answer !== undefined) answers.set(one.subject.id, answer)
    return answer === undefined
  })
  const parents = await parentsOf(
    'Products',
    candidates.flatMap(({ record }) => record.program ?? []),
    context,
  )
  return candidates.flatMap((one): Placed[] => {
    const { record, subject, known } = one
    if (record.program === null) return []
    const parent = parents.of(record.program)
    const hidden = existenceOf(record.status, context.settings['classes.statuses']) === 'hidden'
    if ('linked' in parent) return [{ ...one, category: parent.linked, hidden }]
    // Found by its owners when the programme is linked.
    const remember = { records: [{ ...rememberedWithoutCourse(record, known, context), stateHash: '' }] }
    answers.set(subject.id, { ...parent.answer, remember })
    return []
  })
}

function answerWithoutLooking({ record, known }: LivingClass, context: FlowContext): Answer | undefined {
  const problem = problemOf(record)
  const existence = existenceOf(record.status, context.settings['classes.statuses'])
  if (existence === 'none') {
    return {
      verdict: skipped('class.no_course_yet', { status: record.status }),
      remember: { records: [rememberedWithoutCourse(record, known, context)] },
    }
  }
  if (existence === 'unknown') {
    return { verdict: needsAttention('class.unknown_status', { class: record.id, status: record.status }) }
  }
  return problem === undefined ? undefined : { verdict: problem }
}

/** What keeps a class from having a course, with the field to correct. */
function problemOf({ id, misfits, name, program, startDate, endDate }: Class) {
  const [misfit] = misfits
  if (misfit !== undefined) {
    return needsAttention('class.unreadable_field', { class: id, field: misfit.from, value: misfit.value })
  }
  if (name === '') return needsAttention('class.no_name', { class: id })
  if (program === null) return needsAttention('class.no_program', { class: id })
  if (startDate !== null && endDate !== null && endDate < startDate) {
    return needsAttention('class.ends_before_start', { class: id, start: startDate, end: endDate })
  }
  return undefined
}
