import { test } from 'vitest'
import { collegeConverges } from './college-converge.ts'

test(
  'whatever happens to any module, in the end both sides are equal or the inbox names the difference',
  () => collegeConverges({ numRuns: 5, steps: { minLength: 15, maxLength: 40 } }),
  240_000,
)
