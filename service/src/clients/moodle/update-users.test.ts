import { expect, test } from 'vitest'
import { accountIn, newStudents, refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { moodleUserId } from '../../domain/ids.ts'
import type { MoodleProfile } from '../../ports/moodle.ts'

const site = simulatedMoodle()

const change = (n: number, user: number, after: Partial<MoodleProfile & { suspended: boolean }>) => ({
  subject: subjectOf(n),
  user: moodleUserId(user),
  before: {},
  after,
})
const made = async (count: number): Promise<number[]> => {
  const written = await site.port().createUsers(newStudents(count))
  site.calls.length = 0
  return written.map((answer) => Number(accountIn(answer)))
}

test('only changed fields are sent, and the set is read back once', async () => {
  const ids = await made(3)
  const written = await site.port().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds', suspended: n === 1 })))
  expect(written).toEqual(ids.map(() => ({ outcome: 'done', value: undefined })))
  expect(site.calls.map((call) => call.function)).toEqual(['core_user_update_users', 'core_user_get_users_by_field'])
  const [sent] = await site.received('core_user_update_users')
  expect(decodeURIComponent(sent?.body ?? '')).toMatch(/users\[1\]\[city\]=Leeds&users\[1\]\[suspended\]=1&users\[1\]\[id\]=\d+/)
  expect(decodeURIComponent(sent?.body ?? '')).not.toMatch(/firstname|idnumber|auth/)
  expect(await site.users()).toMatchObject([{ suspended: false }, { suspended: true, city: 'Leeds' }, { suspended: false }])
})

test('each row that Moodle refuses says why, and its neighbours are done', async () => {
  const [first = 0, second = 0, third = 0, fourth = 0] = await made(4)
  await site.tell('DELETE', `/moodle/records/users/${fourth}`)
  const written = await site
    .port()
    .updateUsers([
      change(0, first, { email: 'STUDENT1@college.example' }),
      change(1, second, { email: 'no-address' }),
      change(2, third, { city: 'Leeds' }),
      change(3, fourth, { city: 'Leeds' }),
      change(4, 999_999, { city: 'Leeds' }),
      change(5, 2, { city: 'Leeds' }),
      change(6, 1, { city: 'Leeds' }),
    ])
  expect(refusalsIn(written)).toMatchObject([
    {
      place: 0,
      code: 'student.refused_by_moodle',
      params: { reason: `the e-mail address belongs to Moodle account ${second}` },
    },
    { place: 1, code: 'student.refused_by_moodle', params: { reason: 'the e-mail address is invalid' } },
    { place: 3, code: 'student.deleted_in_moodle', params: { user: fourth } },
    { place: 4, code: 'student.deleted_in_moodle', params: { user: 999_999 } },
    { place: 5, code: 'student.refused_by_moodle', params: { reason: expect.stringContaining('administrator') } },
    { place: 6, code: 'student.refused_by_moodle', params: { reason: 'it is the guest account' } },
  ])
  expect((await site.users()).find(({ id }) => id === third)).toMatchObject({ city: 'Leeds' })
})

test('a value that makes Moodle refuse the whole call fails its own row only', async () => {
  const ids = await made(50)
  const changes = ids.map((id, n) => change(n, id, n === 37 ? { firstname: '<b>Maya</b>' } : { city: 'Leeds' }))
  expect(refusalsIn(await site.port().updateUsers(changes))).toEqual([
    {
      place: 37,
      code: 'student.refused_by_moodle',
      params: { student: subjectOf(37), reason: 'the field firstname holds a "<"' },
    },
  ])
  expect((await site.users()).filter(({ city }) => city === 'Leeds')).toHaveLength(49)
})

test('a change that Moodle made although its answer was lost counts as done', async () => {
  const ids = await made(2)
  await site.breakCall('core_user_update_users', 'lose')
  expect(refusalsIn(await site.port().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds' }))))).toEqual([])
  expect(await site.received('core_user_update_users')).toHaveLength(1)
})

test('a change that never arrived is an outage', async () => {
  const ids = await made(2)
  await site.breakCall('core_user_update_users', 'refuse')
  const changes = ids.map((id, n) => change(n, id, { city: 'Leeds' }))
  await expect(site.port().updateUsers(changes)).rejects.toMatchObject({ code: 'moodle.unreachable' })
})

test('rows that PHP dropped from the end are sent again', async () => {
  const ids = await made(50)
  await site.setSite({ maxInputVars: 30 })
  expect(
    refusalsIn(await site.port().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds', suspended: true })))),
  ).toEqual([])
  expect((await site.users()).every((user) => user.city === 'Leeds' && user.suspended === true)).toBe(true)
})

test('a country that Moodle replaces is told, not believed', async () => {
  const [id = 0] = await made(1)
  expect(refusalsIn(await site.port().updateUsers([change(0, id, { country: 'UK' })]))).toMatchObject([
    { params: { reason: 'Moodle accepted the change and still shows another value of country' } },
  ])
})

test('an answer that Moodle spoils after it has committed counts for nothing: what is there counts', async () => {
  const ids = await made(3)
  // A password problem's HTML makes Moodle refuse its own answer (reference/moodle.md §0 fact 3); we send none, a plugin might.
  const spoilt = JSON.stringify({
    exception: 'core\\exception\\invalid_response_exception',
    errorcode: 'invalidresponse',
    message: 'Invalid response value detected',
  })
  const between = await serverThat(async (form) => {
    const body = decodeURIComponent(form)
    const isUpdate = body.includes('core_user_update_users')
    if (isUpdate && !body.includes('[city]=Leeds')) return spoilt
    const answer = await passOn(form)
    return isUpdate ? spoilt : answer
  })
  const connection = between.connect({ token: site.address().token })
  const [first = 0, second = 0, third = 0] = ids
  const written = await site
    .port('live', connection)
    .updateUsers([
      change(0, first, { city: 'Leeds' }),
      change(1, second, { city: 'Leeds' }),
      change(2, third, { suspended: true }),
    ])
  expect(refusalsIn(written)).toEqual([])
  expect(await site.users()).toMatchObject([{ city: 'Leeds' }, { city: 'Leeds' }, { suspended: true }])

  const alone = await site.port('live', connection).updateUsers([change(1, second, { firstname: 'Maya' })])
  expect(refusalsIn(alone)).toMatchObject([
    { code: 'student.refused_by_moodle', params: { reason: 'Moodle does not say which value it refuses' } },
  ])
  await connection.close()
  await between.stop()
})

const passOn = async (form: string): Promise<string> => {
  const answer = await fetch(`${site.address().url}/webservice/rest/server.php`, {
    method: 'POST',
    body: form,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  return answer.text()
}
