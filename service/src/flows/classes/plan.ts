import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { MoodleCourse, MoodleCourseChange, NewMoodleCourse } from '../../ports/moodle-courses.ts'
import { differences } from '../differences.ts'
import type { FlowContext } from '../flow.ts'
import { takenVerdict } from '../numbered-twins.ts'
import type { CourseTwin } from './class.ts'
import { courseOf, numbered } from './course-fields.ts'
import type { Placed } from './worth-looking.ts'

/** What is to be done about the course of one class, decided before anything is changed. */
export type Plan = Placed & { twin: CourseTwin } & (
    | { do: 'create'; wanted: NewMoodleCourse }
    | { do: 'change'; there: MoodleCourse; change: MoodleCourseChange; leftHidden: boolean }
    | { do: 'nothing'; verdict: Verdict }
  )

/** What must be known before anything is decided. */
export type About = {
  timeZone: string
  /** Classes whose course is hidden by us, and nobody else: it may be shown again. */
  hiddenByUs: ReadonlySet<string>
}

/** Decides, without asking anybody anything. */
export function planFor(one: Placed, twin: CourseTwin, about: About, { settings }: Pick<FlowContext, 'settings'>): Plan {
  const { record, category, hidden } = one
  const base = { ...one, twin }
  const nothing = (verdict: Verdict): Plan => ({ ...base, do: 'nothing', verdict })
  const said = courseOf(record, category, about.timeZone)
  switch (twin.kind) {
    case 'deleted':
      return nothing(needsAttention('class.deleted_in_moodle', { class: record.id, course: twin.id }))
    case 'taken':
      return nothing(takenVerdict('BTEC_Classes', record.id, twin.id))
    case 'foreign': {
      const { id: course, idnumber } = twin.object
      return nothing(needsAttention('class.course_not_ours', { class: record.id, course, idnumber }))
    }
    case 'none': {
      const course = { startdate: 0, enddate: 0, ...said, visible: !hidden }
      const { 'classes.format': format, 'classes.sections': sections } = settings
      return { ...base, do: 'create', wanted: { subject: record.id, course, format, sections } }
    }
    default: {
      const { object: there } = twin
      const mayShow = about.hiddenByUs.has(record.id)
      const wanted = {
        ...said,
        // A course that has the class's number in its short name already keeps it.
        ...(there.shortname === numbered(said.shortname, record) ? { shortname: there.shortname } : {}),
        // Whoever else hid it knew why.
        ...(hidden || there.visible || mayShow ? { visible: !hidden } : {}),
      }
      const change = { subject: record.id, course: there.id, ...differences(there, wanted) }
      return { ...base, do: 'change', there, change, leftHidden: !hidden && !there.visible && !mayShow }
    }
  }
}
