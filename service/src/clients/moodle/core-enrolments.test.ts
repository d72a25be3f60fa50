import { expect, test } from 'vitest'
import { refusalsIn, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { type MoodleCourseId, moodleCategoryId, moodleCourseId, moodleUserId } from '../../domain/ids.ts'
import type { EnrolmentChange, EnrolmentFields } from '../../ports/moodle-enrolments.ts'

const site = simulatedMoodle()

const STUDENT = 5
const change = (n: number, user: number, course: number, after: Partial<EnrolmentFields> = {}): EnrolmentChange => ({
  subject: subjectOf(n),
  user: moodleUserId(user),
  course: moodleCourseId(course),
  before: null,
  after: { role: STUDENT, suspended: false, timestart: 1_700_000_000, timeend: 0, ...after },
})
const pair = (user: number, course: number) => ({ user: moodleUserId(user), course: moodleCourseId(course) })

const person = async (n: number): Promise<number> => (await site.put({ username: `p${n}`, email: `p${n}@college.example` })).id
const courseOf = async (n: number): Promise<MoodleCourseId> => {
  const course = { fullname: `Unit ${n}`, shortname: `U${n}`, idnumber: '', visible: true, startdate: 0, enddate: 0 }
  const [made] = await site
    .port()
    .createCourses([
      { subject: subjectOf(n), format: 'topics', sections: 1, course: { ...course, category: moodleCategoryId(1) } },
    ])
  site.calls.length = 0
  return made?.outcome === 'done' ? made.value : moodleCourseId(4711)
}

test('without the plugin core enrols, and two questions per course tell who is active and who is suspended', async () => {
  const [maya, noor, other, course] = [await person(1), await person(2), await person(3), await courseOf(1)]
  const written = await site
    .port()
    .setEnrolments([change(1, maya, course), change(2, noor, course, { suspended: true }), change(3, other, course)])
  expect(refusalsIn(written)).toEqual([])
  expect(await site.received('enrol_manual_enrol_users')).toHaveLength(1)
  const none = { timestart: 0, timeend: 0, roles: [STUDENT] }
  expect(await site.port().enrolmentsOf([pair(maya, course), pair(noor, course), pair(2, course), pair(maya, 4711)])).toEqual([
    { ...pair(maya, course), suspended: false, ...none },
    { ...pair(noor, course), suspended: true, ...none },
  ])
})

test('the same once more changes nothing', async () => {
  const [maya, course] = [await person(1), await courseOf(1)]
  const wanted = change(1, maya, course, { timeend: 1_999_999_999 })
  await site.port().setEnrolments([wanted])
  const before = await site.tell('GET', '/moodle/records/enrolments')
  expect(await site.port().setEnrolments([wanted])).toEqual([{ outcome: 'done', value: undefined }])
  expect(await site.tell('GET', '/moodle/records/enrolments')).toEqual(before)
})

test('the bad ones of a batch fail alone, each by name', async () => {
  const [maya, noor, course] = [await person(1), await person(2), await courseOf(1)]
  const written = await site
    .port()
    .setEnrolments([
      change(1, maya, course),
      change(2, 4712, course),
      change(3, maya, 4711),
      change(4, noor, course, { role: 1 }),
      change(5, noor, course),
    ])
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'moodle.record_refused', params: { subject: subjectOf(2), reason: 'Moodle has no account 4712' } },
    { place: 2, params: { subject: subjectOf(3), field: 'course', reason: 'Moodle has no course 4711' } },
    { place: 3, code: 'moodle.role_not_assignable', params: { role: 1, course } },
  ])
  expect(await site.port().enrolmentsOf([pair(maya, course), pair(noor, course)])).toHaveLength(2)
})

test('an enrolment whose answer was lost is left to the next run, which may send it again', async () => {
  const [maya, course] = [await person(1), await courseOf(1)]
  await site.breakCall('enrol_manual_enrol_users', 'lose')
  await expect(site.port().setEnrolments([change(1, maya, course)])).rejects.toMatchObject({ code: 'moodle.unreachable' })
  expect(refusalsIn(await site.port().setEnrolments([change(1, maya, course)]))).toEqual([])
})

test('nothing asked, nothing called', async () => {
  expect(await site.port().enrolmentsOf([])).toEqual([])
  expect(await site.port().setEnrolments([])).toEqual([])
  expect(site.calls).toEqual([])
})
