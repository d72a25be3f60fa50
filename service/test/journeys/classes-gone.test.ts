import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { releaseEvents } from '../../src/verbs/put-back.ts'
import { classOf, courseOf, linkedClass, linkedProgram, linkedTeacher, peopleIn, toldOfClass } from '../class-college.ts'
import { atDesk } from '../desk.ts'
import { writesSince } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
let computing: ZohoRecord
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.look_again_minutes': 0.02, 'deletions.per_hour': 1_000 } })
  computing = await linkedProgram(world)
})
afterAll(() => world.stop())
beforeEach(() => world.setSetting('deletions.per_hour', 1_000))

const operations = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const deleted = async (record: ZohoRecord) => {
  await world.remove('BTEC_Classes', record.id)
  return toldOfClass(world, record, 'deleted')
}
const restore = (record: ZohoRecord) => world.put('BTEC_Classes', { ...record })

test('a course deleted in Moodle needs a person and is never made again by itself', async () => {
  const { record, course } = await linkedClass(world, computing)
  await world.control('DELETE', `/moodle/records/courses/${course.id}`)
  await world.edit('BTEC_Classes', record.id, { Class_Name: 'After the end' })
  const since = await world.lastCall()
  for (const _ of [1, 2]) {
    expect(await toldOfClass(world, record)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'class.deleted_in_moodle',
      verdict_params: { course: course.id },
    })
  }
  expect(await operations(since)).toEqual([])
  expect(await courseOf(world, record)).toBeUndefined()
  expect(await deleted(record)).toMatchObject({ status: 'completed', verdict_code: 'class.gone_without_course' })
})

describe('a class deleted in Zoho', () => {
  test('has its course hidden and keeps everybody in it; a restore shows it again', async () => {
    const { teacher, user } = await linkedTeacher(world)
    const { record, course } = await linkedClass(world, computing, { Teacher: { id: teacher.id } })
    expect(await deleted(record)).toMatchObject({ status: 'completed', verdict_code: 'class.gone_hidden' })
    expect(await courseOf(world, record)).toEqual({ ...course, visible: false, timemodified: expect.anything() })
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active' })
    const since = await world.lastCall()
    expect(await toldOfClass(world, record, 'deleted')).toMatchObject({ verdict_code: 'class.gone_hidden' })
    expect(await operations(since)).toEqual([])

    await restore(record)
    expect(await toldOfClass(world, record)).toMatchObject({ status: 'completed', verdict_code: 'class.shown' })
    expect(await courseOf(world, record)).toMatchObject({ visible: true })
  })

  test('whose course a person had hidden before stays hidden after a restore', async () => {
    const { record, course } = await linkedClass(world, computing)
    await world.control('PATCH', `/moodle/records/courses/${course.id}`, { visible: 0 })
    expect(await deleted(record)).toMatchObject({ verdict_code: 'class.gone_hidden' })
    await restore(record)
    expect(await toldOfClass(world, record)).toMatchObject({ needs_attention: true, verdict_code: 'class.left_hidden' })
  })

  test('whose course a person shows again keeps it so', async () => {
    const { record, course } = await linkedClass(world, computing)
    await deleted(record)
    await world.control('PATCH', `/moodle/records/courses/${course.id}`, { visible: 1 })
    expect(await toldOfClass(world, record, 'deleted')).toMatchObject({ verdict_code: 'class.gone_course_kept' })
    expect(await courseOf(world, record)).toMatchObject({ visible: true })
  })

  test('before anybody heard of it leaves nothing', async () => {
    const record = await classOf(world, computing)
    expect(await deleted(record)).toMatchObject({ verdict_code: 'class.gone_without_course' })
  })

  test('in number stops at the limit, until a person releases the rest', async () => {
    const { record: first } = await linkedClass(world, computing)
    const { record: second } = await linkedClass(world, computing)
    await deleted(first)
    const { rows } = await world.look.query(
      `select count(*)::int as removals from sync_classes where gone_at is not null and targets <> '{}'`,
    )
    await world.setSetting('deletions.per_hour', rows[0].removals)
    await world.remove('BTEC_Classes', second.id)
    const { eventId } = await world.zohoSends(second.id, 'deleted', undefined, 'BTEC_Classes')
    expect(await world.reaches(eventId, 'held')).toMatchObject({
      verdict_code: 'removal.held',
      waiting_for: 'removals:BTEC_Classes',
    })
    expect(await courseOf(world, second)).toMatchObject({ visible: true })
    await atDesk(world, (desk) => releaseEvents(desk, {}))
    expect(await world.reaches(eventId, 'completed')).toMatchObject({ verdict_code: 'class.gone_hidden' })
    expect(await courseOf(world, second)).toMatchObject({ visible: false })
  })
})
