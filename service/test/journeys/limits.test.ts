import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { releaseEvents, retryEvent } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { atDesk } from '../desk.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.setSetting('deletions.per_hour', 10)
  await world.setSetting('loop.changes_per_hour', 20)
})

/** Five students, deleted one after the other where only two may go. */
async function fiveDeletedOfTwoAllowed() {
  await world.look.query('update sync_students set gone_at = null where gone_at is not null')
  await world.setSetting('deletions.per_hour', 2)
  const verdicts = []
  for (let nr = 0; nr < 5; nr += 1) {
    const { student } = await known(world)
    await world.deleteStudent(student.id)
    verdicts.push({ student, verdict: await told(world, student, 'deleted') })
  }
  return verdicts
}

describe('many deletions in one hour', () => {
  test('above the limit are held behind one switch and change nothing, until a person releases them', async () => {
    const five = await fiveDeletedOfTwoAllowed()
    expect(five.map(({ verdict }) => verdict.status)).toEqual(['completed', 'completed', 'held', 'held', 'held'])
    for (const { student, verdict } of five.slice(2)) {
      expect(verdict).toMatchObject({ verdict_code: 'removal.held', waiting_for: 'removals:BTEC_Students' })
      expect(await world.accountOf(student.id)).toMatchObject({ suspended: false })
    }
    const released = await atDesk(world, (desk) => releaseEvents(desk, { waitingFor: 'removals:BTEC_Students' }))
    expect(released).toBe(3)
    for (const { student, verdict } of five.slice(2)) {
      expect(await world.settled(verdict.event_id)).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
      expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })
    }
  })

  test('in one set the limit counts as it does one after the other', async () => {
    await world.look.query('update sync_students set gone_at = null where gone_at is not null')
    await world.setSetting('deletions.per_hour', 3)
    const people = await Promise.all(Array.from({ length: 8 }, () => known(world)))
    for (const { student } of people) await world.deleteStudent(student.id)
    const subjects = people.map(({ student }) => student.id)
    const sent = await whileBusy(world.look, subjects, () => Promise.all(subjects.map((id) => world.zohoSends(id, 'deleted'))))
    const statuses = []
    for (const { eventId } of sent) statuses.push((await world.settled(eventId)).status)
    expect(statuses.filter((status) => status === 'completed')).toHaveLength(3)
    expect(statuses.filter((status) => status === 'held')).toHaveLength(5)
    const suspended = await Promise.all(people.map(async ({ student }) => (await world.accountOf(student.id))?.suspended))
    expect(suspended.filter(Boolean)).toHaveLength(3)
  })

  test('a restored student is no longer held', async () => {
    const [, , held] = await fiveDeletedOfTwoAllowed()
    if (held === undefined) throw new Error('Nobody was held')
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Students', id: held.student.id })
    await world.editStudent(held.student.id, { City: 'Madaba' })
    expect(await told(world, held.student)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
    await atDesk(world, (desk) => releaseEvents(desk, { subject: held.student.id }))
    expect(await world.settled(held.verdict.event_id)).toMatchObject({ status: 'completed', verdict_code: 'student.in_step' })
    expect(await world.accountOf(held.student.id)).toMatchObject({ suspended: false })
  })
})

describe('a student who keeps changing sides', () => {
  test('is stopped before the next change, and says so', async () => {
    await world.setSetting('loop.changes_per_hour', 3)
    const { student } = await known(world)
    for (const city of ['One', 'Two']) {
      await world.editStudent(student.id, { City: city })
      expect(await told(world, student)).toMatchObject({ status: 'completed' })
    }
    await world.editStudent(student.id, { City: 'Three' })
    const since = await world.lastCall()
    const stopped = await told(world, student)
    expect(stopped).toMatchObject({ status: 'failed', needs_attention: true, verdict_code: 'loop.stopped' })
    expect(await writesSince(world, since)).toEqual([])
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Two' })

    // A person who asks for it is not a loop.
    await atDesk(world, (desk) => retryEvent(desk, String(stopped.id)))
    expect(await world.settled(stopped.event_id)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Three' })
  })

  test('may be looked at as often as one likes while nothing changes', async () => {
    await world.setSetting('loop.changes_per_hour', 2)
    const { student } = await known(world)
    for (let nr = 0; nr < 5; nr += 1) expect(await told(world, student)).toMatchObject({ status: 'skipped' })
  })
})
