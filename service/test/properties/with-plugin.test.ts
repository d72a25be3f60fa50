import { afterAll, beforeAll, expect, test } from 'vitest'
import { converges, convergesInBadWeather } from './converge.ts'
import { type College, createCollege } from './live-through.ts'

let college: College
beforeAll(async () => {
  college = await createCollege({ plugin: true })
})
afterAll(() => college.stop())

// Where Moodle has our plugin, each item of a call stands for itself, and an older one is stale.
test('with the plugin too Moodle says the same as Zoho in the end', () => converges(college, { numRuns: 6 }), 180_000)

test('and so it does when its calls are refused, lost or answered with errors', async () => {
  await convergesInBadWeather(college, { numRuns: 6 })
  const operations = new Set((await college.world.calls('moodle')).map(({ operation }) => operation))
  expect(operations).toContain('local_campusbridge_upsert_users')
  expect(operations).not.toContain('core_user_create_users')
}, 240_000)
