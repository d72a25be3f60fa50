import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { known, told } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

const attemptsOf = async (subject: string) => {
  const { rows } = await world.look.query(
    'select run_id, hints, status, calls from integration_event_attempts where subject = $1 order by id',
    [subject],
  )
  return rows as { run_id: string; hints: string[]; status: string; calls: { function: string }[] }[]
}

test('ten hints that wait together cost one look and one change, and all of them learn who did the work', async () => {
  const { student } = await known(world)
  await world.editStudent(student.id, { City: 'Ten times' })
  const since = await world.lastCall()
  const sent = await whileBusy(world.look, [student.id], async () => {
    const hints = []
    for (let nr = 0; nr < 10; nr += 1) hints.push(await world.zohoSends(student.id))
    return hints
  })
  const ends = []
  for (const { eventId } of sent) ends.push(await world.settled(eventId))
  const worker = ends.at(-1)?.id
  for (const [nr, end] of ends.entries()) {
    expect(end).toMatchObject({ status: 'completed', verdict_code: 'student.updated', verdict_params: { fields: 'city' } })
    expect(end.coalesced_into === null ? null : Number(end.coalesced_into)).toBe(nr === 9 ? null : worker)
  }
  expect(await world.calls('zoho', since)).toHaveLength(1)
  const updates = (await world.calls('moodle', since)).filter(({ operation }) => operation === 'core_user_update_users')
  expect(updates).toHaveLength(1)
  expect((await attemptsOf(student.id)).at(-1)?.hints.map(Number)).toEqual(ends.map(({ id }) => id))
})

test('an echo among hints of other kinds is no echo', async () => {
  const { student } = await known(world)
  await world.look.query(`update sync_students set state_hash = 'older' where zoho_id = $1`, [student.id])
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.in_step' })
  expect(await told(world, student)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
})

describe('a hint that arrives during a run', () => {
  test('never joins it: it is run next, and sees what that run could not', async () => {
    const { student } = await known(world)
    await world.editStudent(student.id, { City: 'Before' })
    await world.control('PUT', '/pace', { system: 'moodle', perCallMs: 150 })
    const first = await world.zohoSends(student.id)
    await world.reaches(first.eventId, 'processing')
    await world.until('a call to Moodle', async () => {
      const calls = await world.calls('moodle')
      return calls.some(({ status }) => status === null) ? true : undefined
    })
    await world.editStudent(student.id, { City: 'Meanwhile' })
    const second = await world.zohoSends(student.id)
    const ends = [await world.settled(first.eventId), await world.settled(second.eventId)]
    await world.control('PUT', '/pace', { system: 'moodle' })
    expect(ends).toMatchObject([
      { status: 'completed', coalesced_into: null },
      { status: 'completed', coalesced_into: null, verdict_code: 'student.updated' },
    ])
    const runs = (await attemptsOf(student.id)).slice(-2)
    expect(runs.map(({ hints }) => hints.map(Number))).toEqual(ends.map(({ id }) => [id]))
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Meanwhile' })
  })
})

describe('a run that completes', () => {
  test('closes the older failures of its student, and of nobody else', async () => {
    const [one, other] = [await world.student({ Last_Name: null }), await world.student({ Last_Name: null })]
    const failed = [await told(world, one, 'created'), await told(world, one), await told(world, other, 'created')]
    for (const each of failed) expect(each).toMatchObject({ status: 'failed', needs_attention: true })
    await world.editStudent(one.id, { Last_Name: 'Filled In' })
    const done = await told(world, one)
    expect(done).toMatchObject({ status: 'completed' })
    const now = []
    for (const { event_id } of failed) now.push(await world.event(event_id))
    expect(now.map((each) => [each?.status, each?.needs_attention, each?.cause !== null, Number(each?.resolved_by)])).toEqual([
      ['completed', false, false, done.id],
      ['completed', false, false, done.id],
      ['failed', true, true, 0],
    ])
  })

  test('while it needs attention itself, it closes nothing', async () => {
    const { student, account } = await known(world)
    await world.editStudent(student.id, { Last_Name: null })
    const failed = await told(world, student)
    await world.editAccount(account.id, { suspended: true })
    await world.editStudent(student.id, { Last_Name: 'Back' })
    expect(await told(world, student)).toMatchObject({ status: 'completed', needs_attention: true })
    expect(await world.event(failed.event_id)).toMatchObject({ status: 'failed', resolved_by: null })
  })
})
