import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

/** One student known on both sides. */
async function known(fields: Record<string, unknown> = {}) {
  const student = await world.student(fields)
  const { eventId } = await world.zohoSends(student.id, 'created')
  await world.settled(eventId)
  const account = await world.accountOf(student.id)
  if (account === undefined) throw new Error('No account was made')
  return { student, account }
}

test('a new student gets an account in Moodle, and Zoho learns its number', async () => {
  const student = await world.student({ First_Name: 'Leyla', City: 'İzmir', Country: 'Turkey' })
  const { status, body, eventId } = await world.zohoSends(student.id, 'created')
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'accepted' })

  expect(await world.settled(eventId)).toMatchObject({
    status: 'completed',
    needs_attention: false,
    verdict_code: 'student.created',
  })
  const account = await world.accountOf(student.id)
  expect(account).toMatchObject({
    username: student.Academic_Email,
    firstname: 'Leyla',
    lastname: student.Last_Name,
    email: student.Academic_Email,
    city: 'İzmir',
    country: 'TR',
    auth: 'oauth2',
  })
  expect((await world.studentNow(student.id))?.Student_Moodle_ID).toBe(String(account?.id))
  expect((await world.audit(student.id)).map(({ system, action, outcome }) => [system, action, outcome])).toEqual([
    ['moodle', 'createUser', 'done'],
    ['zoho', 'updateRecord', 'done'],
  ])
})

test('a changed student is changed in Moodle, and only the fields that differ are sent', async () => {
  const { student, account } = await known()
  const before = await world.lastCall()
  await world.editStudent(student.id, { City: 'Irbid', Phone_Number: '+962 1 234' })
  const { eventId } = await world.zohoSends(student.id)
  expect(await world.settled(eventId)).toMatchObject({
    status: 'completed',
    verdict_code: 'student.updated',
    verdict_params: { fields: 'city' },
  })
  expect(await world.accountOf(student.id)).toMatchObject({ id: account.id, city: 'Irbid' })
  const update = (await world.calls('moodle', before)).find(({ operation }) => operation === 'core_user_update_users')
  const sent = decodeURIComponent(update?.body ?? '').match(/users\[0\]\[\w+\]/g)
  expect(sent?.toSorted()).toEqual(['users[0][city]', 'users[0][id]'])
})

test('a frozen student is suspended, and active again when Zoho says so', async () => {
  const { student } = await known()
  await world.editStudent(student.id, { Status: 'Freeze' })
  expect(await world.settled((await world.zohoSends(student.id)).eventId)).toMatchObject({ verdict_code: 'student.suspended' })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })

  await world.editStudent(student.id, { Status: 'Active' })
  expect(await world.settled((await world.zohoSends(student.id)).eventId)).toMatchObject({ verdict_code: 'student.reactivated' })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
})

test('a suspension that a person made in Moodle is left alone, and said', async () => {
  const { student, account } = await known()
  await world.editAccount(account.id, { suspended: true })
  await world.editStudent(student.id, { City: 'Aqaba' })
  expect(await world.settled((await world.zohoSends(student.id)).eventId)).toMatchObject({
    status: 'completed',
    needs_attention: true,
    verdict_code: 'student.left_suspended',
  })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: true, city: 'Aqaba' })
})

test('a student deleted in Zoho is suspended in Moodle and kept; restoring undoes it', async () => {
  const { student } = await known()
  await world.deleteStudent(student.id)
  expect(await world.settled((await world.zohoSends(student.id, 'deleted')).eventId)).toMatchObject({
    status: 'completed',
    verdict_code: 'student.gone_suspended',
  })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })

  await world.student({ ...student, id: student.id })
  expect(await world.settled((await world.zohoSends(student.id)).eventId)).toMatchObject({
    status: 'completed',
    verdict_code: 'student.reactivated',
  })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
})

test('the same event twice is one event', async () => {
  const student = await world.student()
  const first = await world.zohoSends(student.id, 'created', 'twice-1')
  await world.settled(first.eventId)
  const body = await world.zohoSends(student.id, 'created', 'twice-1')
  // The body carries its own time stamp, so the second one is another hint under the same id.
  expect(body.body.event_id).toBe('twice-1#2')
})

test('events that come in the wrong order end in the present state', async () => {
  const { student } = await known()
  await world.editStudent(student.id, { City: 'First' })
  await world.editStudent(student.id, { City: 'Second' })
  const late = await world.zohoSends(student.id, 'created')
  const early = await world.zohoSends(student.id, 'updated')
  await world.settled(late.eventId)
  await world.settled(early.eventId)
  expect(await world.accountOf(student.id)).toMatchObject({ city: 'Second' })
})

test('the echo of our own write is absorbed without a call to Moodle', async () => {
  const { student } = await known()
  const before = await world.lastCall()
  expect(await world.settled((await world.zohoSends(student.id)).eventId)).toMatchObject({
    status: 'skipped',
    verdict_code: 'record.echo',
  })
  expect(await world.calls('moodle', before)).toEqual([])
})
