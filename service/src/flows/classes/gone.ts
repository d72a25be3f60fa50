import { type MoodleCourseId, moodleCourseId, type ZohoId, zohoId } from '../../domain/ids.ts'
import { completed, held } from '../../domain/verdicts.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { MoodleCourse } from '../../ports/moodle-courses.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { idnumberOf } from '../numbered-twins.ts'
import { isDone, outcomesOf, verdictOfRefusal } from '../outcomes.ts'
import type { Gone } from '../reading.ts'

/** What to do about classes that were deleted in Zoho. Deletion is soft: the course is hidden and kept, with everybody in it. */
export async function letGo(gone: readonly Gone[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (gone.length === 0) return answers
  const courses = await coursesOf(gone, context)
  const goneBefore = gone.filter(({ known }) => known?.gone === true).map(({ subject }) => zohoId(subject.id))
  // Whoever shows the course of a class again that we had let go knows why.
  const shownByOthers = goneBefore.length === 0 ? new Set<string>() : await context.records.hiddenByUs(goneBefore)
  const limit = context.settings['deletions.per_hour']
  let allowance = limit - (await context.records.removalsLastHour('classes'))

  const hiding: (Gone & { course: MoodleCourse })[] = []
  for (const one of gone) {
    const { subject, known } = one
    const course = courses.get(subject.id)
    if (course === undefined) {
      const { course: _course, ...targets } = known?.targets ?? {}
      const verdict = completed('class.gone_without_course', {})
      answers.set(subject.id, { verdict, remember: { records: [goneState(one, targets, false)] } })
    } else if (!course.visible || shownByOthers.has(subject.id)) {
      answers.set(subject.id, {
        verdict: completed(course.visible ? 'class.gone_course_kept' : 'class.gone_hidden', { course: course.id }),
        remember: { records: [goneState(one, { ...known?.targets, course: course.id }, false)] },
        observed: { moodle: { visible: course.visible } },
      })
    } else if (allowance <= 0 && !subject.askedByPerson) {
      answers.set(subject.id, { verdict: held('removals:BTEC_Classes', 'removal.held', { module: 'BTEC_Classes', limit }) })
    } else {
      allowance--
      hiding.push({ ...one, course })
    }
  }

  const written = await context.moodle.updateCourses(
    hiding.map(({ subject, course }) => ({
      subject: subject.id,
      course: course.id,
      before: { visible: true },
      after: { visible: false },
    })),
  )
  const outcomes = outcomesOf(hiding, ({ subject }) => subject.id, written)
  for (const one of hiding) {
    const { subject, course, known } = one
    const outcome = outcomes.get(subject.id)
    answers.set(subject.id, {
      verdict:
        outcome?.outcome === 'refused' ? verdictOfRefusal(outcome.error) : completed('class.gone_hidden', { course: course.id }),
      remember: isDone(outcome) ? { records: [goneState(one, { ...known?.targets, course: course.id }, true)] } : {},
      observed: { moodle: { visible: course.visible } },
    })
  }
  return answers
}

/**
 * The courses of records that are gone: the one we are linked to, else the one that carries the record's ID number. A run that made a
 * course and then broke off remembers no link, and its record may be deleted before the next.
 */
async function coursesOf(gone: readonly Gone[], { links, moodle }: FlowContext): Promise<Map<string, MoodleCourse>> {
  const ids = gone.map(({ subject }) => zohoId(subject.id))
  const linked = await links.moodleOf('BTEC_Classes', ids)
  const known = new Map(gone.map(({ subject, known }) => [subject.id, courseIn(known)]))
  const courseOf = (id: ZohoId): MoodleCourseId | undefined => linked.get(id)?.moodleId ?? known.get(id)
  const wanted = ids.flatMap((id) => courseOf(id) ?? [])
  const numbers = ids.filter((id) => courseOf(id) === undefined).map((id) => idnumberOf('BTEC_Classes', id))
  const found = [
    ...(wanted.length === 0 ? [] : await moodle.coursesBy('id', wanted.map(String))),
    ...(numbers.length === 0 ? [] : await moodle.coursesBy('idnumber', numbers)),
  ]
  return new Map(
    ids.flatMap((id): [string, MoodleCourse][] => {
      const course = courseOf(id)
      const one = found.find((each) =>
        course === undefined ? each.idnumber === idnumberOf('BTEC_Classes', id) : each.id === course,
      )
      return one === undefined ? [] : [[id, one]]
    }),
  )
}

const courseIn = (known: KnownRecord | undefined): MoodleCourseId | undefined =>
  typeof known?.targets.course === 'number' ? moodleCourseId(known.targets.course) : undefined

/** With a course, it counts towards the hourly limit. */
const goneState = ({ subject, known }: Gone, targets: NewState['targets'], changed: boolean): NewState => ({
  table: 'classes',
  key: zohoId(subject.id),
  fieldHashes: known?.fieldHashes ?? {},
  stateHash: '',
  targets,
  owners: [],
  modifiedTime: known?.modifiedTime ?? null,
  gone: true,
  changed,
})
