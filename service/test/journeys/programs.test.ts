import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { type Category, categoryOf, classOf, courseOf, linkedProgram, program } from '../class-college.ts'
import { atDesk } from '../desk.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.look_again_minutes': 0.02 } })
})
afterAll(() => world.stop())

const toldOf = (record: { id: string }, eventType = 'updated') => told(world, record, eventType, 'Products')
const operations = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const category = (fields: Record<string, unknown>): Promise<Category> =>
  world.control('PUT', '/moodle/records/categories', { parent: 0, ...fields })

test('a new programme gets a category at the top, and Zoho learns its number', async () => {
  const record = await program(world, { Product_Name: 'Art & Design' })
  expect(await toldOf(record, 'created')).toMatchObject({
    status: 'completed',
    needs_attention: false,
    verdict_code: 'program.created',
    verdict_params: { name: 'Art & Design' },
  })
  const made = await categoryOf(world, record)
  expect(made).toMatchObject({ name: 'Art & Design', parent: 0 })
  expect(await world.recordNow('Products', record.id)).toMatchObject({ MoodleID: String(made?.id) })
  expect((await world.audit(record.id)).map(({ system, action, outcome }) => [system, action, outcome])).toEqual([
    ['moodle', 'createCategory', 'done'],
    ['zoho', 'updateRecord', 'done'],
  ])
})

test('the field of the other extension is neither read nor written', async () => {
  const record = await program(world, { crmnmoodle__Moodle_ID: 1 })
  const since = await world.lastCall()
  await toldOf(record, 'created')
  expect((await categoryOf(world, record))?.id).not.toBe(1)
  expect(await world.recordNow('Products', record.id)).toMatchObject({ crmnmoodle__Moodle_ID: 1 })
  for (const { url, body } of await world.calls('zoho', since)) expect(`${url} ${body}`).not.toContain('crmnmoodle')
})

test('a category of the same name that somebody made is not taken over', async () => {
  const theirs = await category({ name: 'Business' })
  const record = await linkedProgram(world, { Product_Name: 'Business' })
  expect(record.MoodleID).not.toBe(String(theirs.id))
})

test('a renamed programme renames its category and its cohort; the echo and a second run write nothing', async () => {
  const record = await linkedProgram(world)
  const cohort = await world.control<{ id: number }>('PUT', '/moodle/records/cohorts', {
    name: record.Product_Name,
    idnumber: `zoho:Products:${record.id}`,
  })
  await world.edit('Products', record.id, { Product_Name: 'Applied Science' })
  let since = await world.lastCall()
  expect(await toldOf(record)).toMatchObject({
    verdict_code: 'program.updated',
    verdict_params: { fields: 'name, the name of its cohort' },
  })
  expect(await operations(since)).toEqual(['core_course_update_categories', 'core_cohort_update_cohorts'])
  expect(await categoryOf(world, record)).toMatchObject({ name: 'Applied Science' })
  expect(await world.inMoodle('cohorts', `id=${cohort.id}`)).toMatchObject([{ name: 'Applied Science' }])

  since = await world.lastCall()
  const echo = await toldOf(record)
  expect(echo).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
  await atDesk(world, (desk) => retryEvent(desk, String(echo.id)))
  expect(await world.settled(echo.event_id)).toMatchObject({ verdict_code: 'program.in_step' })
  expect(await operations(since)).toEqual([])
})

test('a name that somebody changed in Moodle is corrected when the programme is compared', async () => {
  const record = await linkedProgram(world)
  const made = await categoryOf(world, record)
  await world.control('PATCH', `/moodle/records/categories/${made?.id}`, { name: 'Mine' })
  await world.edit('Products', record.id, { MoodleID: null })
  expect(await toldOf(record)).toMatchObject({ verdict_code: 'program.updated', verdict_params: { fields: 'name' } })
  expect(await categoryOf(world, record)).toMatchObject({ name: record.Product_Name })
  expect(await world.recordNow('Products', record.id)).toMatchObject({ MoodleID: String(made?.id) })
})

test('a category that staff moved stays where it is', async () => {
  const record = await linkedProgram(world)
  const made = await categoryOf(world, record)
  const shelf = await category({ name: 'Shelf' })
  await world.control('PATCH', `/moodle/records/categories/${made?.id}`, { parent: shelf.id })
  await world.edit('Products', record.id, { Product_Name: 'Moved and renamed' })
  await toldOf(record)
  expect(await categoryOf(world, record)).toMatchObject({ name: 'Moved and renamed', parent: shelf.id })
})

test('the parent of new categories is a setting, and one that is not there is named', async () => {
  const shelf = await category({ name: 'Programmes' })
  await world.setSetting('programs.parent_category', shelf.id)
  const record = await linkedProgram(world)
  expect(await categoryOf(world, record)).toMatchObject({ parent: shelf.id })

  await world.setSetting('programs.parent_category', 987_654)
  const refused = await program(world)
  expect(await toldOf(refused, 'created')).toMatchObject({
    status: 'failed',
    needs_attention: true,
    verdict_code: 'moodle.record_refused',
    verdict_params: { field: 'category' },
  })
  await world.setSetting('programs.parent_category', 0)
  expect(await toldOf(refused)).toMatchObject({ verdict_code: 'program.created' })
})

