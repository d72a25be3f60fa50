import { noteChange } from '../changes.ts'
import { type Acting, secondsNow } from '../world.ts'
import type { Assignment, AssignmentGrade } from './rows.ts'
import { requireCourse, requireUser, sureFields } from './sure-fields.ts'

/** The gradebook's item of an assignment has the number of its own id above this. */
const GRADE_ITEMS = 2000

const emptyAssignment = { duedate: 0, grade: 100, markingworkflow: false, maxattempts: 1, attemptreopenmethod: 'none' }
const emptyGrade = {
  attemptnumber: 0,
  grade: null,
  criteria: [],
  feedback: '',
  workflowstate: '',
  grader: -1,
  extensionduedate: 0,
  overridden: false,
} satisfies Partial<AssignmentGrade>

/** An assignment on the course's page; without a `cmid` it gets the number of its own id above 1000. */
export function storeAssignment(fields: Record<string, unknown>, person: Acting): Assignment {
  const { assignments } = person.world.teaching
  const known = ['id', 'courseid', 'cmid', 'name', ...Object.keys(emptyAssignment)]
  const sent = sureFields<Partial<Assignment> & { courseid: number; name: string }>(fields, known, ['courseid', 'name'])
  requireCourse(sent.courseid, person.world)
  const id = sent.id === undefined ? assignments.nextId() : Number(sent.id)
  const before = assignments.get(id)
  const stored = assignments.replace({ ...emptyAssignment, cmid: 1000 + id, ...sent, id })
  noteChange(person, before === undefined ? 'course_module_created' : 'course_module_updated', idsOf(stored))
  return stored
}

export function forgetAssignment(assignment: Assignment, person: Acting): void {
  const { assignments, grades, grading_definitions: forms } = person.world.teaching
  for (const { id } of grades.where('assignment', assignment.id)) grades.erase(id)
  for (const { id } of forms.where('assignment', assignment.id)) forms.erase(id)
  assignments.erase(assignment.id)
  noteChange(person, 'course_module_deleted', idsOf(assignment))
}

const idsOf = ({ id, courseid, cmid }: Assignment) => ({ courseid, cmid, assignid: id })

/**
 * Marking on the assignment's page: tells that it was graded, and when its workflow went on also of that. Whoever marked it, acts. Overriding
 * the grade in the gradebook, and taking that back, is told of alone.
 */
export function storeGrade(fields: Record<string, unknown>, person: Acting): AssignmentGrade {
  const { world } = person
  const { grades, assignments } = world.teaching
  const now = secondsNow(world)
  const known = ['id', 'assignmentid', 'userid', 'timecreated', 'timemodified', ...Object.keys(emptyGrade)]
  const needed = ['assignmentid', 'userid']
  const sent = sureFields<Partial<AssignmentGrade> & { assignmentid: number; userid: number }>(fields, known, needed)
  const assignment = assignments.get(sent.assignmentid)
  if (assignment === undefined) throw new Error(`There is no assignment ${sent.assignmentid}`)
  requireUser(sent.userid, world)
  const id = sent.id === undefined ? grades.nextId() : Number(sent.id)
  const before = grades.get(id)
  const stored = grades.replace({ ...emptyGrade, timecreated: now, ...sent, timemodified: now, id })
  const marker = stored.grader > 0 ? { world, callerId: stored.grader } : person
  const ids = { userid: stored.userid, courseid: assignment.courseid, assignid: assignment.id }
  if (stored.overridden !== (before?.overridden ?? false)) {
    noteChange(person, 'user_graded', { ...ids, gradeitemid: GRADE_ITEMS + assignment.id })
    return stored
  }
  noteChange(marker, 'submission_graded', { ...ids, gradeid: id })
  if (stored.workflowstate !== (before?.workflowstate ?? '')) noteChange(marker, 'workflow_state_updated', ids)
  return stored
}
