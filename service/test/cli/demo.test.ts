import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { readRunning, writeRunning } from '../../src/start/running.ts'
import { type CliWorld, createCliWorld } from './cli-world.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

let world: CliWorld
beforeEach(async () => {
  world = await createCliWorld()
})
afterEach(() => world.stop())

test('the demo brings the whole college into Moodle, and the second time changes nothing', async () => {
  const { code, body } = await world.answer('demo', 'college')
  expect(body.first.students.read).toBeGreaterThan(50)
  expect(body.arrived.accounts).toBeGreaterThan(body.before.accounts)
  expect(body.second).toMatchObject({ writes: 0, in_moodle: body.arrived })
  expect(code).toBe(exit.done)
})

test('on a real system nothing is changed for show', async () => {
  const now = await readRunning(world.dataDir)
  if (now === undefined) throw new Error('Nothing runs')
  await writeRunning(world.dataDir, { ...now, moodle: { ...now.moodle, simulated: false } })
  expect(await world.manage('demo', 'college')).toMatchObject({ code: exit.notPossible })
  expect(await world.accounts()).toHaveLength(3)
})
