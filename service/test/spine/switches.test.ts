import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweep } from '../../src/chores/sweep.ts'
import { releaseEvents } from '../../src/verbs/put-back.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { whileBusy } from '../busy.ts'
import { atDesk } from '../desk.ts'
import { known } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(() => turn({}))

/** Somebody turns switches, as settings do: what they held is released in the same breath. */
const turn = (positions: Record<string, string | boolean>) =>
  atDesk(world, (desk) => setSetting(desk, 'workflows.auto_enabled', positions))

const runsOf = async (subject: string) => {
  const { rows } = await world.look.query('select run_id, hints from integration_event_attempts where subject = $1', [subject])
  return rows as { run_id: string; hints: string[] }[]
}

describe('a switch that says hold', () => {
  test.each(['hold', false])('%s: keeps the event, calls nobody, and needs nobody’s attention', async (position) => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.updated': position })
    await world.editStudent(student.id, { City: 'Held' })
    const since = await world.lastCall()
    const { eventId } = await world.zohoSends(student.id)
    expect(await world.settled(eventId)).toMatchObject({
      status: 'held',
      needs_attention: false,
      verdict_code: 'switch.held',
      waiting_for: 'switch:BTEC_Students.updated',
      verdict_params: { switch: 'BTEC_Students.updated' },
    })
    expect([...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))]).toEqual([])
    await turn({})
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
  })

  test('runs what it held when it is turned on, once for each student, however many hints there were', async () => {
    const people = [await known(world), await known(world)]
    await turn({ 'BTEC_Students.updated': 'hold' })
    const sent = []
    for (const { student } of [...people, ...people, ...people]) {
      await world.editStudent(student.id, { City: `City ${sent.length}` })
      const { eventId } = await world.zohoSends(student.id)
      await world.reaches(eventId, 'held')
      sent.push(eventId)
    }
    const since = await world.lastCall()
    expect(await turn({ 'BTEC_Students.updated': 'on' })).toMatchObject({ released: 6 })
    for (const eventId of sent) expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
    const updates = (await world.calls('moodle', since)).filter(({ operation }) => operation === 'core_user_update_users')
    expect(updates.length).toBeLessThanOrEqual(2)
    for (const { student } of people) {
      const runs = (await runsOf(student.id)).filter(({ hints }) => hints.length === 3)
      expect(runs).toHaveLength(1)
      expect(await world.accountOf(student.id)).toMatchObject({ city: expect.stringMatching(/City [45]/) })
    }
  })

  test('lets an event through that a person releases, and goes on holding the others', async () => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.updated': 'hold' })
    await world.editStudent(student.id, { City: 'Released' })
    const { eventId } = await world.zohoSends(student.id)
    const held = await world.reaches(eventId, 'held')
    await atDesk(world, (desk) => releaseEvents(desk, { ids: [held.id] }))
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
    const next = await world.zohoSends(student.id)
    expect(await world.settled(next.eventId)).toMatchObject({ status: 'held' })
  })

  test('leaves nothing behind when it is turned while a run is reading it: the sweep lets go of that one', async () => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.updated': 'hold' })
    const { eventId } = await world.zohoSends(student.id)
    await world.reaches(eventId, 'held')
    // As if the release had come an instant before the run settled.
    await world.setSetting('workflows.auto_enabled', {})
    expect(await atDesk(world, ({ database, tenant }) => sweep(database, tenant))).toMatchObject({ released: 1, forgotten: 0 })
    expect(await world.reaches(eventId, 'completed')).toMatchObject({ verdict_code: 'student.in_step', put_back_by: 'setting' })
  })
})

describe('a switch that says skip', () => {
  test('settles the event unread, and turning it on does not bring it back', async () => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.updated': 'skip' })
    await world.editStudent(student.id, { City: 'Skipped' })
    const { eventId } = await world.zohoSends(student.id)
    expect(await world.settled(eventId)).toMatchObject({ status: 'skipped', needs_attention: false, verdict_code: 'switch.off' })
    expect(await turn({})).toMatchObject({ released: 0 })
    expect(await world.event(eventId)).toMatchObject({ status: 'skipped' })
    expect(await world.accountOf(student.id)).not.toMatchObject({ city: 'Skipped' })
  })

  test('is for one event of one module: others of the same student run', async () => {
    await turn({ 'BTEC_Students.updated': 'skip', 'BTEC_Teachers.created': 'hold' })
    const student = await world.student()
    expect(await world.settled((await world.zohoSends(student.id, 'created')).eventId)).toMatchObject({ status: 'completed' })
  })
})

describe('hints that wait together under different switches', () => {
  test('each get the answer of their own switch', async () => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.created': 'hold', 'BTEC_Students.deleted': 'skip' })
    await world.editStudent(student.id, { City: 'Together' })
    const sent = await whileBusy(world.look, [student.id], async () => [
      await world.zohoSends(student.id, 'created'),
      await world.zohoSends(student.id, 'updated'),
      await world.zohoSends(student.id, 'deleted'),
      await world.zohoSends(student.id, 'updated'),
    ])
    const answers = []
    for (const { eventId } of sent) answers.push(await world.settled(eventId))
    expect(answers.map(({ status }) => status)).toEqual(['held', 'completed', 'skipped', 'completed'])
    expect(answers.map(({ coalesced_into }) => coalesced_into && Number(coalesced_into))).toEqual([
      null,
      answers[3]?.id,
      null,
      null,
    ])
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Together' })
  })

  test('that all say hold call nobody', async () => {
    const { student } = await known(world)
    await turn({ 'BTEC_Students.created': 'hold', 'BTEC_Students.updated': 'hold' })
    const since = await world.lastCall()
    const sent = await whileBusy(world.look, [student.id], async () => [
      await world.zohoSends(student.id, 'created'),
      await world.zohoSends(student.id, 'updated'),
    ])
    for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ status: 'held' })
    expect(await world.lastCall()).toBe(since)
  })
})
