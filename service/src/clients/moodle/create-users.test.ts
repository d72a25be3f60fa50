import { expect, test } from 'vitest'
import {
  accountIn,
  newStudent,
  newStudents,
  refusalsIn,
  serverThat,
  simulatedMoodle,
  subjectOf,
} from '../../../test/simulated-moodle.ts'

const site = simulatedMoodle()
/** Once in a while a connection asks whether the plugin is there. */
const callsOfItsOwn = () => site.calls.filter((call) => call.function !== 'core_webservice_get_site_info')

test('fifty are made in one call, in the order asked, and read back as sent', async () => {
  const users = newStudents(50)
  const written = await site.port().createUsers(users)
  expect(written.map(({ outcome }) => outcome)).toEqual(users.map(() => 'done'))
  expect(callsOfItsOwn()).toHaveLength(1)
  const there = await site.port().usersBy('username', [users[7]?.username ?? ''])
  expect(there).toMatchObject([{ ...users[7]?.profile, id: accountIn(written[7]), auth: 'oauth2', suspended: false }])
})

test('hundreds go in batches of fifty, each far from PHP’s limit of variables', async () => {
  expect(refusalsIn(await site.port('bulk').createUsers(newStudents(230)))).toEqual([])
  const sent = await site.received('core_user_create_users')
  expect(sent).toHaveLength(5)
  for (const { body } of sent) expect(body.split('&').length).toBeLessThan(900)
  expect(new Set((await site.users()).map(({ username }) => username)).size).toBe(230)
})

test('a password is made and mailed only when asked for', async () => {
  await site.port().createUsers([newStudent(1, {}, { auth: 'manual', createPassword: true }), newStudent(2)])
  const { records } = (await site.tell('GET', '/moodle/records/mails')) as { records: { to: string }[] }
  expect(records.map(({ to }) => to)).toEqual(['student1@college.example'])
  const [sent] = await site.received('core_user_create_users')
  expect(sent?.body).not.toMatch(/\[password\]|%5Bpassword%5D/)
})

test('one bad record of fifty fails alone', async () => {
  const users = newStudents(50)
  users[37] = newStudent(37, { email: 'not-an-email' })
  const written = await site.port().createUsers(users)
  expect(refusalsIn(written)).toEqual([
    { place: 37, code: 'student.refused_by_moodle', params: { student: subjectOf(37), reason: 'the e-mail address is invalid' } },
  ])
  expect(await site.users()).toHaveLength(49)
})

test('an address that another account has in other letters is named', async () => {
  const { id } = await site.put({ username: 'elder', email: 'Student1@College.example' })
  expect(refusalsIn(await site.port().createUsers([newStudent(0), newStudent(1)]))).toEqual([
    {
      place: 1,
      code: 'student.refused_by_moodle',
      params: { student: subjectOf(1), reason: `the e-mail address belongs to Moodle account ${id}` },
    },
  ])
})

test('a username that somebody else has is taken; one that carries our ID number is ours', async () => {
  const other = await site.put({ username: 'student1@college.example', email: 'x@college.example', idnumber: 'HR-7' })
  const ours = await site.put({ username: 'student2@college.example', email: 'student2@college.example', idnumber: subjectOf(2) })
  const written = await site.port().createUsers([newStudent(1), newStudent(2), newStudent(3)])
  expect(refusalsIn(written)).toEqual([
    { place: 0, code: 'student.account_taken', params: { student: subjectOf(1), user: other.id } },
  ])
  expect(accountIn(written[1])).toBe(ours.id)
  expect(await site.users()).toHaveLength(3)
})

test('of two records with one username the first gets it, and of two with one address likewise', async () => {
  const sameName = newStudent(2, {}, { username: newStudent(1).username })
  const sameAddress = newStudent(4, { email: 'STUDENT3@college.example' })
  const written = await site.port().createUsers([newStudent(1), sameName, newStudent(3), sameAddress])
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'student.account_taken', params: { user: accountIn(written[0]) } },
    {
      place: 3,
      code: 'student.refused_by_moodle',
      params: { reason: `the e-mail address belongs to Moodle account ${accountIn(written[2])}` },
    },
  ])
  expect(await site.users()).toHaveLength(2)
})

