import { afterEach, beforeEach, expect, test } from 'vitest'
import { completed, needsAttention } from '../../src/domain/verdicts.ts'
import { cleanUpEvents, cleanUpNightly, countCleanable } from '../../src/verbs/cleanup-events.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { showEvent } from '../../src/verbs/show-event.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const keep = (days: { completed: number; failed: number; enabled?: boolean }) =>
  setSetting(world.desk(), 'events.retention', {
    completed_days: days.completed,
    failed_days: days.failed,
    cleanup_enabled: days.enabled ?? true,
  })

/** Student 1 in step, student 2 failed, both so many days ago; student 3 still in line. */
async function oldEvents(days: number): Promise<void> {
  await world.receive(student(1), { eventId: 'in-step' })
  await world.receive(student(2), { eventId: 'failed' })
  await world.runAll((id) =>
    id === student(1)
      ? completed('student.in_step', { user: 7, note: '' })
      : needsAttention('student.no_academic_email', { student: id }),
  )
  await world.receive(student(3), { eventId: 'in-line' })
  await world.sql(`insert into moodle_sync_log (tenant_id, run_id, event, flow, subject, system, action, changes, outcome)
    select tenant_id, gen_random_uuid(), id, flow, subject, 'moodle', 'updateUser', '{"city":{"before":"a","after":"b"}}', 'done'
    from integration_events_log where event_id = 'in-step'`)
  const then = `now() - interval '${days} days'`
  await world.sql(
    `update integration_events_log set created_at = ${then}, processed_at = case when processed_at is null then null else ${then} end`,
  )
  await world.sql(`update integration_event_attempts set started_at = ${then}, ended_at = ${then}`)
}

test('old payloads and runs go; the event stays as a receipt, and so does the audit', async () => {
  await keep({ completed: 90, failed: 365 })
  await oldEvents(100)
  expect(await countCleanable(world.desk())).toBe(1)
  expect(await cleanUpEvents(world.desk())).toMatchObject({ payloads: 1 })

  const { event, timeline } = await showEvent(world.desk(), 'in-step')
  expect(event).toMatchObject({ status: 'completed', payload: null })
  expect(timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['received', 'change', 'settled']))
  for (const kept of ['failed', 'in-line']) expect((await showEvent(world.desk(), kept)).event.payload).not.toBeNull()
})

test('an old delivery that comes again is still known, and does not run again', async () => {
  await keep({ completed: 1, failed: 1 })
  await oldEvents(10)
  await cleanUpEvents(world.desk())
  expect(await world.receive(student(1), { eventId: 'in-step' })).toMatchObject({ status: 'duplicate' })
})

test('what failed goes after its own time, with its runs', async () => {
  await keep({ completed: 90, failed: 365 })
  await oldEvents(400)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 2, attempts: 1 })
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect((await showEvent(world.desk(), 'failed')).timeline.map(({ kind }) => kind)).toEqual(['received', 'settled'])
})

test('an event without its payload can still be tried again', async () => {
  await keep({ completed: 1, failed: 1 })
  await oldEvents(10)
  await cleanUpEvents(world.desk())
  await world.receive(student(2), { eventId: 'failed' })
  await world.runAll()
  expect((await showEvent(world.desk(), 'failed')).event.status).toBe('completed')
})

test('a thousand at a time, all of them go', async () => {
  await keep({ completed: 1, failed: 1 })
  await world.sql(`insert into integration_events_log
    (tenant_id, source, event_id, name, event_type, record_id, payload, body_hash, lane, routes, status, processed_at)
    select 'default', 'zoho', 'many-' || n, 'x', 'updated', 'r', '{}', '', 1, 0, 'skipped', now() - interval '5 days'
    from generate_series(1, 2500) n`)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 2500, attempts: 0 })
})

test('at night nothing goes when the college does not want it; a person may still ask', async () => {
  await keep({ completed: 1, failed: 1, enabled: false })
  await oldEvents(10)
  expect(await cleanUpNightly(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect(await cleanUpEvents(world.desk())).toMatchObject({ payloads: 2 })
})

test('another college’s events are not cleaned up', async () => {
  await keep({ completed: 1, failed: 1 })
  await oldEvents(10)
  const other = await world.another('other')
  expect(await cleanUpEvents(world.desk(other))).toEqual({ payloads: 0, attempts: 0 })
})
