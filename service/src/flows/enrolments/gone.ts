import { type MoodleCourseId, type MoodleUserId, moodleCourseId, moodleUserId } from '../../domain/ids.ts'
import { completed, held, skipped } from '../../domain/verdicts.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { verdictOfRefusal } from '../outcomes.ts'
import { lookAlsoOf, lostRecords, observedIn } from './answer.ts'
import { fieldsOf, planned } from './plan.ts'
import type { PairRead } from './read-pairs.ts'
import { type Place, standingsOf } from './standing.ts'

/** What to do about pairs of which Zoho has no record any more. Nobody is unenrolled: the enrolment is suspended, grades are kept. */
export async function letGo(gone: readonly PairRead[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (gone.length === 0) return answers
  const places = await placesOf(gone, context)
  const standings = await standingsOf([...places.values()], context)
  const openedByUs = await context.records.openedByUs(
    gone.filter(({ lost, subject }) => lost.length === 0 && places.has(subject.id)).map(({ subject }) => subject.id),
  )
  const limit = context.settings['deletions.per_hour']
  let allowance = limit - (await context.records.removalsLastHour('enrollments'))

  const suspending: ReturnType<typeof planned>[] = []
  for (const pair of gone) {
    const { id } = pair.subject
    const place = places.get(id)
    const standing = place === undefined ? undefined : standings.of(place)
    const settled = { remember: { records: lostRecords(pair, context) }, ...lookAlsoOf(pair) }
    const observed = { observed: { moodle: observedIn(standing, undefined), zoho: null } }
    if (pair.lost.length === 0 && !openedByUs.has(id)) {
      answers.set(id, { verdict: skipped('enrolment.nothing_known', {}), ...observed })
    } else if (place === undefined || standing === undefined) {
      answers.set(id, { verdict: completed('enrolment.gone_not_enrolled', {}), ...settled, ...observed })
    } else if (standing.suspended) {
      const { user, course } = place
      answers.set(id, { verdict: completed('enrolment.gone_suspended', { user, course }), ...settled, ...observed })
    } else if (allowance <= 0 && !pair.subject.askedByPerson) {
      answers.set(id, { verdict: held('removals:BTEC_Enrollments', 'removal.held', { module: 'BTEC_Enrollments', limit }) })
    } else {
      allowance -= 1
      const { user, course } = place
      const fields = { ...fieldsOf(standing, roleOf(pair) ?? context.settings['roles.student']), suspended: true }
      suspending.push(planned(place, standing, fields, completed('enrolment.gone_suspended', { user, course })))
    }
  }

  const written = await context.moodle.setEnrolments(suspending.flatMap(({ change }) => change ?? []))
  suspending.forEach((plan, index) => {
    const result = written[index]
    const observed = { observed: { moodle: observedIn(plan.standing, plan.fields), zoho: null } }
    answers.set(
      plan.subject.id,
      result?.outcome === 'refused'
        ? { verdict: verdictOfRefusal(result.error), ...observed }
        : {
            verdict: plan.verdict,
            remember: { records: lostRecords(plan, context, result?.outcome === 'done') },
            ...lookAlsoOf(plan),
            ...observed,
          },
    )
  })
  return answers
}

/** Where a pair was: by its links, else where it was put when it was last settled. A pair without either was nowhere. */
async function placesOf(gone: readonly PairRead[], { links }: FlowContext): Promise<Map<string, Place>> {
  const [students, classes] = [
    await links.moodleOf(
      'BTEC_Students',
      gone.map(({ pair }) => pair.student),
    ),
    await links.moodleOf(
      'BTEC_Classes',
      gone.map(({ pair }) => pair.class),
    ),
  ]
  const placed = gone.flatMap((read): [string, Place][] => {
    const target = targetOf(read)
    const user = students.get(read.pair.student)?.moodleId ?? target.user
    const course = classes.get(read.pair.class)?.moodleId ?? target.course
    return user === undefined || course === undefined ? [] : [[read.subject.id, { ...read, user, course }]]
  })
  return new Map(placed)
}

function targetOf({ lost }: PairRead): { user?: MoodleUserId; course?: MoodleCourseId } {
  const { user, course } = lost.find(({ known }) => typeof known.targets.user === 'number')?.known.targets ?? {}
  return typeof user === 'number' && typeof course === 'number'
    ? { user: moodleUserId(user), course: moodleCourseId(course) }
    : {}
}

const roleOf = ({ lost }: PairRead): number | undefined =>
  lost.map(({ known }) => known.targets.role).find((role) => typeof role === 'number')
