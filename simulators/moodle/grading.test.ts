import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startShell } from '../shell.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from './moodle.ts'

const shell = await startShell({
  port: 0,
  seed: 'empty',
  build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
  addresses: () => ({}),
})
afterAll(() => shell.stop())
const { moodle } = shell.systems

const ask = async <T>(name: string, parameters: Record<string, string>): Promise<T> => {
  const form = { wstoken: DEFAULT_MOODLE_TOKEN, moodlewsrestformat: 'json', wsfunction: `local_campusbridge_${name}` }
  const body = new URLSearchParams({ ...form, ...parameters })
  return (await (await fetch(`${shell.url}/moodle/webservice/rest/server.php`, { method: 'POST', body })).json()) as T
}
const put = (module: string, fields: Record<string, unknown>) => moodle.records.put(module, fields, 'human')

const UNIT = '572576700000070001'
let asOf = 1_790_000_000_000
const setUnit = async (shortnames: string[], more: object = {}) => {
  asOf += 1
  const criteria = shortnames.map((shortname) => ({ shortname, description: `Do ${shortname}` }))
  const items = JSON.stringify([{ zohoid: UNIT, name: 'Unit 1', criteria, as_of: asOf, ...more }])
  return (await ask<{ results: object[] }>('set_grading_templates', { items })).results[0]
}
const attach = (cmid: unknown) => ask<object>('attach_grading_template', { zohoid: UNIT, cmid: String(cmid) })
const copies = async () => {
  const answer = await ask<{ templates: { copies: object[] }[] }>('get_grading_templates', { 'zohoids[0]': UNIT })
  return answer.templates[0]?.copies
}

let student: unknown
let assignment: Record<string, unknown>
beforeEach(async () => {
  moodle.reset('empty')
  moodle.configure({ plugin: true })
  student = put('users', { username: 'maya', firstname: 'Maya', lastname: 'Lind', email: 'maya@college.example' }).id
  const { id: courseid } = put('courses', { fullname: 'Unit 1', shortname: 'U1' })
  assignment = put('assignments', { courseid, name: 'Report', duedate: 1_790_000_000 })
  await setUnit(['P1', 'P2', 'M1'])
})
const mark = (fields: object = {}) =>
  put('grades', {
    assignmentid: assignment.id,
    userid: student,
    grade: 2,
    criteria: [{ shortname: 'P1', score: 1, remark: 'Good' }],
    ...fields,
  })

describe('assignments and grades in the simulated Moodle', () => {
  test('an assignment takes a copy of the template and its scale, once', async () => {
    expect(await attach(assignment.cmid)).toMatchObject({ status: 'updated', assignmentid: assignment.id, behind: '' })
    expect(await attach(assignment.cmid)).toMatchObject({ status: 'skipped', behind: '' })
    expect(moodle.records.get('assignments', String(assignment.id))).toMatchObject({ grade: -3 })
    expect(await copies()).toMatchObject([{ cmid: assignment.cmid, marked: 0, behind: '' }])
  })

  test('a copy without marks follows its template, one that was edited does not', async () => {
    await attach(assignment.cmid)
    expect(await setUnit(['P1', 'P2', 'M2'])).toMatchObject({ changes: { added: ['M2'], removed: ['M1'] }, copiesupdated: 1 })
    const copy = moodle.records.list('grading_definitions').find(({ copiedfromid }) => copiedfromid !== 0)
    moodle.records.patch('grading_definitions', String(copy?.id), { name: 'Mine' }, 'human')
    expect(await setUnit(['P1', 'P2', 'M3'])).toMatchObject({ copiesupdated: 0, copiesbehind: 1 })
    expect(await copies()).toMatchObject([{ behind: 'edited', changes: { added: ['M3'], removed: ['M2'], details: true } }])
  })

  test('a criterion on which somebody was marked goes only by force', async () => {
    await attach(assignment.cmid)
    mark()
    expect(await setUnit(['P2', 'M1'])).toMatchObject({
      status: 'refused',
      error: 'criterionhasmarks',
      message: expect.stringContaining('P1 (1)'),
    })
    expect(await setUnit(['P2', 'M1'], { force: true })).toMatchObject({ status: 'updated', copiesbehind: 1 })
    expect(await copies()).toMatchObject([{ marked: 1, behind: 'marked' }])
  })

  test('an assignment that has other marks takes no template', async () => {
    mark({ criteria: [] })
    expect(await attach(assignment.cmid)).toMatchObject({ status: 'refused', error: 'alreadymarked', field: 'cmid' })
  })

  test('a grade is told with its criteria, its due date and its attempts', async () => {
    await attach(assignment.cmid)
    moodle.records.patch('assignments', String(assignment.id), { markingworkflow: true }, 'human')
    const first = mark({ extensionduedate: 1_790_000_600 })
    const second = mark({ attemptnumber: 1, grade: null, criteria: [], workflowstate: 'released', grader: 2 })
    const answer = await ask('get_grades', { 'ids[0]': String(second.id), 'ids[1]': String(first.id), 'ids[2]': '99' })
    expect(answer).toMatchObject({
      grades: [
        {
          id: second.id,
          grade: null,
          criteria: [],
          workflowstate: 'released',
          attempts: 2,
          duedatesource: 'assignment',
          grader: { id: 2, roles: [] },
        },
        {
          id: first.id,
          grade: 2,
          maxgrade: 4,
          scale: 'BTEC',
          btec: true,
          workflowstate: 'notmarked',
          criteria: [
            { shortname: 'P1', score: 1, remark: 'Good' },
            { shortname: 'P2', score: null, remark: '' },
            { shortname: 'M1', score: null, remark: '' },
          ],
          duedate: 1_790_000_600,
          duedatesource: 'extension',
          assignmentduedate: 1_790_000_000,
        },
      ],
      missing: [99],
    })
  })

  test('a grade that is overridden in the gradebook is told, and again when that is taken back', () => {
    const { id } = mark()
    const before = moodle.records.list('changes').length
    for (const overridden of [true, false]) moodle.records.patch('grades', String(id), { overridden }, 'human')
    const data = { userid: student, courseid: assignment.courseid, assignid: assignment.id, gradeitemid: expect.any(Number) }
    expect(moodle.records.list('changes').slice(before)).toMatchObject([
      { event_type: 'user_graded', actor: { bridge: false }, data },
      { event_type: 'user_graded', actor: { bridge: false }, data },
    ])
  })

  test('marking is told in the outbox, by whoever marked', () => {
    const { id } = mark({ grader: 2, workflowstate: 'inmarking' })
    const data = { userid: student, courseid: assignment.courseid, assignid: assignment.id }
    expect(moodle.records.list('changes').slice(-2)).toMatchObject([
      { event_type: 'submission_graded', actor: { id: 2, bridge: false }, data: { ...data, gradeid: id } },
      { event_type: 'workflow_state_updated', actor: { id: 2, bridge: false }, data },
    ])
  })
})
