import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectInStep, expectNothingOpen } from '../in-step.ts'
import { createWorld, type EventRow, type Student, type World } from '../world.ts'
import { renewMoodleToken, stormSettings } from './storm.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: stormSettings })
})
afterAll(() => world.stop())
beforeEach(async () => {
  // A token for Zoho is at hand, and both breakers have seen a good day.
  const { eventId } = await world.zohoSends((await world.student()).id, 'created')
  await world.settled(eventId)
})

type Told = { student: Student; eventId: string }

const tellOf = async (count: number): Promise<Told[]> => {
  const told: Told[] = []
  for (let nr = 0; nr < count; nr += 1) {
    const student = await world.student()
    told.push({ student, eventId: (await world.zohoSends(student.id, 'created')).eventId })
  }
  return told
}
const allWaiting = (told: readonly Told[]): Promise<EventRow[]> =>
  Promise.all(told.map(({ eventId }) => world.reaches(eventId, 'waiting')))
const allSettled = (told: readonly Told[]): Promise<EventRow[]> => Promise.all(told.map(({ eventId }) => world.settled(eventId)))

const breakerOf = async (system: string): Promise<{ state: string; code: string | null } | undefined> =>
  (await world.look.query<{ state: string; code: string | null }>('select state, code from breakers where system = $1', [system]))
    .rows[0]
const openCauses = async (): Promise<{ cause: string; events: number }[]> =>
  (await world.look.query<{ cause: string; events: number }>('select cause, events from causes where events > 0')).rows

/** Whatever the weather was: every student is in step, the events are done, and nothing is left of the trouble. */
async function expectCalm(told: readonly Told[]): Promise<void> {
  for (const event of await allSettled(told)) expect(event).toMatchObject({ status: 'completed', needs_attention: false })
  for (const { student } of told) {
    await expectInStep(world, student)
    await expectNothingOpen(world, [student.id])
  }
  expect(await openCauses()).toEqual([])
}

async function maintenance(on: boolean): Promise<void> {
  await world.control('PUT', '/moodle/maintenance', { on })
  // Moodle's page asks for five minutes of patience; here they are over at once.
  if (!on) await world.look.query('update breakers set probe_at = now()')
}
const zohoGoesAway = (): Promise<void> => world.control('POST', '/faults', { system: 'zoho', how: '500', times: 100_000 })

test('while Moodle is in maintenance events wait, cost no attempt, and run when it ends', async () => {
  await maintenance(true)
  const told = await tellOf(3)
  for (const event of await allWaiting(told)) {
    expect(event).toMatchObject({ waiting_for: 'system:moodle', verdict_code: 'system.waiting', retry_count: 0 })
    expect(event.needs_attention).toBe(false)
  }
  expect(await breakerOf('moodle')).toEqual({ state: 'open', code: 'moodle.maintenance' })

  const since = await world.lastCall()
  const late = await tellOf(1)
  await allWaiting(late)
  // A held system is asked how it is, never for somebody's record.
  const asked = new Set((await world.calls('moodle', since)).map(({ operation }) => operation))
  expect([...asked].filter((operation) => operation !== 'core_webservice_get_site_info')).toEqual([])

  await maintenance(false)
  await expectCalm([...told, ...late])
  for (const event of await allSettled([...told, ...late])) expect(event.retry_count).toBe(0)
})

test('while both systems are away events wait for one after the other, and none fails', async () => {
  await maintenance(true)
  await zohoGoesAway()
  const told = await tellOf(4)
  for (const event of await allWaiting(told)) expect(event).toMatchObject({ waiting_for: 'system:zoho' })
  // Events that come while it is known lose nothing.
  const late = await tellOf(2)
  for (const event of await allWaiting(late)) expect(event).toMatchObject({ waiting_for: 'system:zoho', retry_count: 0 })

  await world.clearFaults()
  await world.until('everybody to wait for Moodle', async () =>
    (await world.events(`status = 'waiting' and waiting_for = 'system:moodle'`)).length === 6 ? true : undefined,
  )
  expect(await breakerOf('zoho')).toMatchObject({ state: 'closed' })

  await maintenance(false)
  await expectCalm([...told, ...late])
})

test('a refused Moodle token is one trouble, not five: no event fails, and all run when there is a new one', async () => {
  await world.control('DELETE', `/moodle/records/tokens/${world.simulators.moodle.token}`)
  const told = await tellOf(5)
  for (const event of await allWaiting(told)) expect(event).toMatchObject({ verdict_code: 'system.waiting', retry_count: 0 })
  expect(await breakerOf('moodle')).toEqual({ state: 'open', code: 'moodle.token_refused' })
  expect(await openCauses()).toEqual([{ cause: 'system.waiting moodle', events: 5 }])

  await renewMoodleToken(world)
  await expectCalm(told)
})

test('a consent withdrawn in Zoho holds every event without a failure, also of those that come later', async () => {
  const { origin, refreshToken } = world.simulators.zoho
  await fetch(`${origin}/oauth/v2/token/revoke?token=${refreshToken}`, { method: 'POST' })
  const told = [...(await tellOf(2)), ...(await tellOf(1))]
  for (const event of await allWaiting(told)) expect(event).toMatchObject({ waiting_for: 'system:zoho', retry_count: 0 })
  expect(await breakerOf('zoho')).toEqual({ state: 'open', code: 'zoho.consent_lost' })
  expect(await openCauses()).toEqual([{ cause: 'system.waiting zoho', events: 3 }])

  // New consent: staff put it into the configuration and start the service again.
  world.simulators.systems.zoho.addConsent({ refreshToken })
  await world.restart()
  await expectCalm(told)
})
