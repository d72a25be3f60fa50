import fc from 'fast-check'
import { expect } from 'vitest'
import type { World } from '../world.ts'
import { histories } from './college-histories.ts'
import { inACollege, type Lived } from './college-live-through.ts'
import { differencesOf } from './college-oracle.ts'
import { bothSides } from './college-sides.ts'

/** Two processes never interleave alike twice: a failure tells its seed and its history, and shrinking would chase shadows. */
const ONCE = { endOnFailure: true }

/**
 * Whatever staff do to any module, and whatever becomes of the news of it: in the end Moodle says what Zoho says, or an open event of the
 * record or of its parent tells people in the inbox why not.
 */
export const collegeConverges = (options: {
  numRuns: number
  seed?: number
  steps: { minLength: number; maxLength: number }
}): Promise<void> => {
  const { steps, ...rest } = options
  return fc.assert(
    fc.asyncProperty(histories(steps), (history) => inACollege(history, expectEqualOrNamed)),
    { ...ONCE, ...rest },
  )
}

async function expectEqualOrNamed({ world, troubles, entered }: Lived): Promise<void> {
  expect(troubles).toEqual([])
  const named = await namedInInbox(world)
  const unnamed = differencesOf(await bothSides(world, entered)).filter(({ of }) => !of.some((id) => named.has(id)))
  const news = await newsOf(world, [...new Set(unnamed.flatMap(({ of }) => of))])
  expect(unnamed, `differences that nobody is told of, although we heard of these records:\n${news.join('\n')}`).toEqual([])
}

/** The records whose news has not come to a good end: failed, held, waiting for a parent, or needing a person. */
async function namedInInbox(world: World): Promise<Set<string>> {
  const { rows } = await world.look.query<{ record_id: string }>(
    `select record_id from integration_events_log where status not in ('completed', 'skipped') or needs_attention`,
  )
  return new Set(rows.map(({ record_id: id }) => id))
}

/** For whoever has to find out why. */
async function newsOf(world: World, records: readonly string[]): Promise<string[]> {
  const { rows } = await world.look.query<{ line: string }>(
    `select concat_ws(' ', module, record_id, event_type, flow, subject, status, verdict) as line
     from integration_events_log where record_id = any($1) order by id`,
    [records],
  )
  return rows.map(({ line }) => line)
}
