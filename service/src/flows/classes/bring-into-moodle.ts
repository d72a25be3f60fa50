import type { MoodleCourseId } from '../../domain/ids.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import { childrenOf } from '../children.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { findNumberedTwins } from '../numbered-twins.ts'
import { outcomesOf } from '../outcomes.ts'
import { answerFor } from './answer.ts'
import type { CourseTwin, LivingClass } from './class.ts'
import { enrolTeachers } from './enrol-teachers.ts'
import { noteOn } from './note.ts'
import { type Plan, planFor } from './plan.ts'
import { formerTeacher, type People, peopleOf, type Teaching } from './teaching.ts'
import { tellPlugin } from './tell-plugin.ts'
import { unitsUnheardOf } from './units.ts'
import { type Placed, worthLooking } from './worth-looking.ts'
import { type WrittenCourses, writeCourses } from './write-courses.ts'

/**
 * Makes Moodle say what Zoho says about these living classes, and Zoho know their courses: first the course, then who teaches there, then
 * what the plugin shows of it.
 */
export async function bringIntoMoodle(living: readonly LivingClass[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const placed = await worthLooking(living, answers, context)
  if (placed.length === 0) return answers
  const { plans, created, changed } = await planAndWrite(placed, context)
  const courseOf = (plan: Plan): MoodleCourseId | undefined => {
    if (plan.do === 'change') return plan.there.id
    const made = created.get(plan.record.id)
    return made?.outcome === 'done' ? made.value : undefined
  }
  const having = plans.flatMap((plan) => {
    const course = courseOf(plan)
    return course === undefined ? [] : [{ ...plan, course }]
  })
  const people = await peopleOf(placed, context)
  const enrolled = await enrolTeachers(
    having.map((one) => teachingOf(one, people, context)),
    context,
  )
  const plugin = await tellPlugin(
    having.map((one) => ({ ...one, teacher: people.teacherOf(one) })),
    context,
  )
  const tellings = having.flatMap(({ record, course }) => tellingZoho(record, course, context))
  const told = outcomesOf(tellings, ({ record }) => record, await context.zoho.updateRecords(tellings))

  const newlyLinked = having.filter(({ twin }) => twin.kind !== 'linked').map(({ record }) => record.id)
  const children = await childrenOf(newlyLinked, ['enrollments'], context)
  const units = await unitsUnheardOf(placed, plugin.labels, context)
  for (const plan of plans) {
    const { record, subject } = plan
    const outcomes = {
      course: created.get(record.id) ?? changed.get(record.id),
      enrolled: enrolled.get(record.id),
      plugin,
      told: told.get(record.id),
      note: noteOn(record, {
        hasTeacher: people.teacherOf(plan) !== undefined,
        enrolled: enrolled.get(record.id),
        strangers: people.strangers,
      }),
      feeds: children.get(record.id) ?? [],
      lookAlsoAt: [...people.lookAlsoAt(plan), ...units(plan)],
      without: people.without(plan),
    }
    answers.set(subject.id, answerFor(plan, courseOf(plan), outcomes, context))
  }
  return answers
}

/**
 * Moodle takes one ID number a call to look for a course, and refuses to make a second one with it. So new courses are made without a look,
 * and those that turn out to be there are looked at then.
 */
async function planAndWrite(placed: readonly Placed[], context: FlowContext): Promise<WrittenCourses & { plans: Plan[] }> {
  const plans = await planAll(placed, context, { looksForNew: context.rehearsal })
  const { created, changed } = await writeCourses(plans, context)
  const wasThere = ({ record }: Placed): boolean => created.get(record.id)?.outcome === 'unchanged'
  const met = placed.filter(wasThere)
  if (met.length === 0) return { plans, created, changed }
  const planned = await planAll(met, context, { looksForNew: true })
  const more = await writeCourses(planned, context)
  return {
    plans: [...plans.filter((plan) => !wasThere(plan)), ...planned],
    created: new Map([...[...created].filter(([, { outcome }]) => outcome !== 'unchanged'), ...more.created]),
    changed: new Map([...changed, ...more.changed]),
  }
}

async function planAll(
  placed: readonly Placed[],
  context: FlowContext,
  { looksForNew }: { looksForNew: boolean },
): Promise<Plan[]> {
  const records = placed.map(({ record }) => record)
  const ids = records.map(({ id }) => id)
  const hasDays = records.some(({ startDate, endDate }) => startDate !== null || endDate !== null)
  const [links, timeZone] = await Promise.all([
    context.links.moodleOf('BTEC_Classes', ids),
    hasDays ? context.settings['college.time_zone'] || context.zoho.timeZone() : 'UTC',
  ])
  const by = context.moodle.coursesBy
  const twins = await findNumberedTwins({ module: 'BTEC_Classes', records, links, by, looksForNew }, context)
  const isHidden = (twin: CourseTwin | undefined) => twin !== undefined && 'object' in twin && !twin.object.visible
  const hidden = ids.filter((id) => isHidden(twins.get(id)))
  const hiddenByUs = hidden.length === 0 ? new Set<string>() : await context.records.hiddenByUs(hidden)
  return placed.map((one) => planFor(one, twins.get(one.record.id) ?? { kind: 'none' }, { timeZone, hiddenByUs }, context))
}

function teachingOf(one: Plan & { course: MoodleCourseId }, people: People, { settings }: FlowContext): Teaching {
  const teacher = people.teacherOf(one)
  return {
    id: one.record.id,
    course: one.course,
    isNew: one.do === 'create',
    teacher,
    role: settings['roles.teacher'],
    former: formerTeacher(one),
    keepsFormer: one.record.teacher !== null && teacher === undefined,
    staff: people.staff,
  }
}

/** Written only when it differs: that is what ends the loop of a write that fires its own workflow. */
function tellingZoho({ id, moodleId }: LivingClass['record'], course: MoodleCourseId, { mappings }: FlowContext): ZohoChange[] {
  if (moodleId === String(course)) return []
  const { from } = mappings.classes.rules.moodleId
  return [{ subject: id, module: 'BTEC_Classes', record: id, before: { [from]: moodleId }, after: { [from]: String(course) } }]
}
