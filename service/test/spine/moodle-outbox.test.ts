import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pullMoodleChanges } from '../../src/chores/pull-moodle-changes.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { moodleEventOf } from '../../src/http/webhooks/moodle-event.ts'
import type { MoodleChanges } from '../../src/ports/moodle-changes.ts'
import { createLedgerWorld, type LedgerWorld } from '../ledger-world.ts'
import { newStudent, simulatedMoodle } from '../simulated-moodle.ts'

const site = simulatedMoodle()
let world: LedgerWorld
beforeAll(async () => {
  world = await createLedgerWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await site.setSite({ plugin: true })
  await world.database.withTenant(DEFAULT_TENANT, (tx) => tx.query('delete from moodle_marks'))
})

const pull = (changes: MoodleChanges = site.connection().changes(() => {})) =>
  pullMoodleChanges(world.database, DEFAULT_TENANT, changes, world.ledger, moodleEventOf)

test('what no webhook brought is read forward from the mark, each event once', async () => {
  const [made] = await site.port().createUsers([newStudent(1), newStudent(2)])
  expect(await pull()).toEqual({ missed: 2, refused: 0 })
  expect(await pull()).toEqual({ missed: 0, refused: 0 })
  const user = made?.outcome === 'done' ? made.value : 0
  await site.tell('PATCH', `/moodle/records/users/${user}`, { city: 'Lyon' })
  await site.port().createUsers([newStudent(3)])
  expect(await pull()).toEqual({ missed: 1, refused: 0 })
})

test('an event that a webhook brought already is a second delivery', async () => {
  await site.port().createUsers([newStudent(1)])
  const { events = [] } =
    (await site
      .connection()
      .changes(() => {})
      .since(0)) ?? {}
  for (const event of events) await world.ledger.receive(DEFAULT_TENANT, moodleEventOf(event))
  expect(await pull()).toEqual({ missed: 0, refused: 0 })
})

test('more than one answer holds', async () => {
  await site.port().createUsers(Array.from({ length: 230 }, (_, n) => newStudent(n)))
  expect(await pull()).toEqual({ missed: 230, refused: 0 })
})

test('a plugin that was installed anew counts from 1 again', async () => {
  await site.port().createUsers([newStudent(1), newStudent(2), newStudent(3)])
  await pull()
  await site.tell('POST', '/reset', { seed: 'empty' })
  await site.setSite({ plugin: true })
  await site.port().createUsers([newStudent(4)])
  expect(await pull()).toEqual({ missed: 1, refused: 0 })
})

test('an event that does not fit the contract is passed over alone, and told', async () => {
  await site.port().createUsers([newStudent(1), newStudent(2)])
  const changes = site.connection().changes(() => {})
  const answer = await changes.since(0)
  const [first, ...rest] = answer?.events ?? []
  const odd = { ...(first as object), event_type: 'moon_landed' }
  const told: MoodleChanges = {
    since: async (seq) => (seq === 0 ? { events: [odd, ...rest], highest: answer?.highest ?? 0 } : changes.since(seq)),
  }
  expect(await pull(told)).toEqual({ missed: 1, refused: 1 })
  expect(await pull()).toEqual({ missed: 0, refused: 0 })
})

test('an answer that is lost is asked for again, and one that goes backwards ends the reading', async () => {
  await site.port().createUsers([newStudent(1), newStudent(2)])
  await site.breakCall('local_campusbridge_get_changes', 'lose')
  expect(await pull()).toEqual({ missed: 2, refused: 0 })
  const backwards: MoodleChanges = { since: async () => ({ events: [{ seq: 1 }], highest: 2 }) }
  expect(await pull(backwards)).toEqual({ missed: 0, refused: 1 })
})

test('a Moodle without the plugin has nothing to pull, and an outage moves no mark', async () => {
  await site.port().createUsers([newStudent(1)])
  await site.setSite({ plugin: false })
  expect(await pull()).toEqual({ missed: 0, refused: 0 })
  await site.setSite({ plugin: true })
  await site.setSite({ maintenance: true })
  await expect(pull()).rejects.toMatchObject({ system: 'moodle' })
  await site.setSite({ maintenance: false })
  expect(await pull()).toEqual({ missed: 1, refused: 0 })
})
