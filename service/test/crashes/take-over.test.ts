import { afterEach, expect, test } from 'vitest'
import { effectsIn, expectInStep, expectNothingOpen } from '../in-step.ts'
import { createWorld, type Student, type World } from '../world.ts'
import { serviceProcesses } from './service-process.ts'

const STAND_STILL_MS = 15_000
/** Processes are started several times, on a machine that may be busy. */
const PATIENCE_MS = 120_000
/** As the settings have them by default: what a college would see. */
const defaultTimings = { 'queue.timings': { lease_ms: 8_000, poll_ms: 1_000 } }
const created = { label: 'call of core_user_create_users', when: 'after', nth: 1 } as const

let world: World
const processes = serviceProcesses()
afterEach(() => world.stop())

/** Tells of a new student, and the service is killed the moment Moodle has made the account. */
async function killedAfterCreate(): Promise<{ student: Student; eventId: string }> {
  const student = await world.student()
  await processes.dieAt(created)
  const { eventId } = await world.zohoSends(student.id, 'created')
  expect(await processes.death()).toBe('SIGKILL')
  return { student, eventId }
}

async function expectDoneOnce(student: Student, eventId: string): Promise<void> {
  expect(await world.settled(eventId)).toMatchObject({ status: 'completed', needs_attention: false })
  expect(effectsIn([...(await world.calls('moodle')), ...(await world.calls('zoho'))])).toEqual([
    'core_user_create_users',
    'PUT /crm/v8/BTEC_Students',
  ])
  await expectInStep(world, student)
  await expectNothingOpen(world, [student.id])
}

test(
  'with the timings of every day a subject moves again within 15 seconds of the restart',
  async () => {
    world = await createWorld({ launch: processes.launch, settings: defaultTimings })
    const { student, eventId } = await killedAfterCreate()
    await world.restart()
    const backAt = Date.now()
    await world.settled(eventId)
    expect(Date.now() - backAt).toBeLessThan(STAND_STILL_MS)
    await expectDoneOnce(student, eventId)
  },
  PATIENCE_MS,
)

test.each(['before', 'after'] as const)(
  'a service killed again %s it has taken over loses and doubles nothing',
  async (when) => {
    world = await createWorld({ launch: processes.launch })
    const { student, eventId } = await killedAfterCreate()
    processes.nextDiesAt({ label: 'commit of the take-over', when, nth: 1 })
    // It may die before it has told its address.
    await world.restart().catch(() => {})
    expect(await processes.death()).toBe('SIGKILL')
    await world.restart()
    await expectDoneOnce(student, eventId)
  },
  PATIENCE_MS,
)
