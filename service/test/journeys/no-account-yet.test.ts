import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

describe('a student who is not admitted yet has no account, and gets one when admitted', () => {
  test.each(['Pending', 'Enrollment Form', null])('%s', async (status) => {
    const student = await world.student({ Status: status })
    const since = await world.lastCall()
    expect(await told(world, student, 'created')).toMatchObject({
      status: 'skipped',
      needs_attention: false,
      verdict_code: 'student.no_account_yet',
    })
    expect(await world.calls('moodle', since)).toEqual([])

    await world.editStudent(student.id, { Status: 'Active' })
    expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
  })
})

test('a student who was withdrawn before there was an account does not get one to suspend', async () => {
  const student = await world.student({ Status: 'Withdraw' })
  const since = await world.lastCall()
  expect(await told(world, student, 'created')).toMatchObject({ status: 'skipped', verdict_code: 'student.no_account_yet' })
  expect(await writesSince(world, since)).toEqual([])
  expect(await world.accountOf(student.id)).toBeUndefined()
})

describe('every status of the college is understood, in either spelling', () => {
  const active = [
    'Approved',
    'Approved-conditional',
    'Welcome Letter Sent',
    'Account Creation',
    'Registered',
    'Active',
    'Revive',
    'Graduated',
    'Graduate Form Sent',
    'Student Certificate Sent',
    'approved',
    'ACTIVE',
  ]
  const suspended = ['Freeze', 'Freezed', 'Withdraw', 'Blocked', 'Passive', 'Unregistered']

  test('a whole year of changes, one student each', async () => {
    const { account } = await known(world)
    expect(account.suspended).toBe(false)
    const people = await Promise.all([...active, ...suspended].map(() => world.student()))
    const first = await Promise.all(people.map(({ id }) => world.zohoSends(id, 'created')))
    for (const { eventId } of first) await world.settled(eventId)
    const changed = await Promise.all(
      [...active, ...suspended].map(async (status, index) => {
        const id = people[index]?.id ?? ''
        await world.editStudent(id, { Status: status, City: 'Salt' })
        return world.zohoSends(id)
      }),
    )
    for (const { eventId } of changed) expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
    for (const [index, status] of [...active, ...suspended].entries()) {
      const theirs = await world.accountOf(people[index]?.id ?? '')
      expect([status, theirs?.suspended, theirs?.city]).toEqual([status, suspended.includes(status), 'Salt'])
    }
  })
})

test('somebody who falls back to an applicant keeps the account as it was', async () => {
  const { student, account } = await known(world)
  await world.editStudent(student.id, { Status: 'Pending' })
  expect(await told(world, student)).toMatchObject({ status: 'skipped', verdict_code: 'student.no_account_yet' })
  expect(await world.accountOf(student.id)).toEqual(account)
  await world.editStudent(student.id, { Status: 'Active', City: 'Jerash' })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
  expect(await world.accountOf(student.id)).toMatchObject({ id: account.id, city: 'Jerash' })
})

test('a failure is over when the student’s Status asks for nothing any more', async () => {
  const student = await world.student({ Status: 'Something new' })
  const { eventId } = await world.zohoSends(student.id, 'created')
  expect(await world.settled(eventId)).toMatchObject({ status: 'failed', needs_attention: true })
  await world.editStudent(student.id, { Status: 'Pending' })
  const later = await told(world, student)
  expect(later).toMatchObject({ status: 'skipped', verdict_code: 'student.no_account_yet' })
  expect(await world.event(eventId)).toMatchObject({ status: 'completed', needs_attention: false, resolved_by: String(later.id) })
})
