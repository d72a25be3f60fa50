import { expect, test } from 'vitest'
import { refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { type MoodleCourseId, moodleCategoryId, moodleCourseId } from '../../domain/ids.ts'
import type { CourseFields, MoodleCourseChange, NewMoodleCourse } from '../../ports/moodle-courses.ts'

const site = simulatedMoodle()

const START = 1_788_220_800
const END = 1_796_083_200
const idnumberOf = (n: number): string => `zoho:BTEC_Classes:${subjectOf(n)}`
const course = (n: number, fields: Partial<CourseFields> = {}): NewMoodleCourse => ({
  subject: subjectOf(n),
  format: 'topics',
  sections: 3,
  course: {
    fullname: `Unit ${n}`,
    shortname: `U${n}`,
    idnumber: idnumberOf(n),
    category: moodleCategoryId(1),
    visible: true,
    startdate: START,
    enddate: END,
    ...fields,
  },
})
const courses = (count: number) => Array.from({ length: count }, (_, n) => course(n))
const change = (n: number, id: MoodleCourseId, after: Partial<CourseFields>): MoodleCourseChange => ({
  subject: subjectOf(n),
  course: id,
  before: {},
  after,
})
const made = async (count: number): Promise<MoodleCourseId[]> => {
  const written = await site.port().createCourses(courses(count))
  site.calls.length = 0
  return written.map((one) => (one.outcome === 'done' ? one.value : moodleCourseId(4711)))
}
const functionsCalled = () => site.calls.map((call) => call.function.replace('core_course_', ''))

test('courses are made twenty at a time, and found as sent by each of their names, hidden ones too', async () => {
  const hidden = course(30, { visible: false, enddate: 0, fullname: 'R & D' })
  const written = await site.port().createCourses([...courses(24), hidden])
  expect(refusalsIn(written)).toEqual([])
  expect(functionsCalled()).toEqual(['create_courses', 'create_courses'])
  const last = written[24]
  const id = last?.outcome === 'done' ? last.value : moodleCourseId(4711)
  const whole = [{ id, ...hidden.course }]
  expect(await site.port().coursesBy('idnumber', [idnumberOf(30), idnumberOf(77), ''])).toEqual(whole)
  expect(await site.port().coursesBy('shortname', ['U30'])).toEqual(whole)
  expect(await site.port().coursesBy('id', [String(id)])).toEqual(whole)
  expect(await site.tell('GET', '/moodle/records/courses')).toMatchObject({ records: expect.any(Array) })
})

test('ids are asked for in one list; one that is gone, over which Moodle fails, hides none of the others', async () => {
  const ids = await made(6)
  expect(await site.port().coursesBy('id', ids.map(String))).toHaveLength(6)
  expect(site.calls).toHaveLength(1)
  const found = await site.port().coursesBy('id', ['4711', ...ids.map(String), '4712', '1', 'x'])
  expect(found.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids)
})

test('one that was there with our ID number is left as it is, and the bad ones fail alone, each with its reason', async () => {
  const [first] = await made(1)
  const written = await site
    .port()
    .createCourses([
      course(0),
      course(1, { shortname: 'U0' }),
      course(2, { enddate: START - 1 }),
      course(3, { category: moodleCategoryId(4711) }),
      course(4, { fullname: 'x'.repeat(255) }),
      course(5, { fullname: 'A <b>bold</b> one' }),
      course(6, { fullname: ' ' }),
      course(7),
    ])
  expect(written[0]).toEqual({ outcome: 'unchanged' })
  expect(written[7]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'course.shortname_taken', params: { subject: subjectOf(1), shortname: 'U0', course: first } },
    { place: 2, code: 'moodle.record_refused', params: { field: 'enddate', reason: 'it is before the start' } },
    { place: 3, params: { field: 'category', reason: 'there is no such category in Moodle' } },
    { place: 4, params: { field: 'fullname', reason: 'it is longer than 254 characters' } },
    { place: 5, params: { field: 'fullname', reason: 'it holds a "<"' } },
    { place: 6, params: { field: 'fullname', reason: 'it is blank' } },
  ])
})

test('of two classes with one short name the first gets it', async () => {
  const written = await site.port().createCourses([course(1), course(2, { shortname: 'U1' })])
  expect(refusalsIn(written)).toMatchObject([{ place: 1, code: 'course.shortname_taken' }])
})

