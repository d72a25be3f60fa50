import { afterAll, beforeAll, test } from 'vitest'
import { converges, convergesInBadWeather } from './converge.ts'
import { type College, createCollege } from './live-through.ts'

let college: College
beforeAll(async () => {
  college = await createCollege()
})
afterAll(() => college.stop())

const AN_HOUR = 3_600_000

test('in hundreds of histories Moodle says the same as Zoho in the end', () => converges(college, { numRuns: 400 }), AN_HOUR)

test('and in hundreds of bad weathers', () => convergesInBadWeather(college, { numRuns: 300 }), AN_HOUR)
