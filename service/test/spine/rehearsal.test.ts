import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { releaseEvents } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { atDesk } from '../desk.ts'
import { hint } from '../hints.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(() => rehearse(true))

const rehearse = (enabled: boolean, modules: string[] = ['BTEC_Students']) =>
  world.setSetting('system.dry_run', { enabled, modules })

/** Everything we remember about a student, the ledger aside. */
const remembered = async (id: string) => {
  const of = async (query: string) => (await world.look.query(query, [id])).rows
  return {
    link: await of('select * from identity_links where zoho_id = $1'),
    state: await of('select * from sync_students where zoho_id = $1'),
    audit: await of('select * from moodle_sync_log where subject = $1'),
    jobs: await of('select * from queue_jobs where subject = $1'),
  }
}

test('a rehearsed creation says what it would do, does none of it, and is run for real later', async () => {
  const student = await world.student({ City: 'Ma’an' })
  const since = await world.lastCall()
  const rehearsed = await told(world, student, 'created')
  expect(rehearsed).toMatchObject({
    status: 'rehearsed',
    needs_attention: false,
    verdict_code: 'rehearsal.would_change',
    retry_count: 0,
  })
  for (const words of ['firstname', 'Maya', 'Ma’an', String(student.Academic_Email), 'would then tell Zoho'])
    expect(rehearsed.verdict).toContain(words)
  expect(await writesSince(world, since)).toEqual([])
  expect(await remembered(student.id)).toEqual({ link: [], state: [], audit: [], jobs: [] })
  expect(await world.accountOf(student.id)).toBeUndefined()

  await rehearse(false)
  await atDesk(world, (desk) => releaseEvents(desk, { subject: student.id }))
  expect(await world.settled(rehearsed.event_id)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
  expect(await world.accountOf(student.id)).toMatchObject({ city: 'Ma’an' })
})

test('a rehearsed change lists each field before and after, and leaves what we remember as it was', async () => {
  await rehearse(false)
  const { student, account } = await known(world)
  const before = await remembered(student.id)
  await rehearse(true)
  await world.editStudent(student.id, { City: 'Ajloun', Status: 'Freeze' })
  const rehearsed = await told(world, student)
  expect(rehearsed).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(rehearsed.verdict).toContain('moodle city "Amman" → "Ajloun"')
  expect(rehearsed.verdict).toContain('moodle suspended false → true')
  expect(await world.accountOf(student.id)).toEqual(account)
  expect(await remembered(student.id)).toEqual(before)
})

test('a rehearsal that finds nothing to do says so', async () => {
  await rehearse(false)
  const { student } = await known(world)
  await world.look.query(`update sync_students set state_hash = 'older' where zoho_id = $1`, [student.id])
  await rehearse(true)
  expect(await told(world, student)).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.nothing' })
})

test('a rehearsed deletion suspends nobody and uses up no allowance', async () => {
  await rehearse(false)
  const { student, account } = await known(world)
  await rehearse(true)
  await world.deleteStudent(student.id)
  expect(await told(world, student, 'deleted')).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(await world.accountOf(student.id)).toEqual(account)
  const { rows } = await world.look.query('select from sync_students where gone_at is not null')
  expect(rows).toEqual([])
})

test('what would need a person does so in a rehearsal too, and an older failure is not closed by one', async () => {
  const student = await world.student({ Academic_Email: null })
  const failed = await told(world, student, 'created')
  expect(failed).toMatchObject({ status: 'failed', verdict_code: 'student.no_academic_email' })
  await world.editStudent(student.id, { Academic_Email: 'rehearsed@college.example' })
  expect(await told(world, student)).toMatchObject({ status: 'rehearsed' })
  expect(await world.event(failed.event_id)).toMatchObject({ status: 'failed', resolved_by: null })
})

test('hints that wait together are rehearsed together, and their release is one run', async () => {
  const student = await world.student()
  const sent = await whileBusy(world.look, [student.id], async () => [
    await world.zohoSends(student.id, 'created'),
    await world.zohoSends(student.id),
  ])
  for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ status: 'rehearsed' })
  await rehearse(false)
  await atDesk(world, (desk) => releaseEvents(desk, { subject: student.id }))
  const ends = []
  for (const { eventId } of sent) ends.push(await world.settled(eventId))
  expect(ends).toMatchObject([
    { status: 'completed', verdict_code: 'student.created' },
    { status: 'completed', verdict_code: 'student.created' },
  ])
})

describe('which modules are rehearsed', () => {
  test('another module’s rehearsal does not touch students', async () => {
    await rehearse(true, ['BTEC_Classes'])
    expect(await told(world, await world.student(), 'created')).toMatchObject({ status: 'completed' })
  })

  test('no names mean all', async () => {
    await rehearse(true, [])
    expect(await told(world, await world.student(), 'created')).toMatchObject({ status: 'rehearsed' })
  })

  test('a second delivery of a rehearsed event changes nothing', async () => {
    const student = await world.student()
    const { event_id } = await told(world, student, 'created')
    const again = await hint(world.url, { recordId: student.id, eventType: 'created' })
    expect(await world.settled(again.eventId)).toMatchObject({ status: 'rehearsed' })
    expect(await world.event(event_id)).toMatchObject({ status: 'rehearsed' })
    expect(await world.accountOf(student.id)).toBeUndefined()
  })
})
