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
const { records } = moodle
beforeEach(() => {
  moodle.reset('empty')
  moodle.configure({ plugin: true })
})

const ask = async (form: string): Promise<unknown> => {
  const body = new URLSearchParams(`wstoken=${DEFAULT_MOODLE_TOKEN}&moodlewsrestformat=json&${form}`)
  return (await fetch(`${shell.url}/moodle/webservice/rest/server.php`, { method: 'POST', body })).json()
}
const put = (module: string, fields: Record<string, unknown>) => records.put(module, fields, 'human')
const maya = () => put('users', { username: 'maya', firstname: 'Maya', lastname: 'Lind', email: 'maya@college.example' })
const told = () => records.list('changes').map(({ event_type, actor, data }) => ({ event_type, actor, data }))
const byAdmin = { id: 2, bridge: false }

/** What a real site cannot be asked for in a conformance run. The rest stands in `conformance.test.ts`. */
describe('the simulated Moodle', () => {
  test('has one category, the front page and nobody in a course at first', () => {
    expect(records.list('categories')).toMatchObject([{ id: 1, name: 'Category 1', path: '/1' }])
    expect(records.list('courses')).toMatchObject([{ id: 1, category: 0, format: 'site' }])
    for (const module of ['cohorts', 'cohort_members', 'enrolments', 'role_assignments']) expect(records.list(module)).toEqual([])
  })

  test('answers names as they are stored when it is asked for raw texts', async () => {
    const { id } = put('courses', { fullname: 'R & D', shortname: 'R&D' })
    const find = `wsfunction=core_course_get_courses_by_field&field=id&value=${id}`
    expect(await ask(find)).toMatchObject({ courses: [{ fullname: 'R &amp; D', shortname: 'R&amp;D' }] })
    expect(await ask(`moodlewssettingraw=1&${find}`)).toMatchObject({ courses: [{ fullname: 'R & D', shortname: 'R&D' }] })
  })

  test('tells the plugin what an administrator does by hand', () => {
    const { id: courseid } = put('courses', {
      fullname: 'Unit 1',
      shortname: 'U1',
      idnumber: 'zoho:BTEC_Classes:5725767000000400001',
    })
    const { id: userid } = maya()
    const { id } = put('enrolments', { userid, courseid, roleid: 3 })
    records.patch('enrolments', String(id), { status: 'suspended' }, 'human')
    records.patch('enrolments', String(id), { status: 'suspended' }, 'human')
    records.patch('courses', String(courseid), { visible: 0 }, 'human')
    records.remove('courses', String(courseid), 'human')
    const person = { userid, courseid, enrolmentid: id }
    const role = { userid, courseid, roleid: 3, contextid: expect.any(Number) }
    expect(told()).toEqual([
      { event_type: 'course_created', actor: byAdmin, data: { courseid } },
      { event_type: 'user_enrolment_created', actor: byAdmin, data: person },
      { event_type: 'role_assigned', actor: byAdmin, data: role },
      { event_type: 'user_enrolment_updated', actor: byAdmin, data: person },
      { event_type: 'course_updated', actor: byAdmin, data: { courseid } },
      { event_type: 'role_unassigned', actor: byAdmin, data: role },
      { event_type: 'user_enrolment_deleted', actor: byAdmin, data: person },
      { event_type: 'course_deleted', actor: byAdmin, data: { courseid, idnumber: 'zoho:BTEC_Classes:5725767000000400001' } },
    ])
  })

  test('what was made by hand is what the web services read', async () => {
    const { id: category } = put('categories', { name: 'Engineering', idnumber: 'zoho:Products:5725767000000500001' })
    const { id: courseid } = put('courses', { fullname: 'Unit 2', shortname: 'U2', category })
    const { id: userid } = maya()
    put('enrolments', { userid, courseid, timestart: 5 })
    expect(await ask('wsfunction=core_course_get_courses_by_field&field=shortname&value=U2')).toMatchObject({
      courses: [{ id: courseid, categoryname: 'Engineering', enrollmentmethods: ['manual'] }],
    })
    expect(await ask(`wsfunction=core_enrol_get_enrolled_users&courseid=${courseid}`)).toMatchObject([
      { id: userid, roles: [{ roleid: 5, shortname: 'student' }] },
    ])
  })

  test('a deleted account takes its enrolments, roles and memberships along', () => {
    const { id: userid } = maya()
    const { id: courseid } = put('courses', { fullname: 'Unit 3', shortname: 'U3' })
    const { id: cohortid } = put('cohorts', { name: 'Autumn' })
    put('enrolments', { userid, courseid })
    put('cohort_members', { cohortid, userid })
    records.remove('users', String(userid), 'human')
    for (const module of ['enrolments', 'role_assignments', 'cohort_members']) expect(records.list(module)).toEqual([])
  })

  test('a picture is known by what was uploaded, and goes with the account', async () => {
    const { id: userid } = maya()
    const form = new FormData()
    form.set('token', DEFAULT_MOODLE_TOKEN)
    form.set('file_1', new Blob([Buffer.from('ffd8ffe0', 'hex')], { type: 'image/jpeg' }), 'photo.jpg')
    const sent = await fetch(`${shell.url}/moodle/webservice/upload.php`, { method: 'POST', body: form })
    const [file] = (await sent.json()) as { itemid: number }[]
    await ask(`wsfunction=core_user_update_picture&draftitemid=${file?.itemid}&userid=${userid}`)
    const sha1 = '30567f6b52af60449a6113d3c80fb9f850b7426a'
    expect(records.list('pictures')).toMatchObject([{ userid, type: 'jpeg', size: 4, sha1 }])
    records.remove('users', String(userid), 'human')
    expect(records.list('pictures')).toEqual([])
  })

  test('courses without manual enrolment, or with it switched off, take nobody', async () => {
    const { id: userid } = maya()
    for (const manualenrolment of ['none', 'off']) {
      const { id } = put('courses', { fullname: manualenrolment, shortname: manualenrolment, manualenrolment })
      const one = `enrolments[0][roleid]=5&enrolments[0][userid]=${userid}&enrolments[0][courseid]=${id}`
      expect(await ask(`wsfunction=enrol_manual_enrol_users&${one}`)).toMatchObject({ errorcode: 'wsnoinstance' })
    }
  })

  test('an empty idnumber is one idnumber among cohorts, and a second is refused', async () => {
    const one = 'wsfunction=core_cohort_create_cohorts&cohorts[0][categorytype][type]=system&cohorts[0][categorytype][value]='
    expect(await ask(`${one}&cohorts[0][name]=A&cohorts[0][idnumber]=`)).toMatchObject([{ idnumber: '' }])
    expect(await ask(`${one}&cohorts[0][name]=B&cohorts[0][idnumber]=`)).toMatchObject({ errorcode: 'invalidparameter' })
  })

  test('a batch that is undone leaves no row, no event and a gap in the ids', async () => {
    const course = (n: number, shortname: string) =>
      `courses[${n}][fullname]=F&courses[${n}][shortname]=${shortname}&courses[${n}][categoryid]=1`
    await ask(`wsfunction=core_course_create_courses&${course(0, 'g1')}&${course(1, 'g1')}`)
    expect(records.list('courses')).toHaveLength(1)
    expect(told()).toEqual([])
    expect(await ask(`wsfunction=core_course_create_courses&${course(0, 'g2')}`)).toEqual([{ id: 3, shortname: 'g2' }])
  })

  test('is the same after a restart, ids and all', () => {
    const { id: courseid } = put('courses', { fullname: 'Unit 4', shortname: 'U4' })
    put('enrolments', { userid: maya().id, courseid })
    const kept = JSON.parse(JSON.stringify(moodle.snapshot())) as unknown
    const before = ['categories', 'courses', 'enrolments', 'role_assignments', 'changes'].map((module) => records.list(module))
    moodle.reset('empty')
    moodle.restore(kept)
    expect(['categories', 'courses', 'enrolments', 'role_assignments', 'changes'].map((module) => records.list(module))).toEqual(
      before,
    )
    expect(put('courses', { fullname: 'Unit 5', shortname: 'U5' }).id).toBe(Number(courseid) + 1)
  })

  test.each([
    ['courses', { fullname: 'No short name' }, 'needs shortname'],
    ['courses', { fullname: 'F', shortname: 'S', colour: 'red' }, 'no colour'],
    ['courses', { fullname: 'F', shortname: 'S', category: 99 }, 'no category 99'],
    ['enrolments', { userid: 2, courseid: 99 }, 'no course 99'],
    ['enrolments', { userid: 99, courseid: 1 }, 'no user 99'],
    ['cohort_members', { cohortid: 99, userid: 2 }, 'no cohort 99'],
  ])('refuses %s %j by hand', (module, fields, why) => {
    expect(() => put(module, fields)).toThrow(why)
  })
})
