import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resetEvents } from '../../src/verbs/put-back.ts'
import { atDesk } from '../desk.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({
    settings: {
      'deletions.look_again_minutes': 0.02,
      'deletions.per_hour': 1_000,
      // Long enough for something to happen in Zoho before the next attempt.
      'events.retries': { attempts: 3, first_delay_ms: 1_500, longest_delay_ms: 1_500 },
    },
  })
})
afterAll(() => world.stop())

const linkOf = async (zohoId: string) => {
  const { rows } = await world.look.query('select moodle_id, moodle_deleted_at from identity_links where zoho_id = $1', [zohoId])
  return rows[0] as { moodle_id: string; moodle_deleted_at: Date | null } | undefined
}

describe('an account that somebody deleted in Moodle', () => {
  test('needs a person and is never made again by itself', async () => {
    const { student, account } = await known(world)
    await world.deleteAccount(account.id)
    await world.editStudent(student.id, { City: 'Irbid' })
    const since = await world.lastCall()
    expect(await told(world, student)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'student.deleted_in_moodle',
      verdict_params: { user: account.id },
    })
    expect((await linkOf(student.id))?.moodle_deleted_at).not.toBeNull()

    await world.editStudent(student.id, { City: 'Karak' })
    expect(await told(world, student, 'created')).toMatchObject({ status: 'failed', verdict_code: 'student.deleted_in_moodle' })
    await atDesk(world, (desk) => resetEvents(desk, { subject: student.id }))
    await world.quiet()
    expect(await writesSince(world, since)).toEqual([])
    expect(await world.accounts()).not.toContainEqual(expect.objectContaining({ email: student.Academic_Email }))
  })

  test('is no obstacle to letting the student go', async () => {
    const { student, account } = await known(world)
    await world.deleteAccount(account.id)
    await world.deleteStudent(student.id)
    expect(await told(world, student, 'deleted')).toMatchObject({
      status: 'completed',
      verdict_code: 'student.gone_without_account',
    })
  })
})

describe('a record that can no longer be read', () => {
  test('and is not in the deleted list may only be hidden from us: it is looked at again, and then needs a person', async () => {
    const id = '5847596000000777777'
    const { eventId } = await world.zohoSends(id)
    const asked = await world.reaches(eventId, 'waiting')
    expect(asked).toMatchObject({ waiting_for: 'look-again', verdict_code: 'record.gone_unconfirmed', needs_attention: false })
    expect(asked.next_attempt_at).not.toBeNull()
    expect(await world.settled(eventId)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'record.gone_and_unlisted',
      retry_count: 0,
    })
  })

  test('leaves the account alone for as long as nobody knows', async () => {
    const { student, account } = await known(world)
    await world.deleteStudent(student.id)
    // Long after the deletion Zoho's list has forgotten it, and a 204 is all there is: as when a permission was taken away.
    await world.control('POST', '/clock', { advanceMs: 130 * 24 * 3_600_000 })
    const since = await world.lastCall()
    expect(await told(world, student, 'deleted')).toMatchObject({ status: 'failed', verdict_code: 'record.gone_and_unlisted' })
    await world.control('POST', '/clock', {})
    expect(await writesSince(world, since)).toEqual([])
    expect(await world.accountOf(student.id)).toEqual(account)
  })

  test('and comes back before the second look is an ordinary student', async () => {
    const id = '5847596000000777778'
    await world.setSetting('deletions.look_again_minutes', 10)
    const { eventId } = await world.zohoSends(id)
    await world.reaches(eventId, 'waiting')
    await world.student({ id })
    const second = await world.zohoSends(id, 'created')
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await world.settled(second.eventId)).toMatchObject({ status: 'completed' })
    await world.setSetting('deletions.look_again_minutes', 0.02)
  })

  test('is an ordinary hint when the record can be read after all, whatever the hint says', async () => {
    const { student, account } = await known(world)
    await world.editStudent(student.id, { City: 'Tafilah' })
    expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
    expect(await world.accountOf(student.id)).toMatchObject({ id: account.id, suspended: false, city: 'Tafilah' })
  })
})

