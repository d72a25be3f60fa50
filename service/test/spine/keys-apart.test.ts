import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventStory } from '../../../contract/rest/event-story.ts'
import { sweep } from '../../src/chores/sweep.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { completed, held, needsAttention, waiting } from '../../src/domain/verdicts.ts'
import { beginRun } from '../../src/ledger/begin.store.ts'
import { readEvents } from '../../src/ledger/read.store.ts'
import { cleanUpEvents } from '../../src/verbs/cleanup-events.ts'
import { resetEvents } from '../../src/verbs/put-back.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { showEvent } from '../../src/verbs/show-event.ts'
import { tellStory } from '../../src/verbs/tell-event.ts'
import { createSeveralFlows, type SeveralFlows } from '../several-flows.ts'

let world: SeveralFlows
beforeAll(async () => {
  world = await createSeveralFlows()
})
afterAll(() => world.stop())

let nr = 0
const keys = () => {
  nr += 1
  return { a: { flow: 'a', subject: `s${nr}` }, b: { flow: 'b', subject: `s${nr}` }, c: { flow: 'c', subject: `s${nr}` } }
}
const done = { verdict: completed('student.in_step', { user: 7, note: '' }) }
const broken = { verdict: needsAttention('student.no_last_name', { student: 'x' }) }
const parentless = {
  verdict: waiting('link:BTEC_Students:8', 'record.gone_unconfirmed', { module: 'BTEC_Students', record: '8' }),
}
const statuses = async (id: number) => (await world.story(id)).outcomes.map(({ flow, status }) => `${flow} ${status}`)

test('the key that comes first closes what it failed itself, and nothing that another key still fails', async () => {
  const { a, b } = keys()
  const id = await world.event([a, b])
  await world.run('a', done)
  await world.run('b', broken)
  const same = await world.event([a])
  await world.run('a', done)
  expect(await world.story(id)).toMatchObject({ status: 'failed', cause: 'student.no_last_name x', resolvedBy: null })
  const other = await world.event([b])
  await world.run('b', done)
  expect(await world.story(id)).toMatchObject({ status: 'completed', needsAttention: false, cause: null, resolvedBy: other })
  expect([(await world.story(other)).resolved, (await world.story(same)).resolved]).toEqual([[id], []])
})

test('what one key waits for ends after the set time for that key alone', async () => {
  const { a, b, c } = keys()
  const id = await world.event([a, b, c])
  await world.run('a', done)
  await world.run('b', parentless)
  await world.look(
    `update integration_event_outcomes set waiting_since = now() - interval '25 hours' where event = $1 and flow = 'b'`,
    [id],
  )
  await world.run('c', parentless)
  expect(await world.story(id)).toMatchObject({ status: 'waiting', waitingFor: 'link:BTEC_Students:8' })
  expect(await sweep(world.database, DEFAULT_TENANT)).toMatchObject({ gaveUp: 1, forgotten: 0 })
  expect(await statuses(id)).toEqual(['a completed', 'b failed', 'c waiting'])
  expect(await world.story(id)).toMatchObject({ status: 'failed', code: 'parent.waited_too_long', processedAt: null })
  expect(await world.jobs()).toEqual([`c ${c.subject}: ${id}`])

  // Another look at what still waits does not begin its day anew.
  const since = () => world.look(`select waiting_since from integration_event_outcomes where event = $1 and flow = 'c'`, [id])
  const before = await since()
  await world.hurry()
  await world.run('c', parentless)
  expect(await since()).toEqual(before)
  await world.hurry()
  await world.run('c', done)
})

test('each key is told what it waited for itself', async () => {
  const { a, b } = keys()
  await world.event([a, b])
  await world.run('a', { verdict: waiting('look-again', 'record.gone_unconfirmed', { module: 'BTEC_Students', record: '8' }, 0) })
  await world.run('b', parentless)
  await world.hurry()
  for (const [flow, waitedFor] of [
    ['a', 'look-again'],
    ['b', 'link:BTEC_Students:8'],
  ] as const) {
    const set = await world.take(flow)
    if (set === undefined) throw new Error('nothing was due')
    const hints = await world.database.withTenant(DEFAULT_TENANT, (tx) => beginRun(tx, set.jobs))
    expect([...hints.values()].flat()).toMatchObject([{ waitedFor }])
    await world.finish(set, () => done)
  }
})

