import { beforeEach, expect, test } from 'vitest'
import { refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { moodleCourseId, moodleUserId } from '../../domain/ids.ts'
import type { EnrolmentChange, EnrolmentFields } from '../../ports/moodle-enrolments.ts'

const site = simulatedMoodle()
beforeEach(() => site.setSite({ plugin: true }))

const DONE = { outcome: 'done', value: undefined }
const STUDENT = 5
const TEACHER = 3
const START = 1_700_000_000
const pair = (user: number, course: number) => ({ user: moodleUserId(user), course: moodleCourseId(course) })
const change = (n: number, user: number, course: number, after: Partial<EnrolmentFields> = {}): EnrolmentChange => ({
  subject: subjectOf(n),
  ...pair(user, course),
  before: null,
  after: { role: STUDENT, suspended: false, timestart: START, timeend: 0, ...after },
})
const person = async (n: number): Promise<number> => (await site.put({ username: `p${n}`, email: `p${n}@college.example` })).id
const courseOf = async (n: number, rest: object = {}): Promise<number> => {
  const made = await site.tell('PUT', '/moodle/records/courses', { fullname: `Unit ${n}`, shortname: `U${n}`, ...rest })
  return (made as { id: number }).id
}

test('enrolments are made, told with dates and roles, changed, and the same once more is unchanged', async () => {
  const [maya, noor, course] = [await person(1), await person(2), await courseOf(1)]
  const wanted = [change(1, maya, course), change(2, noor, course, { role: TEACHER, suspended: true, timeend: START + 9 })]
  expect(await site.port().setEnrolments(wanted)).toEqual([DONE, DONE])
  expect(await site.port().setEnrolments(wanted)).toEqual([{ outcome: 'unchanged' }, { outcome: 'unchanged' }])
  const asked = [pair(maya, course), pair(noor, course), pair(2, course), pair(maya, 4711), pair(maya, course)]
  expect(await site.port().enrolmentsOf(asked)).toEqual([
    { ...pair(maya, course), suspended: false, timestart: START, timeend: 0, roles: [STUDENT] },
    { ...pair(noor, course), suspended: true, timestart: START, timeend: START + 9, roles: [TEACHER] },
  ])
  expect(await site.port().setEnrolments([change(2, noor, course)])).toEqual([DONE])
  expect(await site.port().enrolmentsOf([pair(noor, course)])).toMatchObject([{ suspended: false, roles: [STUDENT] }])
})

test('many go a hundred in a call', async () => {
  const [maya, courses] = [await person(1), [] as number[]]
  for (let n = 0; n < 101; n += 1) courses.push(await courseOf(n))
  expect(refusalsIn(await site.port().setEnrolments(courses.map((course, n) => change(n, maya, course))))).toEqual([])
  expect(await site.received('local_campusbridge_set_enrolments')).toHaveLength(2)
  expect(await site.port().enrolmentsOf(courses.map((course) => pair(maya, course)))).toHaveLength(101)
  expect(await site.received('local_campusbridge_get_enrolments')).toHaveLength(2)
})

test('a refused one fails alone, each with its reason', async () => {
  const [maya, noor, gone, course] = [await person(1), await person(2), await person(3), await courseOf(1)]
  const closed = await courseOf(2, { manualenrolment: 'off' })
  await site.tell('DELETE', `/moodle/records/users/${gone}`)
  const written = await site
    .port()
    .setEnrolments([
      change(1, maya, course),
      change(2, gone, course),
      change(3, 4712, course),
      change(4, maya, 4711),
      change(5, noor, course, { role: 1 }),
      change(6, maya, closed),
      change(7, noor, closed, { timeend: START - 1 }),
      change(8, 1, course),
    ])
  expect(written[0]).toEqual(DONE)
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'moodle.record_refused', params: { field: 'userid', reason: 'the account was deleted in Moodle' } },
    { place: 2, params: { subject: subjectOf(3), reason: 'the account was deleted in Moodle' } },
    { place: 3, params: { field: 'courseid', reason: 'the course was deleted in Moodle' } },
    { place: 4, code: 'moodle.role_not_assignable', params: { role: 1, course } },
    { place: 5, params: { field: 'course', reason: expect.stringContaining('manual enrolment is off in course') } },
    { place: 6, params: { field: 'timeend', reason: 'must be after timestart, or 0 for no end' } },
    { place: 7, params: { reason: 'it is the guest account' } },
  ])
})

test('what was read in Zoho before something newer was applied is not written, and is read again', async () => {
  const [maya, course] = [await person(1), await courseOf(1)]
  const early = site.port()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await site.port().setEnrolments([change(1, maya, course)])
  expect(refusalsIn(await early.setEnrolments([change(1, maya, course, { suspended: true })]))).toMatchObject([
    { code: 'moodle.newer_applied' },
  ])
})

const offering = (answer: (form: URLSearchParams) => object) =>
  serverThat(async (body) => {
    const form = new URLSearchParams(body)
    const functions = ['get', 'set'].map((verb) => ({ name: `local_campusbridge_${verb}_enrolments` }))
    const isInfo = form.get('wsfunction') === 'core_webservice_get_site_info'
    return JSON.stringify(isInfo ? { sitename: 'S', release: '4.5.6', userid: 3, functions } : answer(form))
  })

test('all pages are read, and other ways into a course than the manual one are left out', async () => {
  const row = { userid: 7, courseid: 9, methodenabled: true, status: 'active', timestart: 0, timeend: 0, roleids: [STUDENT] }
  const paged = await offering((form) =>
    form.get('after') === '0'
      ? { enrolments: [{ ...row, id: 1, method: 'self', status: 'suspended' }], next: 1 }
      : { enrolments: [{ ...row, id: 2, method: 'manual' }], next: 0 },
  )
  const connection = paged.connect()
  expect(await site.port('live', connection).enrolmentsOf([pair(7, 9)])).toEqual([
    { ...pair(7, 9), suspended: false, timestart: 0, timeend: 0, roles: [STUDENT] },
  ])
  await connection.close()
  await paged.stop()
})

test('a site whose manual enrolment is switched off holds the connection', async () => {
  const off = await offering(() => ({ exception: 'moodle_exception', errorcode: 'manualenrolmentoff', message: '' }))
  const connection = off.connect()
  await expect(site.port('live', connection).setEnrolments([change(1, 7, 9)])).rejects.toMatchObject({
    code: 'moodle.function_missing',
    params: { function: 'enrol_manual' },
  })
  await connection.close()
  await off.stop()
})