test('deleted before there was an account: nothing to suspend', async () => {
  const student = await world.student()
  await world.deleteStudent(student.id)
  const since = await world.lastCall()
  expect(await told(world, student, 'deleted')).toMatchObject({
    status: 'completed',
    verdict_code: 'student.gone_without_account',
  })
  expect(await writesSince(world, since)).toEqual([])
})

test('deleted between the making of the account and our learning of it: the account is found by its ID number, and suspended', async () => {
  const student = await world.student()
  await world.fault({ system: 'zoho', match: 'PUT', how: 'refuse' })
  const { eventId } = await world.zohoSends(student.id, 'created')
  await world.until('the first attempt to have failed', async () =>
    (await world.event(eventId))?.retry_count === 1 ? true : undefined,
  )
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
  await world.deleteStudent(student.id)
  expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })
})

describe('restored from the recycle bin', () => {
  test('the account is opened again, by the next hint of any kind', async () => {
    const { student, account } = await known(world)
    await world.deleteStudent(student.id)
    await told(world, student, 'deleted')
    expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Students', id: student.id })
    // No field has changed, and still this is no echo.
    expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.reactivated' })
    expect(await world.accountOf(student.id)).toMatchObject({ id: account.id, suspended: false })
  })

  test('and deleted again before we could remember the account: it is ours to close, nobody else opened it', async () => {
    const student = await world.student()
    await world.deleteStudent(student.id)
    expect(await told(world, student, 'deleted')).toMatchObject({ verdict_code: 'student.gone_without_account' })
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Students', id: student.id })
    await world.fault({ system: 'zoho', match: 'PUT', how: 'refuse' })
    const { eventId } = await world.zohoSends(student.id)
    await world.until('the first attempt to have failed', async () =>
      (await world.event(eventId))?.retry_count === 1 ? true : undefined,
    )
    expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
    await world.deleteStudent(student.id)
    expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
    expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })
  })

  test('whoever opened the account of a deleted student in Moodle knew why', async () => {
    const { student, account } = await known(world)
    await world.deleteStudent(student.id)
    await told(world, student, 'deleted')
    await world.editAccount(account.id, { suspended: false })
    expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed' })
    expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
  })
})

describe('two records of one person, merged in Zoho', () => {
  test('the account moves to the record that was kept', async () => {
    const { student: loser, account } = await known(world)
    const kept = await world.student({ Academic_Email: null, First_Name: 'Kept' })
    await world.deleteStudent(loser.id)
    await world.editStudent(kept.id, { Academic_Email: loser.Academic_Email })
    expect(await told(world, loser, 'deleted')).toMatchObject({
      status: 'completed',
      verdict_code: 'student.moved_to_twin',
      verdict_params: { user: account.id, twin: kept.id },
    })
    await world.quiet()
    // Nobody told us of the kept record: our own question did.
    expect(await world.events(`source = 'dependency' and record_id = $1`, [kept.id])).toMatchObject([{ status: 'completed' }])
    expect(await world.accountOf(kept.id)).toMatchObject({ id: account.id, suspended: false, firstname: 'Kept' })
    expect(await world.studentNow(kept.id)).toMatchObject({ Student_Moodle_ID: String(account.id) })
    expect(await linkOf(loser.id)).toBeUndefined()
    expect(Number((await linkOf(kept.id))?.moodle_id)).toBe(account.id)
  })

  test('a twin that has an account of its own keeps it, and the other is suspended', async () => {
    const { student: loser, account } = await known(world)
    const { student: kept, account: own } = await known(world)
    await world.deleteStudent(loser.id)
    await world.editStudent(kept.id, { Academic_Email: loser.Academic_Email })
    expect(await told(world, loser, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
    expect(await world.accountOf(loser.id)).toMatchObject({ id: account.id, suspended: true })
    expect(Number((await linkOf(kept.id))?.moodle_id)).toBe(own.id)
  })
})
