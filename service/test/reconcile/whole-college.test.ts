import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows } from '../../src/flows/flows.ts'
import { sweepChanges } from '../../src/reconcile/sweep-changes.ts'
import { writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'
import { type Reconciling, reconcilingOf } from './reconciling.ts'

let world: World
let beside: Reconciling
beforeAll(async () => {
  world = await createWorld({ seed: 'college', settings: { 'queue.timings': { lease_ms: 8_000, poll_ms: 100 } } })
  await world.installPlugin()
  beside = await reconcilingOf(world)
})
afterAll(async () => {
  await beside.stop()
  await world.stop()
})

/** Nothing is due any more; some may wait for a person, or for what only a person brings. */
const done = (): Promise<true> =>
  world.until(
    'the end of what is due',
    async () => ((await world.look.query(`select from queue_jobs where run_at < 'infinity'`)).rowCount === 0 ? true : undefined),
    100_000,
  )

test('a college of which nothing is known is compared and brought into step; the next night finds only what needs a person', async () => {
  const first = await beside.compare({ flows: flows })
  expect(first).toMatchObject({ status: 'completed', because: null })
  for (const counts of Object.values(first.flows)) expect(counts.trouble).toBeUndefined()
  await done()

  // Children that were rehearsed before their parents were there came by themselves.
  await beside.compare({ flows: flows })
  await done()
  const since = await world.lastCall()
  const last = await beside.compare({ flows: flows })
  await done()
  const items = await beside.items(last.reportId)
  expect(items.filter(({ cause }) => cause !== 'refused' && cause !== 'in line')).toEqual([])
  expect(items.every(({ event_id }) => event_id === null)).toBe(true)
  expect(await writesSince(world, since)).toEqual([])
  expect(last.credits).toBeLessThan(60)

  const names = flows.map(({ name }) => name)
  await sweepChanges(await beside.sweeping(names))
  await done()
  const again = await sweepChanges(await beside.sweeping(names))
  expect(again.hinted).toBe(0)
}, 240_000)
