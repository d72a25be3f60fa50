import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweep } from '../../src/chores/sweep.ts'
import { whileBusy } from '../busy.ts'
import { atDesk } from '../desk.ts'
import { known } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

const swept = () => atDesk(world, ({ database, tenant }) => sweep(database, tenant))
beforeEach(async () => {
  // Whatever the service does by itself each minute, it has nothing to find.
  expect(await swept()).toEqual({ forgotten: 0, missedWakeUps: 0, gaveUp: 0, released: 0 })
})

/** An event whose job somebody deleted by hand, some time ago. */
async function forgotten(status: 'pending' | 'processing' | 'waiting', secondsAgo: number) {
  const student = await world.student()
  const { eventId } = await whileBusy(world.look, [student.id], async () => {
    const sent = await world.zohoSends(student.id, 'created')
    await world.look.query(`delete from queue_jobs where subject = $1 and state = 'waiting'`, [student.id])
    return sent
  })
  await world.look.query(
    `update integration_events_log set status = $2, created_at = now() - $3 * interval '1 second',
      started_at = case when $2 = 'pending' then null else now() - $3 * interval '1 second' end where event_id = $1`,
    [eventId, status, secondsAgo],
  )
  return { student, eventId }
}

describe('an open event that is in nobody’s hands', () => {
  test.each(['pending', 'processing', 'waiting'] as const)('%s: is promised again, counted, and runs', async (status) => {
    const { student, eventId } = await forgotten(status, 120)
    expect(await swept()).toMatchObject({ forgotten: 1 })
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await world.accountOf(student.id)).toBeDefined()
  })

  test('is left alone while it is young: it may be between its commit and its claim', async () => {
    const { eventId } = await forgotten('pending', 5)
    expect(await swept()).toMatchObject({ forgotten: 0 })
    await world.look.query(`update integration_events_log set created_at = now() - interval '1 minute' where event_id = $1`, [
      eventId,
    ])
    expect(await swept()).toMatchObject({ forgotten: 1 })
    await world.settled(eventId)
  })
})

test('one that waits in the queue is not forgotten, however old', async () => {
  const { student } = await known(world)
  await whileBusy(world.look, [student.id], async () => {
    const { eventId } = await world.zohoSends(student.id)
    await world.look.query(`update integration_events_log set created_at = now() - interval '1 day' where event_id = $1`, [
      eventId,
    ])
    expect(await swept()).toMatchObject({ forgotten: 0 })
  })
  await world.quiet()
})