test('a create whose answer was lost is looked for, and made once', async () => {
  await site.breakCall('core_user_create_users', 'lose')
  const written = await site.port().createUsers([newStudent(1)])
  const [user, ...others] = await site.users()
  expect(others).toEqual([])
  expect(written).toEqual([{ outcome: 'done', value: user?.id }])
  expect(callsOfItsOwn().map((call) => [call.function, call.status])).toEqual([
    ['core_user_create_users', 0],
    ['core_user_get_users_by_field', 200],
  ])
})

test('a create that never arrived is an outage and is not sent twice', async () => {
  await site.breakCall('core_user_create_users', 'refuse')
  await expect(site.port().createUsers([newStudent(1)])).rejects.toMatchObject({ code: 'moodle.unreachable', system: 'moodle' })
  expect(await site.received('core_user_create_users')).toHaveLength(1)
  expect(await site.users()).toEqual([])
})

test('when one batch of three is lost, only its records wait', async () => {
  await site.breakCall('core_user_create_users', '500', { nth: 2 })
  const written = await site.port().createUsers(newStudents(150))
  const lost = refusalsIn(written)
  expect(lost).toHaveLength(50)
  expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['moodle.unreachable']))
  expect(await site.users()).toHaveLength(100)
})

test('a lost answer that cannot be looked for either is an outage', async () => {
  await site.breakCall('core_user_create_users', 'lose')
  await site.breakCall('core_user_get_users_by_field', '500', { times: 3 })
  await expect(site.port().createUsers([newStudent(1)])).rejects.toMatchObject({ code: 'moodle.unreachable' })
})

test('a plugin that is not there holds the connection instead of failing every record', async () => {
  const users = [newStudent(1, {}, { auth: 'oidc' }), newStudent(2, {}, { auth: 'oidc' })]
  await expect(site.port().createUsers(users)).rejects.toMatchObject({ code: 'moodle.auth_missing', params: { auth: 'oidc' } })
})

// A row has 8 variables, the call 3 more, and PHP takes one above its limit: 26 and 98 cut between two rows, the others within one.
test.each([20, 25, 26, 98])('a site that drops all but %i variables loses no record and no field', async (maxInputVars) => {
  await site.setSite({ maxInputVars })
  expect(refusalsIn(await site.port().createUsers(newStudents(50)))).toEqual([])
  const there = await site.users()
  expect(there).toHaveLength(50)
  for (const user of there)
    expect(user).toMatchObject({ city: 'London', country: 'GB', idnumber: expect.stringMatching(/^\d{19}$/) })
})

test('an error code that is HTML refuses the record and is not passed on', async () => {
  const code = '<div>Passwords must be at least 8 characters long.</div>'
  const strict = await serverThat(async (form) => {
    if (form.includes('core_user_create_users'))
      return JSON.stringify({ exception: 'moodle_exception', errorcode: code, message: code })
    if (form.includes('get_site_info')) return JSON.stringify({ sitename: 'S', release: '4.5.6', userid: 3, functions: [] })
    return form.includes('by_field') ? '[]' : JSON.stringify({ users: [], warnings: [] })
  })
  const connection = strict.connect()
  const written = await site.port('live', connection).createUsers([newStudent(1)])
  expect(refusalsIn(written)).toMatchObject([{ params: { reason: 'Moodle does not say which value it refuses' } }])
  expect(callsOfItsOwn()[0]).toMatchObject({ errorCode: 'moodle_exception' })
  await connection.close()
  await strict.stop()
})

test('a batch that lost its end to PHP is followed by smaller ones only', async () => {
  await site.setSite({ maxInputVars: 98 })
  expect(refusalsIn(await site.port().createUsers(newStudents(50)))).toEqual([])
  const rowsOf = (body: string) => new Set(decodeURIComponent(body).match(/users\[\d+\]/g)).size
  expect((await site.received('core_user_create_users')).map(({ body }) => rowsOf(body))).toEqual([50, 12, 12, 12, 2])
})
