import { afterEach, beforeEach, expect, test } from 'vitest'
import { completed, needsAttention } from '../../src/domain/verdicts.ts'
import { student } from '../ledger-world.ts'
import { type ApiWorld, openApi } from './open-api.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await openApi()
})
afterEach(() => world.stop())

const noEmail = (id: string) => needsAttention('student.no_academic_email', { student: id })

test('pages are followed by the cursor of the one before, and the count is of the whole filter', async () => {
  for (let n = 1; n <= 5; n++) await world.receive(student(n))
  const first = await world.get('/v1/events?limit=3')
  expect(first.body).toMatchObject({ count: 5, count_is_capped: false })
  const second = await world.get(`/v1/events?limit=3&cursor=${first.body.next_cursor}`)
  expect([...first.body.events, ...second.body.events].map(({ id }: { id: number }) => id)).toEqual([5, 4, 3, 2, 1])
  expect(second.body.next_cursor).toBeNull()
})

test('a filter may name several statuses', async () => {
  await world.receive(student(1))
  await world.receive(student(2))
  await world.runAll((id) => (id === student(1) ? noEmail(id) : completed('student.in_step', { user: 7, note: '' })))
  await world.receive(student(3))
  const ids = async (query: string) => (await world.get(`/v1/events?${query}`)).body.events.map(({ id }: { id: number }) => id)
  expect(await ids('status=failed,pending')).toEqual([3, 1])
  expect(await ids('needs_attention=true')).toEqual([1])
  expect(await ids(`subject=${student(2)}`)).toEqual([2])
  expect(await ids('until=2026-01-01T00:00:00Z')).toEqual([])
})

test('what is not understood is refused, with what to correct', async () => {
  const wrong = ['status=lost', 'limit=0', 'limit=501', 'since=yesterday', 'cursor=bm90IG91cnM', 'colour=red']
  for (const query of wrong) {
    const { status, body } = await world.get(`/v1/events?${query}`)
    expect([query, status]).toEqual([query, query.startsWith('cursor') ? 422 : 400])
    expect(body).toMatchObject({ code: 'api.invalid', fix: expect.stringContaining('again') })
  }
})

test('a failed event tells in words what happened and what to do, under the sender’s id as well as its number', async () => {
  await world.receive(student(1), { eventId: 'of-the-sender' })
  await world.runAll((id) => noEmail(id))
  const { body } = await world.get('/v1/events/of-the-sender')
  expect(body).toMatchObject({
    id: 1,
    status: 'failed',
    needs_attention: true,
    verdict: { code: 'student.no_academic_email', todo: expect.stringMatching(/\w/) },
    timeline: [{ kind: 'received' }, { kind: 'run', status: 'failed' }, { kind: 'settled' }],
  })
  expect((await world.get('/v1/events/1')).body).toEqual(body)
  const { body: causes } = await world.get('/v1/causes')
  expect(causes.causes).toMatchObject([{ events: 1, example: 1, words: { code: 'student.no_academic_email' } }])
})

test('an event that is not there is told so', async () => {
  expect(await world.get('/v1/events/99')).toMatchObject({ status: 404, body: { code: 'api.not_found' } })
})

test('a settled event is put back in line, and the worker is woken; one that is in line is not', async () => {
  await world.receive(student(1))
  expect(await world.post('/v1/events/1/retry')).toMatchObject({ status: 409, body: { code: 'api.not_retryable' } })
  expect(world.wakeUps()).toBe(0)
  await world.runAll((id) => noEmail(id))
  expect(await world.post('/v1/events/1/retry')).toMatchObject({
    status: 202,
    body: { id: 1, status: 'pending', needs_attention: false, put_back_by: 'person' },
  })
  expect(world.wakeUps()).toBe(1)
  expect((await world.get('/v1/causes')).body).toEqual({ causes: [] })
})

test('failed events are counted first, then put back', async () => {
  await world.receive(student(1))
  await world.receive(student(2))
  await world.runAll((id) => noEmail(id))
  expect((await world.post('/v1/events/reset', { count_only: true })).body).toEqual({ events: 2, done: false })
  expect((await world.post('/v1/events/reset', { subject: student(2) })).body).toEqual({ events: 1, done: true })
  expect((await world.get('/v1/events?status=failed')).body.count).toBe(1)
})

test('a switch that is turned on runs what it held; others hold on until a person releases them', async () => {
  await world.put('/v1/settings/workflows.auto_enabled', {
    value: { 'BTEC_Students.updated': 'hold', 'BTEC_Students.deleted': 'hold' },
  })
  await world.receive(student(1))
  await world.receive(student(2), { eventType: 'deleted' })
  await world.runAll()
  const turned = await world.put('/v1/settings/workflows.auto_enabled', { value: { 'BTEC_Students.deleted': 'hold' } })
  expect(turned).toMatchObject({ status: 200, body: { key: 'workflows.auto_enabled', released: 1 } })
  expect((await world.get('/v1/events?status=held')).body).toMatchObject({ count: 1, events: [{ id: 2 }] })
  expect((await world.post('/v1/events/release', { switch: 'BTEC_Students.updated' })).body.events).toBe(0)
  expect((await world.post('/v1/events/release', { switch: 'BTEC_Students.deleted' })).body.events).toBe(1)
})

test('a key of another college sees and moves nothing', async () => {
  await world.receive(student(1))
  await world.runAll((id) => noEmail(id))
  const other = await world.keyOfAnother('other-college')
  expect((await world.get('/v1/events', other)).body).toMatchObject({ events: [], count: 0 })
  expect((await world.get('/v1/events/1', other)).status).toBe(404)
  expect((await world.get('/v1/causes', other)).body).toEqual({ causes: [] })
  expect((await world.post('/v1/events/1/retry', {}, other)).status).toBe(404)
  expect((await world.post('/v1/events/reset', {}, other)).body.events).toBe(0)
  expect((await world.get('/v1/events/1')).body.status).toBe('failed')
})
