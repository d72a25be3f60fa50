import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Journey } from '../journey.ts'
import { studentJourneys } from '../student-journeys.ts'
import { createWorld, type Student, type World } from '../world.ts'
import { type ClearRun, type How, letTokenWindowPass, stormSettings, type Target, walkClear, weather } from './storm.ts'

/** By which a run learns whether Moodle has our plugin, before it writes down that it will change anything. */
const SITE_INFO = 'core_webservice_get_site_info'

const overCore: Sky = { journeys: studentJourneys, prepare: async () => {} }

export type Sky = {
  journeys: readonly Journey[]
  /** What the world needs before anybody walks. */
  prepare(world: World): Promise<unknown>
}

/**
 * One test for each outside call of each journey and each way of breaking it. Which calls there are is found by walking every journey
 * once under a clear sky, before the tests are named.
 */
export async function breakEachCall(ways: readonly How[], { journeys, prepare }: Sky = overCore): Promise<void> {
  const world = await createWorld({ settings: stormSettings })
  await prepare(world)
  afterAll(() => world.stop())
  // Only the first run of all has to fetch a token and ask what the site offers: everything after it knows.
  const [first] = journeys
  if (first === undefined) throw new Error('There are no journeys')
  await walkClear(world, first)

  for (const journey of journeys) {
    const run = await walkClear(world, journey)
    describe(journey.name, () => {
      const cases = casesOf(run, ways)
      const waiting: Student[] = []
      beforeAll(async () => {
        waiting.push(...(await journey.arrange(world, cases.length)))
      })
      test.each(cases)(
        'comes through when $system, asked for $operation (call $nth), is broken by “$how”',
        async ({ how, ...target }) => {
          const student = waiting.shift()
          if (student === undefined) throw new Error('There are fewer students than storms')
          if (how === 'expire') await letTokenWindowPass(world)
          await weather(world, run, target, how, student)
        },
      )
    })
  }

  const asFirstCall = async (): Promise<void> => {
    await world.look.query('delete from zoho_tokens')
    await world.restart()
  }
  const run = await walkClear(world, first, asFirstCall)
  describe(`${first.name}, when there is no token for Zoho yet and nothing is known of Moodle`, () => {
    const isFirst = ({ operation }: Target): boolean => operation.includes('/oauth/') || operation === SITE_INFO
    const fetching = { ...run, targets: run.targets.filter(isFirst) }
    test.each(casesOf(fetching, ways))('comes through when $operation is broken by “$how”', async ({ how, ...target }) => {
      await letTokenWindowPass(world)
      const [student] = await first.arrange(world, 1)
      if (student === undefined) throw new Error('Nobody was arranged')
      await weather(world, run, target, how, student, asFirstCall)
    })
  })
}

const casesOf = (run: ClearRun, ways: readonly How[]): (Target & { how: How })[] =>
  run.targets.flatMap((target) => ways.map((how) => ({ ...target, how })))
