import { noteChange } from '../changes.ts'
import { forgetRecordsOf } from '../plugin/forget-person.ts'
import { forgetAssignment } from '../teaching/assignments-by-hand.ts'
import { teachingRoles } from '../teaching/roles.ts'
import type { Enrolment, RoleAssignment } from '../teaching/rows.ts'
import { FRONT_PAGE } from '../teaching/seed.ts'
import { pair } from '../teaching/tables.ts'
import { type Acting, type MoodleWorld, secondsNow } from '../world.ts'

/** An enrolment as it shall be. */
export type Wanted = Pick<Enrolment, 'userid' | 'courseid' | 'status' | 'timestart' | 'timeend'>

export const manualEnrolmentOf = ({ teaching }: MoodleWorld, userid: number, courseid: number): Enrolment | undefined =>
  teaching.enrolments.where('pair', pair(userid, courseid)).find(({ enrol }) => enrol === 'manual')

/** Moodle's enrol_user(): enrols, or brings an enrolment that differs into step; gives the role after that. */
export function enrol(wanted: Wanted, roleid: number, acting: Acting): void {
  const known = manualEnrolmentOf(acting.world, wanted.userid, wanted.courseid)
  if (known === undefined) insertEnrolment({ ...wanted, enrol: 'manual' }, acting)
  else updateEnrolment(known, wanted, acting)
  giveRole(wanted.userid, wanted.courseid, roleid, acting)
}

export function insertEnrolment(
  wanted: Omit<Enrolment, 'id' | 'timecreated' | 'timemodified'> & { id?: number },
  acting: Acting,
): Enrolment {
  const { enrolments } = acting.world.teaching
  const now = secondsNow(acting.world)
  const made = enrolments.insert({ ...wanted, id: wanted.id ?? enrolments.nextId(), timecreated: now, timemodified: now })
  tell('user_enrolment_created', made, acting)
  return made
}

/** No change and no event where nothing differs. */
export function updateEnrolment(known: Enrolment, wanted: Partial<Wanted>, acting: Acting): Enrolment {
  const { status = known.status, timestart = known.timestart, timeend = known.timeend } = wanted
  if (known.status === status && known.timestart === timestart && known.timeend === timeend) return known
  const timemodified = secondsNow(acting.world)
  const changed = acting.world.teaching.enrolments.replace({ ...known, status, timestart, timeend, timemodified })
  tell('user_enrolment_updated', changed, acting)
  return changed
}

/** Moodle's unenrol_user(): with somebody's last enrolment in a course go all roles there. */
export function unenrol(known: Enrolment, acting: Acting): void {
  const { enrolments, role_assignments: roles } = acting.world.teaching
  const both = pair(known.userid, known.courseid)
  enrolments.erase(known.id)
  if (enrolments.where('pair', both).length === 0) for (const role of roles.where('pair', both)) takeRole(role, acting)
  tell('user_enrolment_deleted', known, acting)
}

export function giveRole(userid: number, courseid: number, roleid: number, acting: Acting): RoleAssignment {
  const { role_assignments: roles } = acting.world.teaching
  const known = roles.where('pair', pair(userid, courseid)).find((each) => each.roleid === roleid && each.component === '')
  if (known !== undefined) return known
  const role = { id: roles.nextId(), userid, courseid, roleid, component: '', modifierid: acting.callerId }
  roles.insert(role)
  tellOfRole('role_assigned', role, acting)
  return role
}

export function takeRole(role: RoleAssignment, acting: Acting): void {
  acting.world.teaching.role_assignments.erase(role.id)
  tellOfRole('role_unassigned', role, acting)
}

/** What goes with an account: enrolments and roles with their events; cohort memberships, picture and the plugin's records without a word. */
export function forgetPerson(userid: number, acting: Acting): void {
  const { enrolments, role_assignments: roles, cohort_members: members, pictures } = acting.world.teaching
  for (const enrolment of enrolments.where('user', userid)) unenrol(enrolment, acting)
  for (const role of roles.where('user', userid)) takeRole(role, acting)
  for (const { id } of members.where('user', userid)) members.erase(id)
  for (const { id } of pictures.where('user', userid)) pictures.erase(id)
  forgetRecordsOf(userid, acting.world)
}

/** What goes with a course: first whoever is enrolled, then the course itself. Not so the front page: false. */
export function forgetCourse(id: number, acting: Acting): boolean {
  const { courses, enrolments, assignments } = acting.world.teaching
  if (id === FRONT_PAGE) return false
  for (const enrolment of enrolments.where('course', id)) unenrol(enrolment, acting)
  for (const assignment of assignments.where('course', id)) forgetAssignment(assignment, acting)
  const idnumber = courses.get(id)?.idnumber ?? ''
  courses.erase(id)
  noteChange(acting, 'course_deleted', { courseid: id, ...(isOurs(idnumber) ? { idnumber } : {}) })
  return true
}

/** The idnumbers that the service gives: a Zoho id, alone or with its module. */
const isOurs = (idnumber: string): boolean => /^(zoho:[A-Za-z_]+:)?\d{15,20}$/.test(idnumber)

const tell = (
  type: `user_enrolment_${'created' | 'updated' | 'deleted'}`,
  { userid, courseid, id }: Enrolment,
  acting: Acting,
): void => noteChange(acting, type, { userid, courseid, enrolmentid: id })

function tellOfRole(
  type: 'role_assigned' | 'role_unassigned',
  { userid, roleid, courseid }: RoleAssignment,
  acting: Acting,
): void {
  if (courseid === FRONT_PAGE || !teachingRoles.includes(roleid)) return
  const contextid = acting.world.teaching.courses.get(courseid)?.contextid ?? 0
  noteChange(acting, type, { userid, courseid, roleid, contextid })
}
