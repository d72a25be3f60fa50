import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TenantId, tenantId } from '../../src/domain/ids.ts'
import { completed, needsAttention, waiting } from '../../src/domain/verdicts.ts'
import { MOST_COUNTED } from '../../src/ledger/read.store.ts'
import { listCauses } from '../../src/verbs/causes.ts'
import { listEvents } from '../../src/verbs/list-events.ts'
import { countResettable, releaseEvents, resetEvents, retryEvent } from '../../src/verbs/put-back.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { showEvent } from '../../src/verbs/show-event.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const noEmail = (id: string) => needsAttention('student.no_academic_email', { student: id })
const statusOf = async (id: number | string) => (await showEvent(world.desk(), String(id))).event.status

test('pages follow each other without a gap or a repeat, even when many events came at the same moment', async () => {
  for (let n = 1; n <= 7; n++) await world.receive(student(n))
  await world.sql(`update integration_events_log set created_at = '2026-01-01T00:00:00Z'`)
  const seen: number[] = []
  let cursor: string | undefined
  do {
    const page = await listEvents(world.desk(), {}, { limit: 3, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.events.map(({ id }) => id))
    // Somebody adds an event while we read: it belongs before the first page.
    await world.receive(student(99))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
})

test('a cursor that is not ours is refused, and says what was expected', async () => {
  await expect(listEvents(world.desk(), {}, { limit: 3, cursor: 'bm90IG91cnM' })).rejects.toMatchObject({
    code: 'api.invalid',
    params: { field: 'cursor' },
  })
})

test('nobody counts further than 10,001', async () => {
  await world.receive(student(1))
  await world.sql(`insert into integration_events_log (tenant_id, source, event_id, name, event_type, record_id, body_hash, lane, routes, status)
    select 'default', 'zoho', 'many-' || n, 'x', 'updated', 'r', '', 1, 0, 'skipped' from generate_series(1, 10500) n`)
  const page = await listEvents(world.desk(), {}, { limit: 1 })
  expect([page.count, page.countIsCapped]).toEqual([MOST_COUNTED, true])
  const few = await listEvents(world.desk(), { subject: student(1) }, { limit: 1 })
  expect([few.count, few.countIsCapped]).toEqual([1, false])
})

test('filters narrow to what they say', async () => {
  await world.receive(student(1))
  await world.receive(student(2), { source: 'sync', lane: 'bulk' })
  await world.receive('5725767000000900001', { module: 'BTEC_Grades', name: 'zoho.grade.updated' })
  await world.runAll((id) => (id === student(1) ? noEmail(id) : completed('student.in_step', { user: 7, note: '' })))
  const rows = async (filter: Parameters<typeof listEvents>[1]) =>
    (await listEvents(world.desk(), filter, { limit: 9 })).events.map(({ id }) => id)

  expect(await rows({ statuses: ['failed'] })).toEqual([1])
  expect(await rows({ needsAttention: true })).toEqual([1])
  expect(await rows({ source: 'sync' })).toEqual([2])
  expect(await rows({ module: 'BTEC_Grades' })).toEqual([3])
  expect(await rows({ flow: 'students' })).toEqual([2, 1])
  expect(await rows({ subject: student(2) })).toEqual([2])
  expect(await rows({ cause: 'student.no_academic_email' })).toEqual([1])
  expect(await rows({ cause: `student.no_academic_email ${student(1)}` })).toEqual([1])
  expect(await rows({ name: 'zoho.grade.updated' })).toEqual([3])
  expect(await rows({ since: new Date(Date.now() + 60_000) })).toEqual([])
  expect(await rows({ until: new Date(Date.now() + 60_000) })).toEqual([3, 2, 1])
})

test('an event tells its story from its arrival to its verdict, and who joined it', async () => {
  await world.receive(student(1), { eventId: 'first' })
  await world.receive(student(1), { eventId: 'second' })
  await world.runAll((id) => noEmail(id))
  const first = await showEvent(world.desk(), 'first')
  const second = await showEvent(world.desk(), 'second')
  expect(first.event.coalescedInto).toBe(second.event.id)
  expect(second.joined).toEqual([first.event.id])
  expect(second.timeline.map(({ kind }) => kind)).toEqual(['received', 'run', 'settled'])

  await world.receive(student(1), { eventId: 'third' })
  await world.runAll()
  const third = await showEvent(world.desk(), 'third')
  expect(third.resolved).toEqual([first.event.id, second.event.id])
  expect((await showEvent(world.desk(), 'first')).event.resolvedBy).toBe(third.event.id)
})

test('a failed event goes back in line when a person retries it, and the worker is woken', async () => {
  await world.receive(student(1), { eventId: 'broken' })
  await world.runAll((id) => noEmail(id))
  expect(await listCauses(world.desk())).toMatchObject([{ code: 'student.no_academic_email', events: 1, example: 1 }])

  expect((await retryEvent(world.desk(), 'broken')).status).toBe('pending')
  expect(world.wakeUps()).toBe(1)
  expect(await listCauses(world.desk())).toEqual([])
  await world.runAll()
  expect(await statusOf('broken')).toBe('completed')
})

test('an event that is in line is not put there again', async () => {
  await world.receive(student(1), { eventId: 'new' })
  await expect(retryEvent(world.desk(), 'new')).rejects.toMatchObject({
    code: 'api.not_retryable',
    params: { status: 'pending' },
  })
  await world.runAll((id) => waiting(`link:BTEC_Classes:${id}`, 'parent.waited_too_long', { parent: 'class', record: id }))
  await expect(retryEvent(world.desk(), 'new')).rejects.toMatchObject({ params: { status: 'waiting' } })
  await expect(retryEvent(world.desk(), 'no such event')).rejects.toMatchObject({ code: 'api.not_found' })
  expect(world.wakeUps()).toBe(0)
})

test('turning a switch on runs what it held, in the same transaction, and nothing that another switch holds', async () => {
  await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Students.updated': 'hold', 'BTEC_Students.deleted': false })
  await world.receive(student(1), { eventId: 'an update' })
  await world.receive(student(2), { eventId: 'a deletion', eventType: 'deleted' })
  await world.runAll()
  expect([await statusOf('an update'), await statusOf('a deletion')]).toEqual(['held', 'held'])

  const changed = await setSetting(world.desk(), 'workflows.auto_enabled', {
    'BTEC_Students.updated': true,
    'BTEC_Students.deleted': 'hold',
  })
  expect(changed.released).toBe(1)
  await world.runAll()
  expect([await statusOf('an update'), await statusOf('a deletion')]).toEqual(['completed', 'held'])
})

test('a person may run what a switch holds while the switch stays off', async () => {
  await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Students.updated': 'hold' })
  await world.receive(student(1), { eventId: 'one' })
  await world.runAll()
  expect(await releaseEvents(world.desk(), { waitingFor: 'switch:BTEC_Students.deleted' })).toBe(0)
  expect(await releaseEvents(world.desk(), { waitingFor: 'switch:BTEC_Students.updated' })).toBe(1)
  await world.runAll()
  expect(await statusOf('one')).toBe('completed')
})

test('switching the rehearsal off leaves rehearsed events to a person, who releases them', async () => {
  await setSetting(world.desk(), 'system.dry_run', { enabled: true })
  await world.receive(student(1), { eventId: 'one' })
  await world.runAll()
  expect(await statusOf('one')).toBe('rehearsed')
  expect((await setSetting(world.desk(), 'system.dry_run', { enabled: false })).released).toBe(0)
  await world.runAll()
  expect(await statusOf('one')).toBe('rehearsed')
  expect(await releaseEvents(world.desk(), { statuses: ['rehearsed'] })).toBe(1)
  await world.runAll()
  expect(await statusOf('one')).toBe('completed')
})

test('a reset puts failed events back, whatever else the filter asks for', async () => {
  for (let n = 1; n <= 60; n++) await world.receive(student(n))
  await world.runAll((id) => (id === student(60) ? completed('student.in_step', { user: 7, note: '' }) : noEmail(id)))
  expect(await countResettable(world.desk(), {})).toBe(59)
  expect(await resetEvents(world.desk(), { statuses: ['completed'] })).toBe(0)
  expect(await resetEvents(world.desk(), { subject: student(1) })).toBe(1)
  expect(await resetEvents(world.desk(), {})).toBe(58)
  await world.runAll()
  expect((await listEvents(world.desk(), { statuses: ['completed'] }, { limit: 1 })).count).toBe(60)
})

test('another college sees none of it', async () => {
  const other: TenantId = await world.another('other')
  expect(other).toBe(tenantId('other'))
  await world.receive(student(1), { eventId: 'mine' })
  await world.runAll((id) => noEmail(id))
  expect((await listEvents(world.desk(other), {}, { limit: 9 })).count).toBe(0)
  expect(await listCauses(world.desk(other))).toEqual([])
  await expect(showEvent(world.desk(other), '1')).rejects.toMatchObject({ code: 'api.not_found' })
  await expect(retryEvent(world.desk(other), 'mine')).rejects.toMatchObject({ code: 'api.not_found' })
  expect(await resetEvents(world.desk(other), {})).toBe(0)
})
