import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../../src/chores/sweep.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import type { Route } from '../../src/domain/route.ts'
import { completed, needsAttention, waiting } from '../../src/domain/verdicts.ts'
import { putBackInLine } from '../../src/ledger/requeue.store.ts'
import { recoverExpired } from '../../src/queue/leases.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { createSeveralFlows, type SeveralFlows } from '../several-flows.ts'

let world: SeveralFlows
beforeAll(async () => {
  world = await createSeveralFlows()
})
afterAll(() => world.stop())
afterEach(async () => {
  // Whatever happened: every hint that went in is settled, each cause is counted once, nothing is left in line.
  expect(await world.jobs()).toEqual([])
  const { kept, counted } = await world.causes()
  expect(kept).toEqual(counted)
  expect(await world.look(`select id from integration_events_log where status in ('pending', 'processing')`)).toEqual([])
})

let nr = 0
const names = () => {
  nr += 1
  return { signpost: { flow: 'payments', subject: `p${nr}` }, old: finance(`old${nr}`), owner: finance(`owner${nr}`) }
}
const finance = (subject: string): Route => ({ flow: 'finance', subject })
const done = { verdict: completed('student.in_step', { user: 7, note: '' }) }
const broken = { verdict: needsAttention('student.no_last_name', { student: 'x' }) }
const late = { verdict: waiting('link:BTEC_Students:8', 'record.gone_unconfirmed', { module: 'BTEC_Students', record: '8' }) }
const retry = (id: number) => world.database.withTenant(DEFAULT_TENANT, (tx) => putBackInLine(tx, DEFAULT_TENANT, [id], 'person'))

