import { test } from 'vitest'
import { collegeConverges } from './college-converge.ts'

test(
  'in hundreds of histories of all modules both sides are equal in the end, or the inbox names the difference',
  () => collegeConverges({ numRuns: 200, steps: { minLength: 10, maxLength: 80 } }),
  7_200_000,
)
