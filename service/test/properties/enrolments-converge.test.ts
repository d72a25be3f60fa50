import { afterAll, beforeAll, test } from 'vitest'
import { createTeachingCollege, enrolmentsConverge, enrolmentsConvergeInBadWeather } from './enrolments-converge.ts'
import type { College } from './live-through.ts'

let college: College
beforeAll(async () => {
  college = await createTeachingCollege()
})
afterAll(() => college.stop())

test(
  'whoever is put into classes and taken out, and however little of it we are told, Moodle has the same people in the end',
  () => enrolmentsConverge(college, { numRuns: 12 }),
  180_000,
)

test(
  'and so it does when calls are refused, lost or answered with errors',
  () => enrolmentsConvergeInBadWeather(college, { numRuns: 5 }),
  180_000,
)