describe('a signpost', () => {
  test('passes its hints on to one key, and the event is that key’s from then on', async () => {
    const { signpost, owner } = names()
    const [first, second] = [await world.event([signpost]), await world.event([signpost])]
    await world.run('payments', { passOn: [owner] })
    expect(await world.jobs()).toEqual([`finance ${owner.subject}: ${first},${second}`])
    for (const id of [first, second])
      expect(await world.story(id)).toMatchObject({
        ...owner,
        status: 'pending',
        routes: 1,
        outcomes: [],
        signposts: [signpost],
        code: 'run.passed_on',
        params: { to: `finance ${owner.subject}` },
        cause: null,
        processedAt: null,
        coalescedInto: null,
      })

    await world.run('finance', done)
    expect(await world.story(first)).toMatchObject({ status: 'completed', code: 'student.in_step', coalescedInto: second })
    expect((await world.story(second)).joined).toEqual([first])
  })

  test('passes them on to two keys, and the event is as bad as the worse of them', async () => {
    const { signpost, old, owner } = names()
    const id = await world.event([signpost], { lane: 'bulk' })
    await world.run('payments', { passOn: [old, owner] })
    expect(await world.jobs()).toEqual([`finance ${old.subject}: ${id} bulk`, `finance ${owner.subject}: ${id} bulk`])
    expect(await world.story(id)).toMatchObject({ ...old, routes: 2, status: 'pending', signposts: [signpost] })

    // Both in one set: one event, two subjects of one flow.
    await world.run('finance', (subject) => (subject === owner.subject ? broken : done))
    const story = await world.story(id)
    expect(story).toMatchObject({ status: 'failed', code: 'student.no_last_name', needsAttention: true })
    expect(story.outcomes.map(({ subject, status }) => `${subject} ${status}`)).toEqual([
      `${old.subject} completed`,
      `${owner.subject} failed`,
    ])

    expect(await retry(id)).toBe(1)
    expect(await world.jobs()).toEqual([`finance ${owner.subject}: ${id}`])
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'completed', needsAttention: false, cause: null })

    // All is done: a person who asks again asks all of them, and not the signpost.
    expect(await retry(id)).toBe(1)
    expect(await world.jobs()).toEqual([`finance ${old.subject}: ${id}`, `finance ${owner.subject}: ${id}`])
    await world.run('finance', done)
  })

  test('stays visible in the event’s story', async () => {
    const { signpost, owner } = names()
    const id = await world.event([signpost])
    await world.run('payments', late)
    expect(await world.story(id)).toMatchObject({ status: 'waiting', cause: 'record.gone_unconfirmed' })
    await world.hurry()
    await world.run('payments', { passOn: [owner] })
    // It waits no more: that is no cause any longer, long before the owner is done.
    expect(await world.story(id)).toMatchObject({ status: 'pending', cause: null, waitingFor: null })
    await world.run('finance', broken)
    const { timeline } = await world.story(id)
    expect(timeline.flatMap((one) => (one.kind === 'run' ? [`${one.run.flow} ${one.run.code}`] : []))).toEqual([
      'payments record.gone_unconfirmed',
      'payments run.passed_on',
      'finance student.no_last_name',
    ])
  })

  test('is only one of several keys: the others keep what they said', async () => {
    const { signpost, owner } = names()
    const other = { flow: 'lists', subject: `l${nr}` }
    const id = await world.event([signpost, other])
    await world.run('lists', broken)
    expect(await world.story(id)).toMatchObject({ ...signpost, status: 'processing', cause: 'student.no_last_name x' })
    await world.run('payments', { passOn: [owner] })
    expect(await world.story(id)).toMatchObject({ ...owner, routes: 2, status: 'processing', cause: 'student.no_last_name x' })
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'failed', code: 'student.no_last_name' })
  })

  test('that points to a settled key of the event has it run again; to one at work, once more after that', async () => {
    const { signpost, owner } = names()
    const id = await world.event([signpost, owner])
    await world.run('finance', done)
    await world.run('payments', { passOn: [owner] })
    expect(await world.story(id)).toMatchObject({ ...owner, routes: 1, outcomes: [], status: 'pending' })
    expect(await world.jobs()).toEqual([`finance ${owner.subject}: ${id}`])
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'completed' })

    const other = { flow: 'lists', subject: `l${nr}` }
    const again = await world.event([signpost, owner, other])
    const atWork = await world.take('finance')
    await world.run('payments', { passOn: [owner] })
    await world.run('lists', done)
    if (atWork === undefined) throw new Error('nothing was due')
    await world.finish(atWork, () => broken)
    // What it read may be older than the hint.
    expect(await world.story(again)).toMatchObject({ status: 'processing', cause: null })
    await world.run('finance', done)
    expect(await world.story(again)).toMatchObject({ status: 'completed', needsAttention: false })
  })

  test('that points to itself is a fault of ours, and loses nothing', async () => {
    const { signpost } = names()
    const id = await world.event([signpost])
    await world.run('payments', { passOn: [signpost] })
    expect(await world.story(id)).toMatchObject({ status: 'pending', code: 'run.again_soon' })
    await world.hurry()
    await world.run('payments', done)
    expect(await world.story(id)).toMatchObject({ status: 'completed' })
  })

  test('closes its own older failures, like any subject in step', async () => {
    const { signpost, owner } = names()
    const older = await world.event([signpost])
    await world.run('payments', broken)
    const newer = await world.event([signpost])
    await world.run('payments', { passOn: [owner] })
    expect(await world.story(older)).toMatchObject({ status: 'completed', resolvedBy: newer, cause: null })
    await world.run('finance', done)
    expect((await world.story(newer)).resolved).toEqual([older])
  })

  test('that is rehearsed passes on, and the owner is rehearsed', async () => {
    const { signpost, owner } = names()
    await setSetting(world.desk(), 'system.dry_run', { enabled: true, modules: [] })
    const id = await world.event([signpost])
    await world.run('payments', { passOn: [owner] })
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ ...owner, status: 'rehearsed' })
    await setSetting(world.desk(), 'system.dry_run', { enabled: false, modules: [] })
    await retry(id)
    await world.run('finance', done)
  })
})