test('a create whose answer was lost is looked for, and made once', async () => {
  await site.breakCall('core_course_create_courses', 'lose')
  expect(refusalsIn(await site.port().createCourses(courses(3)))).toEqual([])
  expect(await site.received('core_course_create_courses')).toHaveLength(1)
  expect(await site.port().coursesBy('idnumber', [0, 1, 2].map(idnumberOf))).toHaveLength(3)
})

test('when one batch of two is lost, only its records wait', async () => {
  await site.breakCall('core_course_create_courses', '500', { nth: 2 })
  const lost = refusalsIn(await site.port().createCourses(courses(40)))
  expect(lost).toHaveLength(20)
  expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['moodle.unreachable']))
})

// A row has 9 variables, the call 3 more, and PHP takes one above its limit: 20 cuts between two rows, the others within one.
test.each([20, 24, 30])('a site that drops all but %i variables loses no course and no field', async (maxInputVars) => {
  await site.setSite({ maxInputVars })
  expect(refusalsIn(await site.port().createCourses(courses(5)))).toEqual([])
  await site.setSite({ maxInputVars: 1000 })
  const found = await site.port().coursesBy('idnumber', [0, 1, 2, 3, 4].map(idnumberOf))
  expect(found.map(({ id: _id, ...fields }) => fields).sort((a, b) => a.fullname.localeCompare(b.fullname))).toEqual(
    courses(5).map((one) => one.course),
  )
})

test('only changed fields are sent; each row that Moodle minds says why', async () => {
  const none = moodleCourseId(4711)
  const [first = none, second = none, third = none, fourth = none] = await made(4)
  const written = await site
    .port()
    .updateCourses([
      change(0, first, { fullname: 'Renamed & moved', visible: false }),
      change(1, second, { shortname: 'U0' }),
      change(2, third, { startdate: END + 1, enddate: END }),
      change(3, fourth, { fullname: 'A <b>bold</b> one' }),
      change(4, none, { visible: true }),
    ])
  expect(written[0]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'course.shortname_taken', params: { course: first } },
    { place: 2, code: 'moodle.record_refused', params: { field: 'enddate', reason: 'it is before the start' } },
    { place: 3, params: { field: 'fullname', reason: 'it holds a "<"' } },
    { place: 4, params: { field: 'id', reason: 'Moodle has no such object any more' } },
  ])
  const [sent] = await site.received('core_course_update_courses')
  expect(decodeURIComponent(sent?.body ?? '')).toMatch(
    /&courses\[0\]\[visible\]=0&courses\[0\]\[fullname\]=Renamed & moved&courses\[0\]\[id\]=\d+&/,
  )
  expect(await site.port().coursesBy('id', [String(first)])).toMatchObject([
    { fullname: 'Renamed & moved', visible: false, shortname: 'U0', startdate: START },
  ])
})

test('where only the end changes, the start is sent along, without which Moodle takes none', async () => {
  const [id = moodleCourseId(1)] = await made(1)
  expect(refusalsIn(await site.port().updateCourses([change(0, id, { enddate: END + 86_400 })]))).toEqual([])
  expect(await site.port().coursesBy('id', [String(id)])).toMatchObject([{ startdate: START, enddate: END + 86_400 }])
})

test('a change whose answer was lost counts as done when it is so', async () => {
  const [id = moodleCourseId(1)] = await made(1)
  await site.breakCall('core_course_update_courses', 'lose')
  expect(await site.port().updateCourses([change(0, id, { visible: false })])).toEqual([{ outcome: 'done', value: undefined }])
})

test('a user who is shown the public part of courses only holds the connection: all would look like strangers', async () => {
  const shy = await serverThat(async () =>
    JSON.stringify({ courses: [{ id: 7, fullname: 'Unit', shortname: 'U', categoryid: 1 }], warnings: [] }),
  )
  const connection = shy.connect()
  await expect(site.port('live', connection).coursesBy('shortname', ['U'])).rejects.toMatchObject({
    code: 'moodle.access_denied',
    system: 'moodle',
    params: { function: 'core_course_get_courses_by_field' },
  })
  await connection.close()
  await shy.stop()
})
