import { afterAll, beforeAll, expect, test } from 'vitest'
import { allFlows } from '../../src/flows/all-flows.ts'
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

test('a college of which nothing is known is compared and brought into step; the next night finds only what needs a person', async () => {
  const first = await beside.compare({ flows: allFlows })
  expect(first).toMatchObject({ status: 'completed', because: null })
  for (const counts of Object.values(first.flows)) expect(counts.trouble).toBeUndefined()
  await world.quiet()

  // Children that were rehearsed before their parents were there came by themselves.
  let last = await beside.compare({ flows: allFlows })
  await world.quiet()
  const since = await world.lastCall()
  last = await beside.compare({ flows: allFlows })
  await world.quiet()
  const items = await beside.items(last.reportId)
  expect(items.filter(({ cause }) => cause !== 'refused' && cause !== 'in line')).toEqual([])
  expect(items.every(({ event_id }) => event_id === null)).toBe(true)
  expect(await writesSince(world, since)).toEqual([])
  expect(last.credits).toBeLessThan(60)

  const names = allFlows.map(({ name }) => name)
  await sweepChanges(await beside.sweeping(names))
  await world.quiet()
  const again = await sweepChanges(await beside.sweeping(names))
  expect(again.hinted).toBe(0)
}, 240_000)
