import { afterAll, beforeAll, test } from 'vitest'
import { converges, convergesInBadWeather } from './converge.ts'
import { type College, createCollege } from './live-through.ts'

let college: College
beforeAll(async () => {
  college = await createCollege()
})
afterAll(() => college.stop())

test(
  'whatever happens in Zoho, and however little of it we are told, Moodle says the same in the end',
  () => converges(college, { numRuns: 15 }),
  180_000,
)

test(
  'and so it does when calls are refused, lost or answered with errors',
  () => convergesInBadWeather(college, { numRuns: 12 }),
  240_000,
)
