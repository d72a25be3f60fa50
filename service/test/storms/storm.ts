import { expect } from 'vitest'
import { deedsInDoubt, effectsIn, expectNothingOpen, retriedByPerson } from '../in-step.ts'
import { expectWrites, type Journey } from '../journey.ts'
import type { EventRow, Fault, Student, World } from '../world.ts'

export type System = 'zoho' | 'moodle'
export type How = Exclude<Fault['how'], 'hang'>

/** One call of a clean run: the nth of its operation. Several keys of one event run at once, and their calls pass each other. */
export type Target = { system: System; nth: number; operation: string }

/** What a journey asks of the outside when nothing goes wrong, and how it ends. */
export type ClearRun = { journey: Journey; targets: Target[]; status: string }

export const stormSettings = {
  'queue.timings': { lease_ms: 500, poll_ms: 25 },
  'deletions.per_hour': 10_000,
} as const

const SYSTEMS: readonly System[] = ['zoho', 'moodle']

/** Walks a journey once under a clear sky, and writes down which calls there are to break. */
export async function walkClear(world: World, journey: Journey, prepare = async (): Promise<void> => {}): Promise<ClearRun> {
  const [student] = await journey.arrange(world, 1)
  if (student === undefined) throw new Error(`${journey.name} arranged nobody`)
  await journey.change(world, student)
  await prepare()
  const since = await world.lastCall()
  const { eventId } = await world.zohoSends(student.id, journey.eventType, undefined, journey.module)
  const { status } = await world.settled(eventId)
  const targets: Target[] = []
  for (const system of SYSTEMS) {
    const calls = await world.calls(system, since)
    // Counted as faults count: the name of a list is part of the name of one of its records.
    for (const [place, { operation }] of calls.entries()) {
      const nth = calls.slice(0, place + 1).filter((call) => call.operation.includes(operation)).length
      targets.push({ system, nth, operation })
    }
  }
  return { journey, targets, status }
}

/** Breaks one call of a journey once. Whatever it was, both sides must agree in the end, and nobody must have noticed. */
export async function weather(
  world: World,
  run: ClearRun,
  target: Target,
  how: How,
  student: Student,
  prepare = async (): Promise<void> => {},
): Promise<void> {
  await run.journey.change(world, student)
  await prepare()
  const since = await world.lastCall()
  await world.fault({ system: target.system, match: target.operation, nth: target.nth, how })
  const { eventId } = await world.zohoSends(student.id, run.journey.eventType, undefined, run.journey.module)
  const event = await settledThrough(world, eventId)

  const calls = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))].toSorted((a, b) => a.seq - b.seq)
  expect(calls.filter(({ fault }) => fault !== undefined).map(({ operation, fault }) => [operation, fault])).toEqual([
    [target.operation, how],
  ])
  expect(event).toMatchObject({ status: run.status, needs_attention: false })
  expectWrites(run.journey, effectsIn(calls))
  await run.journey.expectInStep(world, student)
  const subjects = run.journey.auditSubjects?.(student) ?? [student.id]
  // A run that could not see for itself leaves its deed in doubt; whoever looks next closes it.
  if ((await deedsInDoubt(world, subjects)).length > 0) await retriedByPerson(world, eventId)
  await expectNothingOpen(world, subjects)
}

/** The end of an event, with somebody at hand who lifts what only a person can lift, and with waits of minutes made short. */
async function settledThrough(world: World, eventId: string): Promise<EventRow> {
  return world.until(`the end of ${eventId}`, async () => {
    const event = await world.event(eventId)
    if (event === undefined || ['completed', 'skipped', 'failed', 'held'].includes(event.status)) return event
    if (event.status === 'waiting') await lift(world)
    return undefined
  })
}

/** Moodle's administrator makes a new token; Zoho's pause of ten minutes is over. */
async function lift(world: World): Promise<void> {
  const { rows } = await world.look.query<{ code: string }>(`select code from breakers where state = 'open'`)
  for (const { code } of rows) {
    // The first use of an expired token is denied and removes it; from then on it is unknown.
    if (code === 'moodle.access_denied' || code === 'moodle.token_refused') await renewMoodleToken(world)
    if (code !== 'zoho.token_throttled') continue
    await world.look.query('update zoho_tokens set paused_until = null')
    await world.look.query('update breakers set probe_at = now()')
  }
}

export const renewMoodleToken = (world: World): Promise<void> =>
  world.control('PUT', '/moodle/records/tokens', { id: world.simulators.moodle.token })

/** Zoho gives ten tokens in ten minutes, and these storms use more. */
export const letTokenWindowPass = (world: World): Promise<void> => world.control('POST', '/clock', { advanceMs: 11 * 60_000 })
