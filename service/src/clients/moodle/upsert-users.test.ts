import { beforeEach, describe, expect, test } from 'vitest'
import { newStudent, newStudents, refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { moodleUserId } from '../../domain/ids.ts'

const site = simulatedMoodle()
beforeEach(() => site.setSite({ plugin: true }))

const UPSERT = 'local_campusbridge_upsert_users'
const WRITES = /core_user_(?:create|update)_users/
const change = (n: number, user: number, after: object) => ({
  subject: subjectOf(n),
  user: moodleUserId(user),
  before: {},
  after,
})

test('with the plugin a hundred accounts are one call, whatever PHP’s limit, and making them again changes nothing', async () => {
  await site.setSite({ maxInputVars: 50 })
  const made = await site.port().createUsers(newStudents(120))
  expect(made.every(({ outcome }) => outcome === 'done')).toBe(true)
  expect(await site.received(UPSERT)).toHaveLength(2)
  expect((await site.received()).filter(({ operation }) => WRITES.test(operation))).toEqual([])
  expect(await site.port().createUsers(newStudents(120))).toEqual(made)
  expect(await site.users()).toHaveLength(120)
})

test('without it, core’s functions do the work', async () => {
  await site.setSite({ plugin: false })
  const [made] = await site.port().createUsers([newStudent(1)])
  expect(made?.outcome).toBe('done')
  expect(await site.received(UPSERT)).toEqual([])
})

test('an account is changed, suspended and keeps an ID number that another record gave it', async () => {
  const { id } = await site.put({ username: 'both', email: 'both@college.example', idnumber: '5843104000000999999' })
  expect(await site.port().updateUsers([change(1, id, { city: 'Lyon', suspended: true })])).toEqual([
    { outcome: 'done', value: undefined },
  ])
  expect(await site.users()).toMatchObject([{ city: 'Lyon', suspended: true, idnumber: '5843104000000999999' }])
  await site.port().updateUsers([change(1, id, { idnumber: subjectOf(1), suspended: false })])
  expect(await site.users()).toMatchObject([{ suspended: false, idnumber: subjectOf(1) }])
})

test('an account that says so already is unchanged', async () => {
  const { id } = await site.put({ username: 'there', email: 'there@college.example', city: 'Lyon', idnumber: subjectOf(1) })
  const { id: other } = await site.put({ username: 'other', email: 'other@college.example', idnumber: subjectOf(2) })
  expect(await site.port().updateUsers([change(1, id, { city: 'Lyon' }), change(2, other, { city: 'Lyon' })])).toEqual([
    { outcome: 'unchanged' },
    { outcome: 'done', value: undefined },
  ])
})

describe('a refused item fails alone, by name', () => {
  test('an address that somebody has', async () => {
    const { id } = await site.put({ username: 'holder', email: 'Taken@college.example' })
    const written = await site.port().createUsers([newStudent(1, { email: 'taken@college.example' }), newStudent(2)])
    expect(refusalsIn(written)).toMatchObject([
      { code: 'student.refused_by_moodle', params: { reason: `the e-mail address belongs to Moodle account ${id}` } },
    ])
    expect(written[1]?.outcome).toBe('done')
  })

  test('a username that somebody has', async () => {
    const { id } = await site.put({ username: 'student1@college.example', email: 'x@college.example' })
    expect(refusalsIn(await site.port().createUsers([newStudent(1)]))).toMatchObject([
      { code: 'student.account_taken', params: { user: id } },
    ])
  })

  test('an account that was deleted', async () => {
    const [made] = await site.port().createUsers([newStudent(1)])
    const user = made?.outcome === 'done' ? made.value : moodleUserId(1)
    await site.tell('DELETE', `/moodle/records/users/${user}`)
    expect(refusalsIn(await site.port().updateUsers([change(1, user, { city: 'Lyon' })]))).toMatchObject([
      { code: 'student.deleted_in_moodle', params: { user } },
    ])
  })

  test('a name with what looks like a tag', async () => {
    expect(refusalsIn(await site.port().createUsers([newStudent(1, { firstname: 'A<b>' })]))).toMatchObject([
      { code: 'student.refused_by_moodle', params: { reason: 'the field firstname holds what Moodle refuses' } },
    ])
  })
})

test('an authentication plugin that is missing holds the connection: every record would fail alike', async () => {
  await expect(site.port().createUsers([newStudent(1, {}, { auth: 'oidc' })])).rejects.toMatchObject({
    code: 'moodle.auth_missing',
    params: { auth: 'oidc' },
  })
})

test('what was read in Zoho before something newer was applied is not written, and is read again', async () => {
  const early = site.port()
  const [made] = await site.port().createUsers([newStudent(1)])
  const user = made?.outcome === 'done' ? made.value : moodleUserId(1)
  await new Promise((resolve) => setTimeout(resolve, 5))
  await site.port().updateUsers([change(1, user, { city: 'Lyon' })])
  expect(refusalsIn(await early.updateUsers([change(1, user, { city: 'Paris' })]))).toMatchObject([
    { code: 'moodle.newer_applied' },
  ])
  expect(await site.users()).toMatchObject([{ city: 'Lyon' }])
})

test('a call whose answer is lost leaves its rows to the next run', async () => {
  await site.breakCall(UPSERT, 'lose')
  await expect(site.port().createUsers([newStudent(1)])).rejects.toMatchObject({ system: 'moodle' })
  expect(await site.users()).toHaveLength(1)
})

test('an answer that leaves a row out is not believed', async () => {
  const server = await serverThat(async (form) =>
    form.includes('get_site_info')
      ? JSON.stringify({ sitename: 'S', release: '4.5.6', userid: 3, functions: [{ name: UPSERT }] })
      : JSON.stringify({ results: [{ status: 'created', userid: 7 }] }),
  )
  const connection = server.connect()
  const written = await connection.port(() => {}, 'live').createUsers([newStudent(1), newStudent(2)])
  expect(written[0]).toEqual({ outcome: 'done', value: 7 })
  expect(refusalsIn(written)).toMatchObject([{ code: 'moodle.answer_not_understood' }])
  await connection.close()
  await server.stop()
})
