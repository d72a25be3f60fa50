import { completed, completedButLook, skipped, type Verdict } from '../../domain/verdicts.ts'
import type { EnrolmentChange, EnrolmentFields } from '../../ports/moodle-enrolments.ts'
import type { Place, Standing, Standings } from './standing.ts'
import type { Wanted } from './wanted.ts'

/** What is to be done for one pair, decided before anything is changed. */
export type Plan = Place & {
  standing: Standing | undefined
  /** How the enrolment will stand; undefined: there is none, and none is wanted. */
  fields: EnrolmentFields | undefined
  /** undefined: it stands so already. */
  change: EnrolmentChange | undefined
  /** When all of it went well. */
  verdict: Verdict
}

/** Decides, without asking anybody anything. */
export function planFor(
  place: Place,
  wanted: Exclude<Wanted, { kind: 'unclear' }>,
  standings: Standings,
  usualRole: number,
): Plan {
  const standing = standings.of(place)
  const { user, course, subject } = place
  const where = { user, course }
  if (wanted.kind === 'not enrolled') {
    if (standing === undefined) {
      const verdict = skipped('enrolment.not_for_type', { type: wanted.type })
      return { ...place, standing, fields: undefined, change: undefined, verdict }
    }
    const verdict = completed('enrolment.suspended_by_type', { ...where, type: wanted.type })
    return planned(place, standing, { ...fieldsOf(standing, usualRole), suspended: true }, verdict)
  }
  if (standing === undefined) {
    const fields = { ...wanted.fields, suspended: false }
    return planned(place, standing, fields, completed('enrolment.enrolled', { ...where, role: fields.role }))
  }
  const isOurs = standings.suspendedByUs.has(subject.id)
  const fields = { ...wanted.fields, suspended: standing.suspended && !isOurs }
  if (fields.suspended) return planned(place, standing, fields, completedButLook('enrolment.left_suspended', where))
  if (standing.suspended) return planned(place, standing, fields, completed('enrolment.reactivated', where))
  const differing = differences(standing, fields).join(', ')
  const verdict =
    differing === '' ? completed('enrolment.in_step', where) : completed('enrolment.updated', { ...where, fields: differing })
  return planned(place, standing, fields, verdict)
}

export function planned(place: Place, standing: Standing | undefined, fields: EnrolmentFields, verdict: Verdict): Plan {
  const { user, course, subject } = place
  const change: EnrolmentChange = { subject: subject.id, user, course, before: beforeOf(standing, fields.role), after: fields }
  const isSo = standing !== undefined && differences(standing, fields).length === 0
  return { ...place, standing, fields, change: isSo ? undefined : change, verdict }
}

/** Moodle resets what a write leaves out, so what is only to be suspended keeps all the rest. */
export const fieldsOf = ({ roles, suspended, timestart = 0, timeend = 0 }: Standing, preferred: number): EnrolmentFields => ({
  role: roles.includes(preferred) ? preferred : (roles[0] ?? preferred),
  suspended,
  timestart,
  timeend,
})

/** The role counts as there when he has it from anywhere: a second one beside it changes nothing. */
const differences = (standing: Standing, fields: EnrolmentFields): string[] => [
  ...(standing.roles.includes(fields.role) ? [] : ['role']),
  ...(standing.suspended === fields.suspended ? [] : ['suspended']),
  ...(standing.timestart === fields.timestart ? [] : ['timestart']),
  ...(standing.timeend === fields.timeend ? [] : ['timeend']),
]

/** What stood there, in the words of what shall stand there. */
export function beforeOf(standing: Standing | undefined, role: number): Partial<EnrolmentFields> | null {
  if (standing === undefined) return null
  const { roles, suspended, timestart, timeend } = standing
  const [first] = roles.includes(role) ? [role] : roles
  return {
    suspended,
    ...(first === undefined ? {} : { role: first }),
    ...(timestart === undefined ? {} : { timestart }),
    ...(timeend === undefined ? {} : { timeend }),
  }
}
