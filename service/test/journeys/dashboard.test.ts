import { afterAll, beforeAll, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { atDesk } from '../desk.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type Student, type World } from '../world.ts'

const SET_PROFILES = 'local_campusbridge_set_profiles'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

const profileOf = async (student: Student): Promise<Record<string, unknown> | undefined> =>
  (await world.inMoodle('profiles')).find(({ zohoid }) => zohoid === student.id)
const operations = async (since: number): Promise<string[]> => (await writesSince(world, since)).map(({ operation }) => operation)

test('a site without the plugin has no dashboard, and is told nothing', async () => {
  const since = await world.lastCall()
  const { student } = await known(world)
  expect(await operations(since)).toEqual(['core_user_create_users', 'PUT /crm/v8/BTEC_Students'])
  expect(await told(world, student)).toMatchObject({ status: 'skipped' })
})

test('the dashboard of a new account knows the student’s number and address, and hears of a change, and of nothing else', async () => {
  await world.installPlugin()
  // Which functions the site offers is asked for once in ten minutes.
  await world.restart()
  const { student, account } = await known(world)
  expect(await profileOf(student)).toMatchObject({
    userid: account.id,
    studentid: student.Name,
    email: student.Academic_Email,
  })

  let since = await world.lastCall()
  await world.editStudent(student.id, { City: 'Irbid' })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.updated' })
  expect(await operations(since)).toEqual(['local_campusbridge_upsert_users'])

  since = await world.lastCall()
  const email = `moved.${student.id}@college.example`
  await world.editStudent(student.id, { Academic_Email: email })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.updated', verdict_params: { fields: 'email' } })
  expect(await operations(since)).toEqual(['local_campusbridge_upsert_users', SET_PROFILES])
  expect(await profileOf(student)).toMatchObject({ email })
})

test('a retry says it again, and Moodle says “unchanged”, which the audit does not keep', async () => {
  const { student } = await known(world)
  const audited = (await world.audit(student.id)).length
  const since = await world.lastCall()
  const echo = await told(world, student)
  await atDesk(world, (desk) => retryEvent(desk, String(echo.id)))
  expect(await world.settled(echo.event_id)).toMatchObject({ status: 'completed', verdict_code: 'student.in_step' })
  expect(await operations(since)).toEqual([SET_PROFILES])
  expect(await world.audit(student.id)).toHaveLength(audited)
})

test('a student whose account is older than the plugin is told of at the next run', async () => {
  const { student } = await known(world)
  await world.look.query(`update sync_students set targets = targets - 'dashboard', state_hash = 'another' where zoho_id = $1`, [
    student.id,
  ])
  const since = await world.lastCall()
  expect(await told(world, student)).toMatchObject({ status: 'completed' })
  expect(await operations(since)).toEqual([SET_PROFILES])
})

test('a teacher has no dashboard', async () => {
  const teacher = await world.teacher()
  const since = await world.lastCall()
  expect(await told(world, teacher, 'created', 'BTEC_Teachers')).toMatchObject({ verdict_code: 'teacher.created' })
  expect(await operations(since)).toEqual(['local_campusbridge_upsert_users', 'PUT /crm/v8/BTEC_Teachers'])
})
