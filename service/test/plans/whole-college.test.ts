import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PlanItem, PlanSummary } from '../../../contract/rest/plans.ts'
import { type CliWorld, createCliWorld } from '../cli/cli-world.ts'
import { writesSince } from '../told.ts'

// A whole college is brought into step, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let world: CliWorld
beforeAll(async () => {
  world = await createCliWorld({ settings: { 'moodle.auth': 'oauth2' } })
  await world.installPlugin()
})
afterAll(() => world.stop())

const create = async (): Promise<PlanSummary> => (await world.answer('plan', 'create', '--all')).body
const itemsOf = async (id: number): Promise<PlanItem[]> =>
  (await world.answer('plan', 'show', String(id), '--limit', '100000')).body.items

const shortNameIn = (changes: PlanItem['done'] | undefined): string =>
  String(changes?.find(({ action }) => action === 'createCourse')?.fields.shortname?.after)

/** Plans everything, and applies it. */
async function round(): Promise<{ made: PlanSummary; applied: PlanSummary; items: PlanItem[] }> {
  const made = await create()
  await world.answer('plan', 'approve', String(made.id))
  const { body: applied } = await world.answer('plan', 'apply', String(made.id))
  // What was fed runs on; what waits for a parent may do so for long.
  await world.until('the end of what was fed', async () =>
    (await world.events(`status in ('pending', 'processing')`)).length === 0 ? true : undefined,
  )
  return { made, applied, items: await itemsOf(made.id) }
}

test('a whole college arrives by plans: what depends on something new comes with the next one, until nothing is left', async () => {
  const seen: { planned: number; other: PlanItem[] }[] = []
  for (let nr = 0; nr < 5; nr++) {
    const { made, applied, items } = await round()
    expect(applied.status).toBe('applied')
    const other = items.filter(({ status }) => !['applied', 'noted'].includes(status))
    seen.push({ planned: made.counts.by_status.planned ?? 0, other })
    if ((made.counts.by_status.planned ?? 0) === 0) break
  }
  expect(seen.length).toBeLessThan(5)
  expect(seen.map(({ planned }) => planned)[0]).toBeGreaterThan(20)
  // Everything that was planned was done, and done as planned; but of two new classes with one short name only the first can have it.
  const differently = seen.flatMap(({ other }) => other)
  expect(differently).toMatchObject([{ flow: 'classes', status: 'applied_differently' }])
  expect(shortNameIn(differently[0]?.done)).toMatch(`${shortNameIn(differently[0]?.changes)} (`)
  const since = await world.lastCall()
  const last = await create()
  expect(last.counts.by_status.planned ?? 0).toBe(0)
  expect(await writesSince(world, since)).toEqual([])
})