describe('adoption', () => {
  test('the category that stands in Zoho is taken over with its courses', async () => {
    const theirs = await category({ name: 'Old name' })
    const record = await program(world, { MoodleID: String(theirs.id) })
    expect(await toldOf(record)).toMatchObject({
      verdict_code: 'program.adopted',
      verdict_params: { category: theirs.id, fields: 'name, idnumber' },
    })
    expect(await categoryOf(world, record)).toMatchObject({ id: theirs.id, name: record.Product_Name })
  })

  test('a category with our ID number is found again when the link is lost', async () => {
    const record = await program(world)
    const theirs = await category({ name: record.Product_Name, idnumber: `zoho:Products:${record.id}` })
    expect(await toldOf(record)).toMatchObject({ verdict_code: 'program.adopted', verdict_params: { fields: 'none' } })
    expect(await world.recordNow('Products', record.id)).toMatchObject({ MoodleID: String(theirs.id) })
  })

  test('a category with somebody else’s ID number needs a person', async () => {
    const theirs = await category({ name: 'Theirs', idnumber: 'SIS-7' })
    const record = await program(world, { MoodleID: String(theirs.id) })
    const since = await world.lastCall()
    expect(await toldOf(record)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'program.category_not_ours',
      verdict_params: { category: theirs.id, idnumber: 'SIS-7' },
    })
    expect(await operations(since)).toEqual([])
  })

  test('a category that another programme has needs a person', async () => {
    const first = await linkedProgram(world)
    const record = await program(world, { MoodleID: first.MoodleID })
    expect(await toldOf(record)).toMatchObject({ status: 'failed', verdict_code: 'link.taken' })
  })

  test('a number in Zoho that leads to nothing is passed over', async () => {
    const record = await program(world, { MoodleID: '987654' })
    expect(await toldOf(record)).toMatchObject({ verdict_code: 'program.created' })
    expect((await world.recordNow('Products', record.id))?.MoodleID).toBe(String((await categoryOf(world, record))?.id))
  })
})

describe('an end', () => {
  test('a category deleted in Moodle needs a person and is never made again by itself', async () => {
    const record = await linkedProgram(world)
    await world.control('DELETE', `/moodle/records/categories/${record.MoodleID}`)
    await world.edit('Products', record.id, { Product_Name: 'Renamed after the end' })
    const since = await world.lastCall()
    for (const _ of [1, 2]) {
      expect(await toldOf(record)).toMatchObject({
        status: 'failed',
        needs_attention: true,
        verdict_code: 'program.deleted_in_moodle',
      })
    }
    expect(await operations(since)).toEqual([])
    expect(await categoryOf(world, record)).toBeUndefined()
  })

  test('the category of a programme deleted in Zoho is kept, and is its own again after a restore', async () => {
    const record = await linkedProgram(world)
    await world.remove('Products', record.id)
    const since = await world.lastCall()
    expect(await toldOf(record, 'deleted')).toMatchObject({
      status: 'completed',
      verdict_code: 'program.gone_category_kept',
      verdict_params: { category: Number(record.MoodleID) },
    })
    await world.put('Products', { ...record })
    expect(await toldOf(record)).toMatchObject({ verdict_code: 'program.in_step' })
    expect(await operations(since)).toEqual([])
  })

  test('a programme deleted before anybody heard of it leaves nothing', async () => {
    const record = await program(world)
    await world.remove('Products', record.id)
    expect(await toldOf(record, 'deleted')).toMatchObject({ verdict_code: 'program.gone_without_category' })
  })
})

test('classes that were refused while the programme had no category run when it gets one', async () => {
  const record = await program(world)
  const waiting = await classOf(world, record)
  const { eventId } = await world.zohoSends(waiting.id, 'created', undefined, 'BTEC_Classes')
  expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'class.created' })
  expect(await courseOf(world, waiting)).toMatchObject({ category: (await categoryOf(world, record))?.id })
})

test('a set of programmes takes as many calls as one', async () => {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < 6; nr += 1) records.push(await program(world))
  const ids = records.map(({ id }) => id)
  const since = await world.lastCall()
  const send = () => Promise.all(ids.map((id) => world.zohoSends(id, 'created', undefined, 'Products')))
  const sent = await whileBusy(world.look, ids, send, 'programs')
  for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'program.created' })
  expect(await operations(since)).toEqual(['core_course_create_categories', 'PUT /crm/v8/Products'])
})

test('a rehearsal says what would be done and does nothing', async () => {
  await world.setSetting('system.dry_run', { enabled: true, modules: [] })
  const record = await program(world, { Product_Name: 'Rehearsed' })
  const since = await world.lastCall()
  const event = await toldOf(record, 'created')
  await world.setSetting('system.dry_run', { enabled: false, modules: [] })
  expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(event.verdict_params?.changes).toContain('moodle name "" → "Rehearsed"')
  expect(event.verdict_params?.changes).toContain("would then tell Zoho the new category's id")
  expect(await operations(since)).toEqual([])
})
