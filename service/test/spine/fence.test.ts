import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(() => pace(0, 0))

const pace = async (zoho: number, moodle: number): Promise<void> => {
  await world.control('PUT', '/pace', { system: 'zoho', perCallMs: zoho })
  await world.control('PUT', '/pace', { system: 'moodle', perCallMs: moodle })
}

/** Waits until a call of this name is under way. */
const duringCall = (operation: string) =>
  world.until(`a call of ${operation}`, async () => {
    const calls = [...(await world.calls('zoho')), ...(await world.calls('moodle'))]
    return calls.some((call) => call.operation === operation && call.status === null && call.fault === undefined)
      ? true
      : undefined
  })

/** Another worker takes a subject over, as it may when a lease ran out, and keeps it for as long as the test likes. */
const takenOver = (subject: string) =>
  world.look.query(
    `update queue_jobs set fence = fence + 1, worker = 'heir', lease_until = 'infinity' where subject = $1 and state = 'running'`,
    [subject],
  )
const heirDies = (subject: string) =>
  world.look.query(`update queue_jobs set lease_until = now() - interval '1 second' where subject = $1 and worker = 'heir'`, [
    subject,
  ])

describe('a run that lost its lease', () => {
  test('changes nothing outside: its intent is refused, and without an intent there is no call', async () => {
    const student = await world.student()
    const since = await world.lastCall()
    await pace(0, 200)
    const { eventId } = await world.zohoSends(student.id, 'created')
    await duringCall('core_user_get_users_by_field')
    await takenOver(student.id)
    await world.until('the run to end', async () => {
      const calls = await world.calls('moodle', since)
      return calls.length > 0 && calls.every(({ status }) => status !== null) ? true : undefined
    })
    // Long enough for the next call, had there been one.
    await pace(0, 0)
    const before = await world.lastCall()
    await world.until('the next hint to be through', async () => {
      const other = await world.student()
      return (await told(world, other, 'created')).status === 'completed' ? true : undefined
    })
    expect(before).toBeGreaterThan(since)
    expect((await world.audit(student.id)).length).toBe(0)
    expect(await world.accountOf(student.id)).toBeUndefined()
    expect(await world.event(eventId)).toMatchObject({ status: 'processing', verdict_code: null })

    await heirDies(student.id)
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.created', retry_count: 0 })
  })

  test('settles nothing: its verdict, its link and what it remembers are dropped', async () => {
    const student = await world.student()
    const since = await world.lastCall()
    await pace(300, 0)
    const { eventId } = await world.zohoSends(student.id, 'created')
    await duringCall('PUT /crm/v8/BTEC_Students')
    await takenOver(student.id)
    await world.until('Zoho to have answered', async () => {
      const [call] = (await world.calls('zoho', since)).filter(({ method }) => method === 'PUT')
      return call !== undefined && call.status !== null ? true : undefined
    })
    await pace(0, 0)
    await told(world, await world.student(), 'created')
    expect(await world.event(eventId)).toMatchObject({ status: 'processing', verdict_code: null })
    const memory = await world.look.query(
      `select (select count(*)::int from identity_links where zoho_id = $1) as links,
        (select count(*)::int from sync_students where zoho_id = $1) as states`,
      [student.id],
    )
    expect(memory.rows).toEqual([{ links: 0, states: 0 }])

    await heirDies(student.id)
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', needs_attention: false, retry_count: 0 })
    const writes = (await writesSince(world, since)).filter(
      ({ body }) => body.includes(student.id) || body.includes(encodeURIComponent(String(student.Academic_Email))),
    )
    expect(writes.map(({ operation }) => operation)).toEqual(['core_user_create_users', 'PUT /crm/v8/BTEC_Students'])
  })
})

describe('a subject whose workers die', () => {
  /** The subject’s waiting row as its next worker will find it. */
  const afterDeaths = async (deaths: number) => {
    const { student } = await known(world)
    await world.editStudent(student.id, { City: 'Jerash' })
    const { eventId } = await whileBusy(world.look, [student.id], async () => {
      const sent = await world.zohoSends(student.id)
      await world.look.query(`update queue_jobs set expired_leases = $2 where subject = $1 and state = 'waiting'`, [
        student.id,
        deaths,
      ])
      return sent
    })
    return { student, end: await world.settled(eventId) }
  }

  test('four times is tried again, without losing an attempt', async () => {
    const { student, end } = await afterDeaths(4)
    expect(end).toMatchObject({ status: 'completed', retry_count: 0 })
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Jerash' })
  })

  test('five times is not tried for ever: a person is asked', async () => {
    const { student, end } = await afterDeaths(5)
    expect(end).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'run.lease_expired_too_often',
      verdict_params: { times: 5 },
    })
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Amman' })
    expect(await told(world, student)).toMatchObject({ status: 'completed' })
  })

  test('is taken over within seconds, and finds its hint', async () => {
    const { student } = await known(world)
    await world.editStudent(student.id, { City: 'Taken over' })
    const { eventId } = await whileBusy(world.look, [student.id], async () => {
      const sent = await world.zohoSends(student.id)
      // The dead worker had this hint in its hands.
      await world.look.query(
        `with mine as (delete from queue_jobs where subject = $1 and state = 'waiting' returning hints)
         update queue_jobs set hints = mine.hints, worker = 'dead', lease_until = now() - interval '1 second' from mine where subject = $1`,
        [student.id],
      )
      return sent
    })
    const died = Date.now()
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', retry_count: 0 })
    expect(Date.now() - died).toBeLessThan(15_000)
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Taken over' })
  })
})
