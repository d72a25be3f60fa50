import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweep } from '../../src/chores/sweep.ts'
import { atDesk } from '../desk.ts'
import { known, told } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'breaker.outages': 1 } })
})
afterAll(() => world.stop())
beforeEach(() => maintenance(false))

/** Moodle's page asks to be left alone for five minutes; here they are over as soon as it is back. */
async function maintenance(on: boolean): Promise<void> {
  await world.control('PUT', '/moodle/maintenance', { on })
  if (!on) await askNow()
}
const askNow = () => world.look.query(`update breakers set probe_at = now() where state = 'open'`)
const breaker = async (system: string) => {
  const { rows } = await world.look.query('select state, code, failures from breakers where system = $1', [system])
  return rows[0] as { state: string; code: string | null; failures: number } | undefined
}

describe('a system that is down', () => {
  test('makes events wait without losing an attempt, and lets them go when it is well again', async () => {
    const people = [await world.student(), await world.student(), await world.student()]
    await maintenance(true)
    const sent = await Promise.all(people.map(({ id }) => world.zohoSends(id, 'created')))
    for (const { eventId } of sent) {
      expect(await world.reaches(eventId, 'waiting')).toMatchObject({
        needs_attention: false,
        retry_count: 0,
        waiting_for: 'system:moodle',
        verdict_code: 'system.waiting',
        cause: 'system.waiting moodle',
      })
    }
    expect(await breaker('moodle')).toMatchObject({ state: 'open', code: 'moodle.maintenance' })
    await maintenance(false)
    for (const { eventId } of sent)
      expect(await world.settled(eventId)).toMatchObject({ status: 'completed', retry_count: 0, cause: null, waiting_for: null })
    expect(await breaker('moodle')).toMatchObject({ state: 'closed', code: null, failures: 0 })
    const { rows } = await world.look.query(`select events from causes where cause = 'system.waiting moodle'`)
    expect(rows).toEqual([{ events: 0 }])
  })

  test('is asked by one cheap read and never with somebody’s record', async () => {
    const student = await world.student()
    await maintenance(true)
    const { eventId } = await world.zohoSends(student.id, 'created')
    await world.reaches(eventId, 'waiting')
    const since = await world.lastCall()
    await askNow()
    await world.until('two looks at whether it is well', async () =>
      (await world.calls('moodle', since)).length >= 2 ? true : undefined,
    )
    const asked = await world.calls('moodle', since)
    expect(new Set(asked.map(({ operation }) => operation))).toEqual(new Set(['core_webservice_get_site_info']))
    // Meanwhile nobody even reads the student.
    expect(await world.calls('zoho', since)).toEqual([])
    await maintenance(false)
    await world.settled(eventId)
  })

  test('never makes an event need attention, however long it takes', async () => {
    const student = await world.student()
    await maintenance(true)
    const { eventId } = await world.zohoSends(student.id, 'created')
    await world.reaches(eventId, 'waiting')
    await world.look.query(
      `update integration_events_log set created_at = now() - interval '30 days', waiting_since = now() - interval '30 days'
        where event_id = $1`,
      [eventId],
    )
    expect(await atDesk(world, ({ database, tenant }) => sweep(database, tenant))).toMatchObject({
      gaveUp: 0,
      missedWakeUps: 0,
      forgotten: 0,
    })
    expect(await world.event(eventId)).toMatchObject({ status: 'waiting', needs_attention: false })
    await maintenance(false)
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
  })

  test('makes a later hint wait at once, without a call', async () => {
    const [one, other] = [await world.student(), await world.student()]
    await maintenance(true)
    const first = await world.zohoSends(one.id, 'created')
    await world.reaches(first.eventId, 'waiting')
    const since = await world.lastCall()
    const second = await world.zohoSends(other.id, 'created')
    await world.reaches(second.eventId, 'waiting')
    const about = (await world.calls('moodle', since)).filter(({ operation }) => operation !== 'core_webservice_get_site_info')
    expect([...about, ...(await world.calls('zoho', since))]).toEqual([])
    await maintenance(false)
    for (const { eventId } of [first, second]) expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
  })
})

test('a refused token holds the connection at once: it would hit every record alike', async () => {
  const student = await world.student()
  await world.fault({ system: 'moodle', how: 'expire' })
  const { eventId } = await world.zohoSends(student.id, 'created')
  expect(await world.reaches(eventId, 'waiting')).toMatchObject({ retry_count: 0, waiting_for: 'system:moodle' })
  expect(await breaker('moodle')).toMatchObject({
    state: 'open',
    code: expect.stringMatching(/^moodle\.(access_denied|token_refused)$/),
  })
  await world.control('PUT', '/moodle/records/tokens', { id: world.simulators.moodle.token })
  expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
})

test('what Moodle says about one record does not count against the connection', async () => {
  const { student } = await known(world)
  for (let nr = 0; nr < 3; nr += 1) {
    await world.editStudent(student.id, { Last_Name: `Smith <${nr}>` })
    expect(await told(world, student)).toMatchObject({ status: 'failed', verdict_code: 'student.refused_by_moodle' })
  }
  expect((await breaker('moodle'))?.state ?? 'closed').toBe('closed')
})
