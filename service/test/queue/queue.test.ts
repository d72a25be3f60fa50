import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import type { Lane } from '../../src/domain/events.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { claim } from '../../src/queue/claim.ts'
import { finish, handBack } from '../../src/queue/hand-back.ts'
import type { ClaimedSet } from '../../src/queue/job.ts'
import { recoverExpired, renewLeases } from '../../src/queue/leases.ts'
import { showPresence } from '../../src/queue/presence.ts'
import { promise, wake } from '../../src/queue/promise.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'

let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, { onError: () => {} })
})
afterAll(async () => {
  await database.end()
  await testDatabase.drop()
})
beforeEach(() => database.asQueue((tx) => tx.query('delete from queue_jobs')))

const hint = (subject: string, id: number, lane: Lane = 'live', flow = 'students') =>
  database.withTenant(DEFAULT_TENANT, (tx) => promise(tx, DEFAULT_TENANT, [{ flow, subject, lane, hint: id }]))
const take = (
  worker = 'one',
  lanes: 'live' | 'live and bulk' = 'live and bulk',
  leaseMs = 60_000,
): Promise<ClaimedSet | undefined> => claim(database, { flows: ['students', 'classes'], lanes, setSize: 50, worker, leaseMs })
const settle = (set: ClaimedSet | undefined) =>
  database.withTenant(DEFAULT_TENANT, async (tx) => (await finish(tx, set?.jobs ?? [])).size)
const hintsOf = (set: ClaimedSet | undefined) => set?.jobs.map((job) => [job.subject, job.hints])

test('hints for one subject that wait together cost one run, which names every one of them', async () => {
  await hint('a', 1)
  await hint('a', 2)
  await hint('a', 3)
  expect(hintsOf(await take())).toEqual([['a', [1, 2, 3]]])
})

test('a hint that arrives after the claim opens the next run, which starts when this one has ended', async () => {
  await hint('a', 1)
  const first = await take()
  await hint('a', 2)
  expect(await take('two')).toBeUndefined()
  await settle(first)
  expect(hintsOf(await take('two'))).toEqual([['a', [2]]])
})

test('due subjects of one flow are taken together, and those of another flow are left for another set', async () => {
  await hint('a', 1)
  await hint('b', 2)
  await hint('c', 3, 'live', 'classes')
  expect(hintsOf(await take())).toEqual([
    ['a', [1]],
    ['b', [2]],
  ])
  expect(hintsOf(await take())).toEqual([['c', [3]]])
})

test('people’s work overtakes bulk work, and a live hint raises a bulk job', async () => {
  await hint('bulk', 1, 'bulk')
  await hint('raised', 2, 'bulk')
  await hint('live', 3)
  await hint('raised', 4)
  expect(hintsOf(await take())).toEqual([
    ['raised', [2, 4]],
    ['live', [3]],
  ])
  expect(await take('one', 'live')).toBeUndefined()
  expect(hintsOf(await take())).toEqual([['bulk', [1]]])
})

test('a job that backs off is due at once when a live hint comes, with fresh attempts', async () => {
  await hint('a', 1)
  const set = await take()
  await database.withTenant(DEFAULT_TENANT, async (tx) => {
    await finish(tx, set?.jobs ?? [])
    await handBack(
      tx,
      (set?.jobs ?? []).map((job) => ({ job, afterMs: 3_600_000, waitsFor: undefined, attempts: 2, alone: false })),
    )
  })
  expect(await take()).toBeUndefined()
  await hint('a', 2)
  const again = await take()
  expect(again?.jobs[0]).toMatchObject({ hints: [1, 2], attempts: 0 })
})

test('a job that waits for a parent is due when the parent is linked, and not before', async () => {
  await hint('a', 1)
  const set = await take()
  await database.withTenant(DEFAULT_TENANT, async (tx) => {
    await finish(tx, set?.jobs ?? [])
    await handBack(
      tx,
      (set?.jobs ?? []).map((job) => ({ job, afterMs: undefined, waitsFor: 'link:BTEC_Classes:1', attempts: 0, alone: false })),
    )
  })
  expect(await take()).toBeUndefined()
  await database.withTenant(DEFAULT_TENANT, (tx) => wake(tx, ['link:BTEC_Classes:1']))
  expect(hintsOf(await take())).toEqual([['a', [1]]])
})

test('what a silent worker held is taken over without losing an attempt; the late worker can settle nothing', async () => {
  await hint('a', 1)
  await hint('b', 2)
  const late = await take('late', 'live and bulk', 0)
  expect(await recoverExpired(database)).toBe(2)
  const heir = await take('heir')
  expect(heir?.jobs.map(({ attempts, expiredLeases }) => [attempts, expiredLeases])).toEqual([
    [0, 1],
    [0, 1],
  ])
  expect(await settle(late)).toBe(0)
  expect(await settle(heir)).toBe(2)
})

test('a worker that showed its presence and shows it no more is dead at once, whatever its lease says', async () => {
  const session = await database.pool.connect()
  await showPresence(session, database, 'present')
  await hint('a', 1)
  const held = await take('present', 'live and bulk', 60_000)
  expect(await recoverExpired(database, 'another')).toBe(0)
  session.release(true)
  await expect.poll(() => recoverExpired(database, 'another')).toBe(1)
  expect(await settle(held)).toBe(0)
  expect(hintsOf(await take('heir'))).toEqual([['a', [1]]])
})

test('a worker does not take itself for dead, nor one that never showed its presence', async () => {
  const session = await database.pool.connect()
  await showPresence(session, database, 'itself')
  session.release(true)
  await hint('a', 1)
  await take('itself')
  await hint('b', 2)
  await take('quiet')
  expect(await recoverExpired(database, 'itself')).toBe(0)
})

test('a subject whose worker died twice runs alone, so that one that kills its worker is found', async () => {
  await hint('a', 1)
  await hint('b', 2)
  for (const worker of ['first', 'second']) {
    expect((await take(worker, 'live and bulk', 0))?.jobs).toHaveLength(2)
    await recoverExpired(database)
  }
  expect((await take('third'))?.jobs).toHaveLength(1)
})

test('a worker that renews keeps what it holds', async () => {
  await hint('a', 1)
  await take('steady', 'live and bulk', 0)
  await renewLeases(database, 'steady', 60_000)
  expect(await recoverExpired(database)).toBe(0)
})

test('a hint that came while a dead worker held its subject joins the recovered run, oldest first', async () => {
  await hint('a', 1)
  await take('dead', 'live and bulk', 0)
  await hint('a', 2)
  await recoverExpired(database)
  expect(hintsOf(await take())).toEqual([['a', [1, 2]]])
})

test('the service’s own login sees no job while no college is named, although it may become the queue’s role', async () => {
  await hint('a', 1)
  expect((await database.query('select * from queue_jobs')).rows).toEqual([])
  await expect(
    database.query(`select queue_promise('default', array['students'], array['b'], array[0::smallint], array[2::bigint])`),
  ).rejects.toThrow(/row-level security/)
})

test('twenty workers claiming at once never hold one subject twice', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, id) => hint(`s${id % 10}`, id)))
  const sets = await Promise.all(
    Array.from({ length: 20 }, (_, worker) =>
      claim(database, { flows: ['students'], lanes: 'live', setSize: 1, worker: String(worker), leaseMs: 60_000 }),
    ),
  )
  const subjects = sets.flatMap((set) => set?.jobs.map((job) => job.subject) ?? [])
  expect(new Set(subjects).size).toBe(subjects.length)
  expect(sets.flatMap((set) => set?.jobs.flatMap((job) => job.hints) ?? []).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, id) => id),
  )
})
