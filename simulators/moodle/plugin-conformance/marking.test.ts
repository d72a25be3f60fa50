import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addAssignment, mark, removeAssignment } from './assignment.ts'
import { courseForTests, enrol, type Person, personWithPassword } from './course.ts'
import { logIn, type Session } from './moodle-session.ts'
import { call, leave, newZohoId, now, one } from './plugin-site.ts'

/** Needs a Moodle with pages, because a teacher adds the assignment and marks it there: no web service of core does either. */

const ATTACH = 'local_campusbridge_attach_grading_template'
const SET = 'local_campusbridge_set_grading_templates'

type Event = { seq: number; event_type: string; actor: { id: number; bridge: boolean }; data: Record<string, number> }
type Attached = { status: string; cmid: number; assignmentid: number; definitionid: number; behind: string }

const zohoid = newZohoId()
const criteria = ['P1', 'P2', 'M1', 'D1'].map((shortname) => ({ shortname, description: `Do ${shortname}` }))
const template = (differing: object = {}) => ({ zohoid, name: 'Unit 7: Marking', criteria, as_of: now(), ...differing })

let courseid: number
let cmid: number
let teacher: Person
let student: Person
let session: Session

beforeAll(async () => {
  courseid = await courseForTests()
  teacher = await personWithPassword('teacher')
  student = await personWithPassword('student')
  await enrol(teacher.userid, courseid, 'editingteacher')
  await enrol(student.userid, courseid, 'student')
  session = await logIn(teacher.username, teacher.password)
  cmid = await addAssignment(session, courseid, 'Assignment of the conformance tests')
  expect(await one(SET, template())).toMatchObject({ status: 'created' })
})

afterAll(async () => {
  await removeAssignment(session, courseid, cmid)
  await leave()
})

const copies = async () => {
  const { templates } = await call<{ templates: { copies: { cmid: number; behind: string; marked: number }[] }[] }>(
    'local_campusbridge_get_grading_templates',
    { zohoids: [zohoid] },
  )
  return templates[0]?.copies
}

describe('an assignment and the template of its unit', () => {
  let attached: Attached
  let gradeid: number

  test('are joined once', async () => {
    attached = await call<Attached>(ATTACH, { zohoid, cmid })
    expect(attached).toEqual({
      status: 'updated',
      cmid,
      assignmentid: expect.any(Number),
      definitionid: expect.any(Number),
      behind: '',
    })
    expect(await call(ATTACH, { zohoid, cmid })).toEqual({ ...attached, status: 'skipped' })
    expect(await copies()).toMatchObject([{ cmid, behind: '', marked: 0, assignmentid: attached.assignmentid }])
  })

  test('are refused where there is no such unit', async () => {
    expect(await call(ATTACH, { zohoid: newZohoId(), cmid })).toMatchObject({
      status: 'refused',
      error: 'templatemissing',
      field: 'zohoid',
    })
  })

  test('a mark is told, with its id and who gave it', async () => {
    const { highest_seq } = await call<{ highest_seq: number }>('local_campusbridge_get_changes', { since_seq: 0, limit: 1 })
    await mark(session, cmid, attached.assignmentid, student.userid, {
      criteria: [
        { met: true, remark: 'Clear, and 2 < 3' },
        { met: true, remark: '' },
        { met: false, remark: 'Not yet' },
        { met: false, remark: '' },
      ],
      feedback: '<p>Well done</p>',
    })
    const { events } = await call<{ events: Event[] }>('local_campusbridge_get_changes', { since_seq: highest_seq })
    const told = events.find(({ event_type, data }) => event_type === 'submission_graded' && data.userid === student.userid)
    expect(told).toMatchObject({
      actor: { id: teacher.userid, bridge: false },
      data: { courseid, assignid: attached.assignmentid, gradeid: expect.any(Number) },
    })
    gradeid = told?.data.gradeid ?? 0
  })

  test('a mark is read with criteria, remarks and words', async () => {
    const { grades, missing } = await call<{ grades: object[]; missing: number[] }>('local_campusbridge_get_grades', {
      ids: [gradeid, 999_999_999],
    })
    expect(missing).toEqual([999_999_999])
    expect(grades).toEqual([
      {
        id: gradeid,
        userid: student.userid,
        courseid,
        cmid,
        assignmentid: attached.assignmentid,
        attemptnumber: 0,
        // Both passes met and no merit: the second of Refer, Pass, Merit and Distinction.
        grade: 2,
        maxgrade: 4,
        scale: 'BTEC',
        btec: true,
        workflowstate: '',
        criteria: [
          { id: expect.any(Number), shortname: 'P1', score: 1, remark: 'Clear, and 2 < 3' },
          { id: expect.any(Number), shortname: 'P2', score: 1, remark: '' },
          { id: expect.any(Number), shortname: 'M1', score: 0, remark: 'Not yet' },
          { id: expect.any(Number), shortname: 'D1', score: 0, remark: '' },
        ],
        feedback: 'Well done',
        grader: { id: teacher.userid, name: 'Test Person teacher', roles: ['editingteacher'] },
        markers: [],
        timecreated: expect.any(Number),
        timemodified: expect.any(Number),
        duedate: expect.any(Number),
        duedatesource: 'assignment',
        assignmentduedate: expect.any(Number),
        extensionduedate: null,
        attempts: expect.any(Number),
        maxattempts: 1,
        attemptreopenmethod: 'untilpass',
      },
    ])
  })

  test('marks keep the form as it is when the unit changes, and another unit away', async () => {
    const changed = template({ criteria: [...criteria, { shortname: 'P3', description: 'Do P3' }] })
    expect(await one(SET, changed)).toMatchObject({ status: 'updated', copiesupdated: 0, copiesbehind: 1 })
    expect(await copies()).toMatchObject([{ cmid, behind: 'marked', marked: 1 }])
    expect(await call(ATTACH, { zohoid, cmid })).toMatchObject({ status: 'skipped', behind: 'marked' })

    const other = newZohoId()
    expect(await one(SET, template({ zohoid: other, criteria: criteria.slice(0, 2) }))).toMatchObject({ status: 'created' })
    expect(await call(ATTACH, { zohoid: other, cmid })).toMatchObject({
      status: 'refused',
      error: 'alreadymarked',
      field: 'cmid',
    })
  })
})
