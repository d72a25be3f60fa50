import type { SimulatedRecord } from '../../system.ts'
import { forgetCourse, giveRole, insertEnrolment, takeRole, unenrol, updateEnrolment } from '../enrolments/enrol.ts'
import { deleteForm, writeForm } from '../plugin/grading/forms.ts'
import { ADMIN_ID } from '../site.ts'
import type { Acting, MoodleWorld } from '../world.ts'
import { forgetAssignment, storeAssignment, storeGrade } from './assignments-by-hand.ts'
import { STUDENT } from './roles.ts'
import type { Enrolment, GradingForm } from './rows.ts'
import { storeCategory, storeCohort, storeCohortMember, storeCourse } from './store-by-hand.ts'
import { requireCourse, requireUser, sureFields } from './sure-fields.ts'

type Module = {
  list(): SimulatedRecord[]
  store(fields: Record<string, unknown>): SimulatedRecord
  /** False where the site keeps it. */
  remove(id: number): boolean
}

/** What people do on the site's own pages, as records of the control surface: the plugin's outbox is told, the actor an administrator. */
export function teachingRecords(world: MoodleWorld): Record<string, Module> {
  const { categories, courses, cohorts, cohort_members: members, enrolments, role_assignments: roles } = world.teaching
  const { assignments, grades, grading_definitions: forms } = world.teaching
  const person: Acting = { world, callerId: ADMIN_ID }
  return {
    categories: {
      list: () => categories.all(),
      store: (fields) => storeCategory(fields, world),
      remove(id) {
        if (categories.where('parent', id).length + courses.where('category', id).length > 0)
          throw new Error(`Category ${id} is not empty`)
        return categories.erase(id)
      },
    },
    courses: {
      list: () => courses.all(),
      store: (fields) => storeCourse(fields, person),
      remove: (id) => forgetCourse(id, person),
    },
    cohorts: {
      list: () => cohorts.all(),
      store: (fields) => storeCohort(fields, world),
      remove(id) {
        for (const member of members.where('cohort', id)) members.erase(member.id)
        return cohorts.erase(id)
      },
    },
    cohort_members: {
      list: () => members.all(),
      store: (fields) => storeCohortMember(fields, world),
      remove: (id) => members.erase(id),
    },
    enrolments: {
      list: () => enrolments.all(),
      store: (fields) => storeEnrolment(fields, person),
      remove(id) {
        const enrolment = enrolments.get(id)
        if (enrolment !== undefined) unenrol(enrolment, person)
        return enrolment !== undefined
      },
    },
    role_assignments: {
      list: () => roles.all(),
      store(fields) {
        const known = ['id', 'userid', 'courseid', 'roleid', 'component', 'modifierid']
        const {
          userid = 0,
          courseid = 0,
          roleid = 0,
        } = sureFields<Record<string, number>>(fields, known, ['userid', 'courseid', 'roleid'])
        requireUser(userid, world)
        requireCourse(courseid, world)
        return giveRole(userid, courseid, roleid, person)
      },
      remove(id) {
        const role = roles.get(id)
        if (role !== undefined) takeRole(role, person)
        return role !== undefined
      },
    },
    assignments: {
      list: () => assignments.all(),
      store: (fields) => storeAssignment(fields, person),
      remove(id) {
        const assignment = assignments.get(id)
        if (assignment !== undefined) forgetAssignment(assignment, person)
        return assignment !== undefined
      },
    },
    grades: {
      list: () => grades.all(),
      store: (fields) => storeGrade(fields, person),
      remove: (id) => grades.erase(id),
    },
    grading_definitions: {
      list: () => forms.all(),
      store: (fields) => storeForm(fields, person),
      remove(id) {
        const form = forms.get(id)
        if (form !== undefined) deleteForm(form, person)
        return form !== undefined
      },
    },
  }
}

/** Editing a form on its page: its name, description and criteria, those that stay keeping their ids. */
function storeForm(fields: Record<string, unknown>, person: Acting): GradingForm {
  const known = ['id', 'zohoid', 'asof', 'copiedfromid', 'assignmentid', 'name', 'description', 'criteria', 'timemodified']
  const sent = sureFields<GradingForm>(fields, known, ['id', 'name', 'criteria'])
  const form = person.world.teaching.grading_definitions.get(Number(sent.id))
  if (form === undefined)
    throw new Error('A form comes by set_grading_templates and attach_grading_template; by hand it is edited')
  return writeForm(form, { ...form, ...sent }, person)
}

/** As on the page "Enrol users", a new one brings a role: `roleid`, by default the student's, 0 for none. */
function storeEnrolment(fields: Record<string, unknown>, person: Acting): Enrolment {
  const { enrolments } = person.world.teaching
  const known = ['id', 'userid', 'courseid', 'enrol', 'status', 'timestart', 'timeend', 'timecreated', 'timemodified', 'roleid']
  const sent = sureFields<Partial<Enrolment> & { roleid?: number }>(fields, known, ['userid', 'courseid'])
  const { userid = 0, courseid = 0, roleid = STUDENT, status = 'active', timestart = 0, timeend = 0, enrol = 'manual' } = sent
  if (status !== 'active' && status !== 'suspended') throw new Error('An enrolment is active or suspended')
  requireUser(userid, person.world)
  requireCourse(courseid, person.world)
  const before = sent.id === undefined ? undefined : enrolments.get(Number(sent.id))
  if (before !== undefined) return updateEnrolment(before, { status, timestart, timeend }, person)
  const id = sent.id === undefined ? {} : { id: Number(sent.id) }
  const made = insertEnrolment({ ...id, userid, courseid, enrol, status, timestart, timeend }, person)
  if (roleid !== 0) giveRole(userid, courseid, roleid, person)
  return made
}