describe('a crash', () => {
  test('between claim and settle: the run that took over passes on, and the dead one’s answer is dropped', async () => {
    const { signpost, old, owner } = names()
    const id = await world.event([signpost])
    const dead = await world.take('payments')
    if (dead === undefined) throw new Error('nothing was due')
    await world.look(`update queue_jobs set lease_until = now() - interval '1 second'`)
    await recoverExpired(world.database)
    await world.run('payments', { passOn: [owner] })
    await world.finish(dead, () => ({ passOn: [old, owner] }))
    expect(await world.jobs()).toEqual([`finance ${owner.subject}: ${id}`])
    expect(await world.story(id)).toMatchObject({ ...owner, routes: 1 })
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'completed' })
  })

  test('a signpost that is asked again by mistake does not bring the event back to it', async () => {
    const { signpost, old, owner } = names()
    const [one, two] = [await world.event([signpost]), await world.event([signpost])]
    await world.run('payments', { passOn: [owner] })
    await world.run('finance', done)
    await world.look(
      `insert into queue_jobs (tenant_id, flow, subject, lane, hints) values ('default', 'payments', $1, 0, array[$2, $3]::bigint[])`,
      [signpost.subject, one, two],
    )
    await world.run('payments', { passOn: [old, owner] })
    expect(await world.story(one)).toMatchObject({ ...owner, routes: 1, status: 'completed' })

    const several = await world.event([signpost, old])
    await world.run('payments', { passOn: [owner, finance(`third${nr}`)] })
    await world.run('finance', done)
    await world.look(
      `insert into queue_jobs (tenant_id, flow, subject, lane, hints) values ('default', 'payments', $1, 0, array[$2]::bigint[])`,
      [signpost.subject, several],
    )
    await world.run('payments', broken)
    expect(await world.story(several)).toMatchObject({ routes: 3, status: 'completed', needsAttention: false })
  })
})

describe('feeding further keys', () => {
  test('happens whatever the verdict, under the hint’s lane, and once however often it is said', async () => {
    const { signpost, old, owner } = names()
    const id = await world.event([signpost], { lane: 'bulk' })
    await world.run('payments', { ...late, feeds: [old, owner, old] })
    expect(await world.jobs()).toEqual([
      `finance ${old.subject}: ${id} bulk`,
      `finance ${owner.subject}: ${id} bulk`,
      `payments ${signpost.subject}: ${id} bulk`,
    ])
    expect(await world.story(id)).toMatchObject({
      ...signpost,
      routes: 3,
      status: 'processing',
      cause: 'record.gone_unconfirmed',
    })
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'waiting', waitingFor: 'link:BTEC_Students:8', processedAt: null })

    // The hint waits and runs again, and names the same keys and itself: they have had it.
    await world.hurry()
    await world.run('payments', { ...done, feeds: [owner, old, signpost] })
    expect(await world.story(id)).toMatchObject({ routes: 3, status: 'completed' })
    expect(await world.story(id)).not.toMatchObject({ processedAt: null })
  })

  test('reaches only the hints that were run', async () => {
    const { signpost, owner } = names()
    await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Payments.updated': 'skip' })
    const [off, on] = [await world.event([signpost]), await world.event([signpost], { source: 'sync' })]
    await world.run('payments', { ...done, feeds: [owner] })
    await setSetting(world.desk(), 'workflows.auto_enabled', {})
    expect(await world.jobs()).toEqual([`finance ${owner.subject}: ${on}`])
    expect(await world.story(off)).toMatchObject({ status: 'skipped', routes: 1 })
    await world.run('finance', done)
  })

  test('the sweep promises again what is forgotten of them, key by key, and no more', async () => {
    const { signpost, old, owner } = names()
    const id = await world.event([signpost])
    await world.run('payments', { ...done, feeds: [old, owner] })
    await world.look(`update integration_events_log set started_at = now() - interval '1 hour' where id = $1`, [id])
    expect(await sweep(world.database, DEFAULT_TENANT)).toMatchObject({ forgotten: 0 })
    await world.look(`delete from queue_jobs where subject = $1`, [owner.subject])
    expect(await sweep(world.database, DEFAULT_TENANT)).toMatchObject({ forgotten: 1 })
    expect(await world.jobs()).toEqual([`finance ${old.subject}: ${id}`, `finance ${owner.subject}: ${id}`])
    expect(await sweep(world.database, DEFAULT_TENANT)).toMatchObject({ forgotten: 0 })
    await world.run('finance', done)
    expect(await world.story(id)).toMatchObject({ status: 'completed' })
  })
})