test('turning a switch on runs the key it held, and leaves a failed one to a person', async () => {
  const { a, b } = keys()
  const id = await world.event([a, b])
  await world.run('a', broken)
  await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Payments.updated': 'hold' })
  await world.run('b', done)
  expect(await world.story(id)).toMatchObject({ status: 'failed' })
  expect(await statuses(id)).toEqual(['a failed', 'b held'])
  // What is held still has its way before it, however long ago the other key failed.
  await world.look(`update integration_events_log set processed_at = now() - interval '3 years' where id = $1`, [id])
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect(await setSetting(world.desk(), 'workflows.auto_enabled', {})).toMatchObject({ released: 1 })
  expect(await world.jobs()).toEqual([`b ${b.subject}: ${id}`])
  expect(await world.story(id)).toMatchObject({ status: 'pending', needsAttention: true, cause: 'student.no_last_name x' })
  await world.run('b', done)
  expect(await statuses(id)).toEqual(['a failed', 'b completed'])

  expect(await resetEvents(world.desk(), { ids: [id] })).toBe(1)
  expect(await world.jobs()).toEqual([`a ${a.subject}: ${id}`])
  await world.run('a', done)
  expect(await world.story(id)).toMatchObject({ status: 'completed' })
})

test('a retry while a key waits runs the failed one and leaves the other its place', async () => {
  const { a, b } = keys()
  const id = await world.event([a, b])
  await world.run('a', parentless)
  await world.run('b', { verdict: held('removals:BTEC_Students', 'removal.held', { module: 'BTEC_Students', limit: 10 }) })
  expect(await world.story(id)).toMatchObject({ status: 'held', cause: null })
  await resetEvents(world.desk(), { ids: [id] })
  await world.run('b', broken)
  expect(await resetEvents(world.desk(), { ids: [id] })).toBe(0)
  await world.hurry()
  await world.run('a', done)
})

test('an event is found by any of its keys, and its story tells the API what each came to', async () => {
  const { a, b } = keys()
  const later = { flow: 'b', subject: `later${nr}` }
  const id = await world.event([a, b])
  await world.run('a', { ...done, feeds: [later] })
  await world.run('b', (subject) => (subject === later.subject ? broken : done))
  for (const filter of [{ subject: later.subject }, { flow: 'b', subject: later.subject }, { flow: 'a', ids: [id] }]) {
    const found = await world.database.withTenant(DEFAULT_TENANT, (tx) => readEvents(tx, filter, { limit: 10 }))
    expect(found.map((event) => event.id)).toEqual([id])
  }
  const story = tellStory(await showEvent({ database: world.database, tenant: DEFAULT_TENANT }, String(id)))
  expect(eventStory.parse(story).outcomes).toMatchObject([
    { flow: 'a', status: 'completed', verdict: { code: 'student.in_step' } },
    { flow: 'b', subject: later.subject, status: 'failed', verdict: { code: 'student.no_last_name' } },
    { flow: 'b', subject: b.subject, status: 'completed' },
  ])
})

test('a run may ask about a record for the sake of named keys, and several subjects’ questions are one hint', async () => {
  const { a, b, c } = keys()
  const more = { flow: 'a', subject: `more${nr}` }
  await world.event([a])
  await world.event([more])
  const about = { module: 'BTEC_Grades' as const, recordId: `class${nr}` }
  await world.run('a', (subject) => ({
    ...done,
    lookAlsoAt:
      subject === more.subject
        ? [{ ...about, ...b }, about]
        : [
            { ...about, ...c },
            { ...about, ...b },
          ],
  }))
  const asked = await world.database.withTenant(DEFAULT_TENANT, (tx) => readEvents(tx, { source: 'dependency' }, { limit: 10 }))
  expect(asked).toMatchObject([{ module: 'BTEC_Grades', recordId: about.recordId, routes: 2 }])
  expect(await world.jobs()).toEqual([`b ${b.subject}: ${asked[0]?.id}`, `c ${c.subject}: ${asked[0]?.id}`])
  await world.run('b', done)
  await world.run('c', done)
  expect(await world.story(asked[0]?.id ?? 0)).toMatchObject({ status: 'completed' })
})

test('two flows begin with the same events at one moment, in whatever order they joined, and none is lost', async () => {
  const { a, b } = keys()
  const ids = await Promise.all(Array.from({ length: 30 }, () => world.event([a, b], { lane: 'bulk' })))
  const [one, two] = [await world.take('a'), await world.take('b')]
  if (one === undefined || two === undefined) throw new Error('nothing was due')
  const backwards = { ...two, jobs: two.jobs.map((job) => ({ ...job, hints: job.hints.toReversed() })) }
  await Promise.all([world.finish(one, () => done), world.finish(backwards, () => broken)])
  const told = await world.database.withTenant(DEFAULT_TENANT, (tx) => readEvents(tx, { ids }, { limit: 100 }))
  expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['failed']))
  const { kept, counted } = await world.causes()
  expect(kept).toEqual(counted)
})
