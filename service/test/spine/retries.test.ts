import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { atDesk } from '../desk.ts'
import { known, told } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  // A connection that is never held, so that every trouble stays the trouble of its event.
  world = await createWorld({ settings: { 'breaker.outages': 1_000 } })
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.clearFaults()
  await world.setSetting('events.retries', { attempts: 3, first_delay_ms: 50, longest_delay_ms: 500 })
})

type Attempt = { status: string; verdict_code: string; started_at: Date; calls: Record<string, unknown>[] }
const attemptsOf = async (subject: string): Promise<Attempt[]> => {
  const { rows } = await world.look.query('select * from integration_event_attempts where subject = $1 order by id', [subject])
  return rows
}
/** Zoho's list call fails for a whole attempt: reads are asked three times. */
const failing = (attempts: number) =>
  world.fault({ system: 'zoho', match: 'GET /crm/v8/BTEC_Students', how: '500', times: attempts * 3 })

test('a passing trouble is tried again by itself, and leaves no trace but its attempts', async () => {
  const student = await world.student()
  await failing(2)
  const done = await told(world, student, 'created')
  expect(done).toMatchObject({ status: 'completed', verdict_code: 'student.created', retry_count: 2, cause: null })
  const attempts = await attemptsOf(student.id)
  expect(attempts.map(({ status }) => status)).toEqual(['pending', 'pending', 'completed'])
  expect(attempts[0]).toMatchObject({ verdict_code: 'run.again_soon' })
})

test('the pauses grow: the second is longer than the first', async () => {
  await world.setSetting('events.retries', { attempts: 3, first_delay_ms: 300, longest_delay_ms: 60_000 })
  const student = await world.student()
  await failing(2)
  const { eventId } = await world.zohoSends(student.id, 'created')
  const first = await world.until('the first pause', async () => {
    const event = await world.event(eventId)
    return event?.retry_count === 1 ? event : undefined
  })
  expect(first.status).toBe('pending')
  const second = await world.until('the second pause', async () => {
    const event = await world.event(eventId)
    return event?.retry_count === 2 ? event : undefined
  })
  await world.settled(eventId)
  const [one, two, three] = (await attemptsOf(student.id)).map(({ started_at }) => started_at.getTime())
  expect(Number(two) - Number(one)).toBeGreaterThanOrEqual(300)
  expect(Number(three) - Number(two)).toBeGreaterThanOrEqual(600)
  expect(second.next_attempt_at?.getTime()).toBeGreaterThan(first.next_attempt_at?.getTime() ?? 0)
})

test('after three attempts a person is asked, under one cause for all who suffer alike', async () => {
  const people = [await world.student(), await world.student()]
  const ends = []
  for (const student of people) {
    await failing(3)
    ends.push(await told(world, student, 'created'))
    await world.clearFaults()
  }
  for (const end of ends)
    expect(end).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'run.gave_up',
      verdict_params: { cause: 'zoho.unreachable', attempts: 3 },
      cause: 'run.gave_up zoho.unreachable',
    })
  const { rows } = await world.look.query(`select events, last_event from causes where cause = 'run.gave_up zoho.unreachable'`)
  expect(rows.map(({ events, last_event }) => [events, Number(last_event)])).toEqual([[2, ends[1]?.id]])

  for (const { id } of ends) await atDesk(world, (desk) => retryEvent(desk, String(id)))
  for (const { event_id } of ends) expect(await world.settled(event_id)).toMatchObject({ status: 'completed', retry_count: 0 })
  const after = await world.look.query(`select events from causes where cause = 'run.gave_up zoho.unreachable'`)
  expect(after.rows).toEqual([{ events: 0 }])
})

test('a new hint makes a student who backs off due at once, with fresh attempts', async () => {
  await world.setSetting('events.retries', { attempts: 3, first_delay_ms: 3_600_000, longest_delay_ms: 3_600_000 })
  const student = await world.student()
  await failing(1)
  const first = await world.zohoSends(student.id, 'created')
  await world.until('the pause', async () => ((await world.event(first.eventId))?.retry_count === 1 ? true : undefined))
  const second = await world.zohoSends(student.id)
  expect(await world.settled(second.eventId)).toMatchObject({ status: 'completed', retry_count: 0 })
  expect(await world.settled(first.eventId)).toMatchObject({ status: 'completed' })
})

test('the trouble of one student is not the trouble of the others in the set', async () => {
  const people = [await known(world), await known(world), await known(world)]
  for (const [nr, { student }] of people.entries())
    await world.editStudent(student.id, { Academic_Email: nr === 1 ? 'not an address' : `fresh.${nr}@college.example` })
  const sent = await Promise.all(people.map(({ student }) => world.zohoSends(student.id)))
  const ends = []
  for (const { eventId } of sent) ends.push(await world.settled(eventId))
  expect(ends.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed'])
})

describe('each attempt keeps its calls', () => {
  test('with system, function, status and duration, and never what was said in them', async () => {
    const student = await world.student({ First_Name: 'Canary', City: 'Canaryville' })
    await failing(1)
    await told(world, student, 'created')
    const attempts = await attemptsOf(student.id)
    const calls = attempts.flatMap((attempt) => attempt.calls)
    expect(calls.length).toBeGreaterThan(5)
    for (const call of calls) {
      expect(call).toMatchObject({
        system: expect.stringMatching(/^(zoho|moodle)$/),
        function: expect.any(String),
        status: expect.any(Number),
        ms: expect.any(Number),
      })
      const allowed = ['system', 'function', 'status', 'errorCode', 'ms', 'credits', 'requestId']
      expect(Object.keys(call).filter((key) => !allowed.includes(key))).toEqual([])
    }
    expect(calls.filter(({ status }) => status === 500)).toHaveLength(3)
    const told_ = JSON.stringify(attempts)
    for (const canary of ['Canary', String(student.Academic_Email)]) expect(told_).not.toContain(canary)
  })
})
