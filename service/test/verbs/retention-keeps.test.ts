import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanUpEvents } from '../../src/verbs/cleanup-events.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { showEvent } from '../../src/verbs/show-event.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const payloadOf = async (id: string) => (await showEvent(world.desk(), id)).event.payload

test('what still has a way before it is kept, however old', async () => {
  await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Students.updated': 'hold' })
  await world.receive(student(1), { eventId: 'held' })
  await world.runAll()
  await world.receive(student(2), { eventId: 'in line' })
  await world.sql(`update integration_events_log set created_at = created_at - interval '3 years',
    processed_at = processed_at - interval '3 years'`)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect(await payloadOf('held')).not.toBeNull()
  expect(await payloadOf('in line')).not.toBeNull()
})
