import { needsAttention } from '../../domain/verdicts.ts'
import type { Answer, FlowContext } from '../flow.ts'
import type { Place } from './standing.ts'

/**
 * Of pairs that Moodle refused: whose account or course somebody deleted there since we last looked. The parent's own run will say so as
 * well, so it is looked at.
 */
export async function deletedInMoodle(
  refused: readonly Place[],
  { moodle }: Pick<FlowContext, 'moodle'>,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (refused.length === 0) return answers
  const users = await moodle.usersBy('id', [...new Set(refused.map(({ user }) => String(user)))])
  const courses = await moodle.coursesBy('id', [...new Set(refused.map(({ course }) => String(course)))])
  const livingUsers = new Set(users.filter(({ deleted }) => !deleted).map(({ id }) => id))
  const livingCourses = new Set(courses.map(({ id }) => id))
  for (const { subject, pair, user, course } of refused) {
    if (livingUsers.has(user) && livingCourses.has(course)) continue
    const [parent, record] = livingUsers.has(user)
      ? (['BTEC_Classes', pair.class] as const)
      : (['BTEC_Students', pair.student] as const)
    answers.set(subject.id, {
      verdict: needsAttention('parent.deleted_in_moodle', { parent, record }),
      lookAlsoAt: [{ module: parent, recordId: record }],
    })
  }
  return answers
}
