import type { MoodleCourseId, MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { EnrolmentChange, MoodleEnrolment } from '../../ports/moodle-enrolments.ts'
import type { FlowContext, ObservedTarget } from '../flow.ts'
import type { Teaching } from './teaching.ts'

/** What became of those who teach a class. */
export type Enrolled = {
  outcomes: Written[]
  observed: ObservedTarget[]
  /** What was changed: `teacher`, `former teacher`, `staff`. */
  changed: string[]
  /** Whom we have enrolled as its teacher. */
  teacher: MoodleUserId | undefined
  /** The teacher is enrolled, and somebody suspended that in Moodle. */
  leftSuspended: boolean
}

type Part = 'teacher' | 'former teacher' | 'staff'
type Step = { part: Part; change: EnrolmentChange }

const pairOf = (user: MoodleUserId, course: MoodleCourseId): string => `${user}:${course}`

/**
 * Enrols the teachers and staff of a set of classes, and only then suspends the teachers they had before, if it was us who enrolled them:
 * a class is never without its teacher, and nobody loses marks or messages.
 */
export async function enrolTeachers(
  classes: readonly Teaching[],
  { moodle, records }: Pick<FlowContext, 'moodle' | 'records'>,
): Promise<Map<ZohoId, Enrolled>> {
  const pairs = classes.flatMap(({ course, isNew, teacher, former, staff }) =>
    isNew
      ? []
      : [...new Set([teacher, former, ...staff.map(({ user }) => user)])].flatMap((user) => (user ? [{ user, course }] : [])),
  )
  const there = new Map(
    (pairs.length === 0 ? [] : await moodle.enrolmentsOf(pairs)).map((one) => [pairOf(one.user, one.course), one]),
  )
  const seen = (user: MoodleUserId, { course }: Teaching): MoodleEnrolment | undefined => there.get(pairOf(user, course))
  // A run that broke off before it could remember whom it had enrolled.
  const unsure = classes.filter(({ teacher, former, course }) => teacher !== former && there.has(`${teacher}:${course}`))
  const byUs = unsure.length === 0 ? new Map<string, Set<string>>() : await records.changedByUs(unsure.map(({ id }) => id))

  const write = async (steps: readonly Step[]): Promise<Map<Step, Written>> => {
    const written = await moodle.setEnrolments(steps.map(({ change }) => change))
    return new Map(steps.map((step, index) => [step, written[index] ?? { outcome: 'withheld' }]))
  }
  const isTouched = ({ id, course }: Teaching, user: MoodleUserId): boolean => byUs.get(id)?.has(pairOf(user, course)) === true
  const adding = new Map(classes.map((one) => [one.id, additionsTo(one, seen, isTouched)]))
  const added = await write([...adding.values()].flat())
  const leaving = new Map(
    classes.map((one) => {
      const all = (adding.get(one.id) ?? []).every((step) => added.get(step)?.outcome !== 'refused')
      return [one.id, all ? departureFrom(one, seen) : []]
    }),
  )
  const left = await write([...leaving.values()].flat())

  return new Map(
    classes.map((one): [ZohoId, Enrolled] => {
      const steps = [...(adding.get(one.id) ?? []), ...(leaving.get(one.id) ?? [])]
      const outcomeOf = (step: Step): Written => added.get(step) ?? left.get(step) ?? { outcome: 'withheld' }
      const done = steps.filter((step) => outcomeOf(step).outcome === 'done')
      const { teacher, former } = one
      const isOurs =
        teacher === former || done.some(({ part }) => part === 'teacher') || (teacher !== undefined && isTouched(one, teacher))
      const isEnrolled = teacher !== undefined && isOurs
      return [
        one.id,
        {
          outcomes: steps.map(outcomeOf),
          observed: observedIn(one, seen),
          changed: [...new Set(done.map(({ part }) => part))],
          // Who is to follow has no account yet: until then the former teacher is still there, and still ours to suspend.
          teacher: isEnrolled ? teacher : one.keepsFormer ? former : undefined,
          leftSuspended: teacher !== undefined && seen(teacher, one)?.suspended === true && !mayLift(one, teacher, isTouched),
        },
      ]
    }),
  )
}

type Seen = (user: MoodleUserId, one: Teaching) => MoodleEnrolment | undefined
type IsTouched = (one: Teaching, user: MoodleUserId) => boolean

/** A suspension is lifted only where it was ours: that of a teacher who had been replaced and comes back. */
const mayLift = (one: Teaching, user: MoodleUserId, isTouched: IsTouched): boolean =>
  user === one.teacher && user !== one.former && isTouched(one, user)

function additionsTo(one: Teaching, seen: Seen, isTouched: IsTouched): Step[] {
  const { teacher, role, staff } = one
  const wanted = [
    ...(teacher === undefined ? [] : [{ part: 'teacher' as const, user: teacher, role }]),
    ...staff.filter(({ user }) => user !== teacher).map((member) => ({ part: 'staff' as const, ...member })),
  ]
  return wanted.flatMap(({ part, user, role }): Step[] => {
    const enrolment = seen(user, one)
    const suspended = enrolment?.suspended === true && !mayLift(one, user, isTouched)
    const isSo = enrolment?.roles.includes(role) === true && enrolment.suspended === suspended
    return isSo ? [] : [{ part, change: changeOf(one, user, { role, suspended }, enrolment) }]
  })
}

function departureFrom(one: Teaching, seen: Seen): Step[] {
  const { teacher, former, keepsFormer, staff, role } = one
  if (former === undefined || former === teacher || keepsFormer || staff.some(({ user }) => user === former)) return []
  const enrolment = seen(former, one)
  if (enrolment === undefined || enrolment.suspended) return []
  const kept = enrolment.roles.includes(role) ? role : (enrolment.roles[0] ?? role)
  return [{ part: 'former teacher', change: changeOf(one, former, { role: kept, suspended: true }, enrolment) }]
}

/** The dates of an enrolment that is there stay: Moodle resets what a write leaves out. */
function changeOf(
  { id, course }: Teaching,
  user: MoodleUserId,
  wanted: { role: number; suspended: boolean },
  there: MoodleEnrolment | undefined,
): EnrolmentChange {
  const { timestart = 0, timeend = 0 } = there ?? {}
  const before =
    there === undefined
      ? null
      : { ...(there.roles.includes(wanted.role) ? { role: wanted.role } : {}), suspended: there.suspended, timestart, timeend }
  return { subject: id, user, course, before, after: { ...wanted, timestart, timeend } }
}

function observedIn(one: Teaching, seen: Seen): ObservedTarget[] {
  const { teacher, former, staff, course, role } = one
  const people = new Map([
    ...(former === undefined ? [] : [[former, role] as const]),
    ...staff.map((member) => [member.user, member.role] as const),
    ...(teacher === undefined ? [] : [[teacher, role] as const]),
  ])
  return [...people].map(([user, role]) => {
    const there = seen(user, one)
    const fields =
      there === undefined
        ? null
        : {
            role: String(there.roles.includes(role) ? role : (there.roles[0] ?? '')),
            suspended: there.suspended,
            timestart: String(there.timestart),
            timeend: String(there.timeend),
          }
    return { system: 'moodle', target: pairOf(user, course), fields }
  })
}
