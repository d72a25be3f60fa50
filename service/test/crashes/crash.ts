import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { deedsInDoubt, effectsIn, expectNothingOpen, retriedByPerson } from '../in-step.ts'
import { expectWrites, type Journey } from '../journey.ts'
import { createWorld, type Student, type World } from '../world.ts'
import type { Boundary } from './boundaries.ts'
import { type ServiceProcesses, serviceProcesses } from './service-process.ts'

type CrashPoint = Boundary & { nth: number }

/** Longest that a subject of a killed worker may stand still while there is a service to take it over. */
const STAND_STILL_MS = 15_000
/** A process is started for each crash, on a machine that may be busy. */
const PATIENCE_MS = 120_000

/**
 * Kills the service at each boundary of each journey, and starts it again. Which boundaries there are is found by walking every journey
 * once without a crash.
 */
export async function crashEverywhere(
  journeys: readonly Journey[],
  choose: (points: readonly CrashPoint[]) => readonly CrashPoint[],
  /** What the world needs before anybody walks. */
  prepare: (world: World) => Promise<unknown> = async () => {},
): Promise<void> {
  const processes = serviceProcesses()
  const world = await createWorld({ launch: processes.launch, settings: { 'deletions.per_hour': 10_000 } })
  afterAll(() => world.stop())
  await prepare(world)

  // Only the first call of all has to fetch a token: everything after it finds one.
  const [first] = journeys
  if (first === undefined) throw new Error('There are no journeys')
  await walkOnce(world, processes, first)

  for (const journey of journeys) {
    const points = choose(await walkOnce(world, processes, journey))
    describe(journey.name, () => {
      test.each(points)(
        'survives a kill $when the $label (time $nth)',
        async (point) => {
          await surviveCrash(world, processes, journey, point)
        },
        PATIENCE_MS,
      )
    })
  }

  describe(`${first.name}, when there is no token for Zoho yet`, () => {
    test.each(['before', 'after'] as const)(
      'survives a kill %s the token is fetched',
      async (when) => {
        const point = { label: 'call of POST /oauth/v2/token', when, nth: 1 }
        await surviveCrash(world, processes, first, point, async () => {
          await world.look.query('delete from zoho_tokens')
          await world.restart()
          // Zoho gives ten tokens in ten minutes.
          await world.control('POST', '/clock', { advanceMs: 11 * 60_000 })
        })
      },
      PATIENCE_MS,
    )
  })
}

/** The boundaries of a journey's run, each with how often it has been passed. */
async function walkOnce(world: World, processes: ServiceProcesses, journey: Journey): Promise<CrashPoint[]> {
  const student = await arranged(world, journey)
  await journey.change(world, student)
  processes.takePassed()
  const { eventId } = await world.zohoSends(student.id, journey.eventType, undefined, journey.module)
  await world.settled(eventId)
  const seen = new Map<string, number>()
  const points: CrashPoint[] = []
  for (const boundary of processes.takePassed()) {
    const key = `${boundary.when} ${boundary.label}`
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    // The queue is looked at all the time; only the claim that takes our job is ours, and it is the first.
    if (boundary.label !== 'commit of the claim' || nth === 1) points.push({ ...boundary, nth })
  }
  return points
}

async function surviveCrash(
  world: World,
  processes: ServiceProcesses,
  journey: Journey,
  point: CrashPoint,
  prepare = async (): Promise<void> => {},
): Promise<void> {
  const student = await arranged(world, journey)
  await journey.change(world, student)
  await prepare()
  const since = await world.lastCall()
  await processes.dieAt(point)

  const eventId = randomUUID()
  const delivered = await world.zohoSends(student.id, journey.eventType, eventId, journey.module).then(
    () => true,
    () => false,
  )
  expect(await processes.death()).toBe('SIGKILL')
  await world.restart()
  const backAt = Date.now()
  // A sender whose connection broke sends again.
  if (!delivered) await world.zohoSends(student.id, journey.eventType, eventId, journey.module)

  const event = await world.settled(eventId)
  expect(Date.now() - backAt).toBeLessThan(STAND_STILL_MS)
  expect(event.status).toBe('completed')
  await world.quiet()
  const calls = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))].toSorted((a, b) => a.seq - b.seq)
  expectWrites(journey, effectsIn(calls))
  await journey.expectInStep(world, student)
  const subjects = journey.auditSubjects?.(student) ?? [student.id]
  if ((await deedsInDoubt(world, subjects)).length > 0) await retriedByPerson(world, eventId)
  await expectNothingOpen(world, subjects)
}

async function arranged(world: World, journey: Journey): Promise<Student> {
  const [student] = await journey.arrange(world, 1)
  if (student === undefined) throw new Error(`${journey.name} arranged nobody`)
  return student
}
