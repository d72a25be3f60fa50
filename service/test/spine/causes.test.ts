import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { releaseEvents, resetEvents } from '../../src/verbs/put-back.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { atDesk } from '../desk.ts'
import { hint } from '../hints.ts'
import { createWorld, type Student, type World } from '../world.ts'

let world: World
let urls: string[]
const people: Student[] = []
beforeAll(async () => {
  world = await createWorld({
    settings: {
      'queue.timings': { lease_ms: 500, poll_ms: 25 },
      'loop.changes_per_hour': 10_000,
      'deletions.look_again_minutes': 0.002,
      'deletions.per_hour': 1,
    },
  })
  const second = await world.secondProcess()
  urls = [world.url, second.url]
  for (let nr = 0; nr < 6; nr += 1) people.push(await world.student())
})
afterAll(() => world.stop())

const ills = [
  { Last_Name: null },
  { First_Name: null },
  { Academic_Email: null },
  { Status: 'Moon Phase' },
  { Status: 'Sun Phase' },
] as const

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fall ill' as const), who: fc.nat(5), ill: fc.nat(ills.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('heal' as const), who: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell' as const), who: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('retry all', 'hold', 'let go', 'stumble', 'vanish', 'wait'), who: fc.nat(5) }),
  },
)

async function take(action: typeof step extends fc.Arbitrary<infer T> ? T : never, nr: number): Promise<void> {
  const person = people[action.who] as Student
  switch (action.do) {
    case 'fall ill':
      await world.editStudent(person.id, { ...ills[action.ill] })
      break
    case 'heal':
      await world.student({ ...person })
      break
    case 'tell':
      await hint(urls[nr % 2] ?? world.url, { recordId: person.id })
      break
    case 'retry all':
      await atDesk(world, (desk) => resetEvents(desk, {}))
      break
    case 'hold':
      await atDesk(world, (desk) => setSetting(desk, 'workflows.auto_enabled', { 'BTEC_Students.updated': 'hold' }))
      break
    case 'let go':
      await atDesk(world, async (desk) => {
        await setSetting(desk, 'workflows.auto_enabled', {})
        await releaseEvents(desk, {})
      })
      break
    case 'stumble':
      await world.fault({ system: 'moodle', how: '500', times: 4 })
      break
    case 'vanish':
      // Never was in Zoho: looked at again, and then a person is asked.
      await hint(urls[nr % 2] ?? world.url, { recordId: `58475960000009${String(90_000 + nr).padStart(5, '0')}` })
      break
    case 'wait':
      await world.quiet()
  }
}

test('after any history the counters say how many events each cause has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (history) => {
      for (const [nr, action] of history.entries()) await take(action, nr)
      await world.clearFaults()
      await world.quiet()
      const counted = await world.look.query(
        `select cause, count(*)::int as events from integration_events_log where cause is not null group by cause order by cause`,
      )
      const kept = await world.look.query('select cause, events from causes where events <> 0 order by cause')
      expect(kept.rows).toEqual(counted.rows)
      const open = await world.look.query(
        `select count(*)::int as without from integration_events_log where status = 'failed' and cause is null`,
      )
      expect(open.rows).toEqual([{ without: 0 }])
    }),
    { numRuns: 5 },
  )
}, 120_000)
