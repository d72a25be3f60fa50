import fc from 'fast-check'
import { enrolmentHistories } from './enrolment-histories.ts'
import { expectAllSettled, expectMoodleEqualsZoho, liveThrough } from './enrolments-live-through.ts'
import { faults } from './histories.ts'
import { type College, createCollege } from './live-through.ts'

/** Two processes never interleave alike twice: a failure tells its seed and its history, and shrinking would chase shadows. */
const ONCE = { endOnFailure: true }

/** A college whose days are those of Amman, with our plugin in its Moodle. */
export async function createTeachingCollege(): Promise<College> {
  const college = await createCollege()
  await college.world.setSetting('college.time_zone', 'Asia/Amman')
  await college.world.installPlugin()
  return college
}

/** Whoever is put in and out, through either side, in whatever order and however often we hear of it: Moodle says what Zoho says. */
export const enrolmentsConverge = (college: College, options: { numRuns: number }): Promise<void> =>
  fc.assert(
    fc.asyncProperty(enrolmentHistories, async (history) => {
      const lived = await liveThrough(college, history)
      await expectAllSettled(college)
      await expectMoodleEqualsZoho(lived)
    }),
    { ...ONCE, ...options },
  )

/** The same when calls to the outside are refused, lost, or answered with an error, on the way. */
export const enrolmentsConvergeInBadWeather = (college: College, options: { numRuns: number }): Promise<void> =>
  fc.assert(
    fc.asyncProperty(enrolmentHistories, faults, async (history, weather) => {
      const lived = await liveThrough(college, history, weather)
      await expectAllSettled(college)
      await expectMoodleEqualsZoho(lived)
    }),
    { ...ONCE, ...options },
  )
