import { invalidParameter } from '../../errors.ts'
import { list, type Parsed, struct, value } from '../../params.ts'
import { roles } from '../../teaching/roles.ts'
import type { Assignment, AssignmentGrade } from '../../teaching/rows.ts'
import { BTEC_SCALE, scales } from '../../teaching/scales.ts'
import { pair } from '../../teaching/tables.ts'
import type { MoodleWorld, Visit } from '../../world.ts'

export const getGradesParams = struct({ ids: list(value('int')) })

const MOST_IDS = 100

/** local_campusbridge_get_grades: in the order of the ids, each once. */
export function getGrades({ ids }: Parsed<typeof getGradesParams>, visit: Visit): { grades: unknown[]; missing: number[] } {
  if (ids.length > MOST_IDS) throw invalidParameter(`ids: at most ${MOST_IDS}`)
  const { teaching } = visit.world
  const told = [...new Set(ids)].map((id) => {
    const grade = teaching.grades.get(id)
    const assignment = teaching.assignments.get(grade?.assignmentid ?? 0)
    return grade === undefined || assignment === undefined ? id : gradeDetails(grade, assignment, visit.world)
  })
  const grades = told.filter((one) => typeof one !== 'number')
  visit.rows.found += grades.length
  return { grades, missing: told.filter((one) => typeof one === 'number') }
}

/** In the order of Moodle's own description of the answer. */
function gradeDetails(grade: AssignmentGrade, assignment: Assignment, world: MoodleWorld): Record<string, unknown> {
  const scale = scales.get(-assignment.grade)
  const grader = personIn(grade.grader, assignment.courseid, world)
  const assignmentduedate = assignment.duedate === 0 ? null : assignment.duedate
  const extensionduedate = grade.extensionduedate === 0 ? null : grade.extensionduedate
  const attempts = world.teaching.grades.where('pair', pair(grade.assignmentid, grade.userid)).map((each) => each.attemptnumber)
  return {
    id: grade.id,
    userid: grade.userid,
    courseid: assignment.courseid,
    cmid: assignment.cmid,
    assignmentid: assignment.id,
    attemptnumber: grade.attemptnumber,
    grade: grade.grade,
    maxgrade: scale === undefined ? (assignment.grade > 0 ? assignment.grade : null) : scale.items.length,
    scale: scale?.name ?? null,
    btec: assignment.grade === -BTEC_SCALE,
    workflowstate: assignment.markingworkflow ? grade.workflowstate || 'notmarked' : '',
    criteria: criteriaOf(grade, world),
    feedback: grade.feedback,
    ...(grader === undefined ? {} : { grader }),
    markers: [],
    timecreated: grade.timecreated,
    timemodified: grade.timemodified,
    duedate: extensionduedate ?? assignmentduedate,
    duedatesource: extensionduedate === null ? 'assignment' : 'extension',
    assignmentduedate,
    extensionduedate,
    attempts: Math.max(...attempts) + 1,
    maxattempts: assignment.maxattempts,
    attemptreopenmethod: assignment.attemptreopenmethod,
  }
}

/** All criteria of the form, when any was marked. */
function criteriaOf({ assignmentid, criteria: marks }: AssignmentGrade, { teaching }: MoodleWorld): unknown[] {
  const [form] = teaching.grading_definitions.where('assignment', assignmentid)
  if (form === undefined || marks.length === 0) return []
  return form.criteria.map(({ id, shortname }) => {
    const mark = marks.find((each) => each.shortname === shortname)
    return { id, shortname, score: mark?.score ?? null, remark: mark?.remark ?? '' }
  })
}

function personIn(id: number, courseid: number, { users, teaching }: MoodleWorld) {
  const user = users.get(id)
  if (user === undefined) return undefined
  const given = teaching.role_assignments.where('pair', pair(id, courseid)).map(({ roleid }) => roleid)
  // The ids of a fresh site's roles are in the order of their importance.
  const names = roles.filter((role) => given.includes(role.id)).map(({ shortname }) => shortname)
  return { id, name: `${user.firstname} ${user.lastname}`, roles: names }
}
