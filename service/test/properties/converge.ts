import fc from 'fast-check'
import { faults, histories } from './histories.ts'
import { type College, liveThrough } from './live-through.ts'
import { expectAllSettled, expectMoodleEqualsZoho, expectNoIdleWrites } from './oracle.ts'

/** Two processes never interleave alike twice: a failure tells its seed and its history, and shrinking would chase shadows. */
const ONCE = { endOnFailure: true }

/** Whatever staff do, in whatever order and however often we hear of it: in the end Moodle says what Zoho says, and nothing was done idly. */
export const converges = (college: College, options: { numRuns: number }): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { people, calls } = await liveThrough(college, history)
      await expectAllSettled(college, people)
      await expectMoodleEqualsZoho(college.world, people)
      expectNoIdleWrites(calls, await college.world.accounts())
    }),
    { ...ONCE, ...options },
  )

/** The same when calls to the outside are refused, lost, or answered with an error, on the way. */
export const convergesInBadWeather = (college: College, options: { numRuns: number }): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories, faults, async (history, weather) => {
      const { people, calls } = await liveThrough(college, history, weather)
      await expectAllSettled(college, people)
      await expectMoodleEqualsZoho(college.world, people)
      expectNoIdleWrites(calls, await college.world.accounts())
    }),
    { ...ONCE, ...options },
  )
