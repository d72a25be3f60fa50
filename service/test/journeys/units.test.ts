import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { linkedClass, linkedProgram } from '../class-college.ts'
import { atDesk } from '../desk.ts'
import { writesSince } from '../told.ts'
import { copyOf, editedCopyOf, editTemplate, markOn, syncedUnit, templateOf, toldOfUnit, unit } from '../unit-college.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.look_again_minutes': 0.02 } })
  await world.installPlugin()
})
afterAll(() => world.stop())

const SET = 'local_campusbridge_set_grading_templates'
const WRITE_BACK = 'PUT /crm/v8/BTEC'
const operations = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const statusOf = async (record: ZohoRecord) => (await world.recordNow('BTEC', record.id))?.Moodle_Grading_Template

describe('a new unit', () => {
  test('gets a template, and Zoho learns how it went and when', async () => {
    const record = await unit(world, { Name: 'Cyber & Security' })
    const since = await world.lastCall()
    expect(await toldOfUnit(world, record, 'created')).toMatchObject({
      status: 'completed',
      needs_attention: false,
      verdict_code: 'unit.created',
      verdict_params: { criteria: 4 },
    })
    expect(await templateOf(world, record)).toEqual({
      name: 'Cyber & Security',
      description: '',
      criteria: [
        { shortname: 'P1', description: 'Explain what a program is.' },
        { shortname: 'P2', description: 'Write one.' },
        { shortname: 'M1', description: 'Compare two ways of writing it.' },
        { shortname: 'D1', description: 'Judge which is better.' },
      ],
    })
    expect(await operations(since)).toEqual([SET, WRITE_BACK])
    const { Moodle_Grading_Template, Last_Sync_with_Moodle } = (await world.recordNow('BTEC', record.id)) as ZohoRecord
    expect(Moodle_Grading_Template).toBe('Synced')
    expect(Math.abs(Date.parse(String(Last_Sync_with_Moodle)) - Date.now())).toBeLessThan(120_000)
  })

  test('has its criteria in the order of their numbers, the empty ones left out, and those of the subform among them', async () => {
    const record = await syncedUnit(world, {
      P2_description: null,
      P9_description: 'Nine',
      P10_description: '  Ten\r\nin two lines ',
      M9_description: 'Merit nine',
      D6_description: 'Distinction six',
      BTEC_Grading_Template_P1: [
        { P12_description: null },
        { P11_description: 'Eleven', P20_description: 'Twenty' },
        { P11_description: 'Not this' },
      ],
    })
    const { criteria = [] } = (await templateOf(world, record)) ?? {}
    expect(criteria.map(({ shortname }) => shortname)).toEqual(['P1', 'P9', 'P10', 'P11', 'P20', 'M1', 'M9', 'D1', 'D6'])
    expect(criteria[2]?.description).toBe('Ten\nin two lines')
    expect(criteria[3]?.description).toBe('Eleven')
  })

  test('has long criteria whole, although lists of Zoho cut them', async () => {
    const long = `${'A long criterion. '.repeat(40)}The end.`
    const record = await syncedUnit(world, { P8_description: long, D5_description: long })
    const { criteria = [] } = (await templateOf(world, record)) ?? {}
    expect(criteria.filter(({ description }) => description === long).map(({ shortname }) => shortname)).toEqual(['P8', 'D5'])
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'record.echo' })
  })

  test('without any criterion is left out, and gets its template when it has one', async () => {
    const none = { P1_description: null, P2_description: null, M1_description: null, D1_description: null }
    const record = await unit(world, none)
    expect(await toldOfUnit(world, record, 'created')).toMatchObject({ status: 'skipped', verdict_code: 'unit.no_criteria' })
    expect(await statusOf(record)).toBeNull()
    await world.edit('BTEC', record.id, { P1_description: 'Now there is one.' })
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'unit.created', verdict_params: { criteria: 1 } })
  })
})

describe('a changed unit', () => {
  test('changes its template in place; its echo and a second comparison write nothing', async () => {
    const record = await syncedUnit(world)
    await world.edit('BTEC', record.id, {
      Name: 'Renamed',
      P2_description: 'Write two.',
      M1_description: null,
      D2_description: 'More.',
    })
    let since = await world.lastCall()
    expect(await toldOfUnit(world, record)).toMatchObject({
      verdict_code: 'unit.updated',
      verdict_params: { fields: 'name, P2, D2, M1' },
    })
    expect(await operations(since)).toEqual([SET, WRITE_BACK])
    expect(await templateOf(world, record)).toMatchObject({ name: 'Renamed' })

    since = await world.lastCall()
    const echo = await toldOfUnit(world, record)
    expect(echo).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    await atDesk(world, (desk) => retryEvent(desk, String(echo.id)))
    expect(await world.settled(echo.event_id)).toMatchObject({ verdict_code: 'unit.in_step' })
    expect(await operations(since)).toEqual([])
  })

  test('in its subform alone is no echo, and neither is one that lost a row', async () => {
    const record = await syncedUnit(world, { BTEC_Grading_Template_P1: [{ P11_description: 'Eleven' }] })
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'record.echo' })
    const [row] = ((await world.recordNow('BTEC', record.id))?.BTEC_Grading_Template_P1 ?? []) as ZohoRecord[]
    await world.edit('BTEC', record.id, { BTEC_Grading_Template_P1: [{ id: row?.id, P11_description: 'Changed' }] })
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'unit.updated', verdict_params: { fields: 'P11' } })
    await world.edit('BTEC', record.id, { BTEC_Grading_Template_P1: [] })
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'unit.updated', verdict_params: { fields: 'P11' } })
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'record.echo' })
  })

  test('whose word was wiped in Zoho is told once more, without touching the template', async () => {
    const record = await syncedUnit(world)
    await world.edit('BTEC', record.id, { Moodle_Grading_Template: 'Not Synced' })
    const since = await world.lastCall()
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'unit.status_written_back' })
    expect(await operations(since)).toEqual([WRITE_BACK])
    expect(await statusOf(record)).toBe('Synced')
  })

  test('corrects what somebody edited in the template: it is ours alone', async () => {
    const record = await syncedUnit(world)
    await editTemplate(world, record, { name: 'By hand' })
    await world.edit('BTEC', record.id, { P2_description: 'Write three.' })
    expect(await toldOfUnit(world, record)).toMatchObject({
      verdict_code: 'unit.updated',
      verdict_params: { fields: 'name, P2' },
    })
    expect((await templateOf(world, record))?.name).toBe(record.Name)
  })
})

describe('a template that is in use', () => {
  test('keeps a criterion that has marks: it needs a person, and Zoho says so, once', async () => {
    const record = await syncedUnit(world)
    await markOn(world, record, 'P2')
    await world.edit('BTEC', record.id, { P2_description: null })
    expect(await toldOfUnit(world, record)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'template.criterion_has_marks',
      verdict_params: { criteria: 'P2 (1)' },
    })
    const status = String(await statusOf(record))
    expect(status).toMatch(/^Failed: students are already marked on P2 \(1\)/)
    expect(status.length).toBeLessThanOrEqual(255)
    const since = await world.lastCall()
    expect(await toldOfUnit(world, record)).toMatchObject({ status: 'failed' })
    expect(await operations(since)).toEqual([SET])

    await world.edit('BTEC', record.id, { P2_description: 'Write one.' })
    expect(await toldOfUnit(world, record)).toMatchObject({ status: 'completed', verdict_code: 'unit.status_written_back' })
    expect(await statusOf(record)).toBe('Synced')
  })

  test('whose copies stay behind is done, and says so', async () => {
    const record = await syncedUnit(world)
    await editedCopyOf(world, record)
    await copyOf(world, record)
    await world.edit('BTEC', record.id, { P1_description: 'Explain more.' })
    expect(await toldOfUnit(world, record)).toMatchObject({
      status: 'completed',
      needs_attention: true,
      verdict_code: 'unit.copies_behind',
      verdict_params: { copies: 1, fields: 'P1' },
    })
    expect(await statusOf(record)).toBe('Synced')
  })

  test('refuses a text that is too long, names the criterion, and tells Zoho', async () => {
    const record = await unit(world, { P7_description: 'x'.repeat(10_001) })
    expect(await toldOfUnit(world, record, 'created')).toMatchObject({
      status: 'failed',
      verdict_code: 'moodle.record_refused',
      verdict_params: { field: 'P7' },
    })
    expect(await statusOf(record)).toMatch(/^Failed: Moodle refuses P7: /)
  })
})

test('the template of a unit deleted in Zoho is kept; a restored unit is in step', async () => {
  const record = await syncedUnit(world)
  await world.remove('BTEC', record.id)
  const since = await world.lastCall()
  expect(await toldOfUnit(world, record, 'deleted')).toMatchObject({
    status: 'completed',
    verdict_code: 'unit.gone_template_kept',
  })
  expect(await operations(since)).toEqual([])
  expect(await templateOf(world, record)).toBeDefined()
  await world.put('BTEC', { ...record })
  expect(await toldOfUnit(world, record)).toMatchObject({ status: 'completed', verdict_code: 'unit.in_step' })
})

describe('a class and its unit', () => {
  test('a unit that nobody has looked at is looked at when its class is; students see name and code, and learn of a new name', async () => {
    const record = await unit(world)
    const computing = await linkedProgram(world)
    const { record: cls, course } = await linkedClass(world, computing, { Unit: { id: record.id } })
    const shown = async () => (await world.inMoodle('classes')).find(({ id }) => id === cls.id)
    expect(await shown()).toMatchObject({
      courseid: course.id,
      name: cls.Class_Name,
      unitname: record.Name,
      unitcode: record.Unit_Code,
      startdate: '2026-09-14',
      status: 'Active',
    })
    await world.until('the template', async () => templateOf(world, record))
    await world.quiet()
    await world.edit('BTEC', record.id, { Name: 'A better name' })
    await toldOfUnit(world, record)
    await world.quiet()
    expect(await shown()).toMatchObject({ unitname: 'A better name' })
    const since = await world.lastCall()
    await world.edit('BTEC_Classes', cls.id, { Moodle_Class_ID: null })
    await world.zohoSends(cls.id, 'updated', undefined, 'BTEC_Classes')
    await world.quiet()
    expect(await operations(since)).toEqual(['PUT /crm/v8/BTEC_Classes'])
  })

  test('a name of the unit that nobody told us of is met with a class: the unit looks, and tells the other classes', async () => {
    const record = await unit(world)
    const computing = await linkedProgram(world)
    const { record: one } = await linkedClass(world, computing, { Unit: { id: record.id } })
    const { record: other } = await linkedClass(world, computing, { Unit: { id: record.id } })
    await world.until('the template', async () => templateOf(world, record))
    await world.quiet()
    await world.edit('BTEC', record.id, { Name: 'A name nobody told us' })
    await world.edit('BTEC_Classes', one.id, { End_Date: '2027-02-28' })
    await world.zohoSends(one.id, 'updated', undefined, 'BTEC_Classes')
    await world.quiet()
    const shown = (await world.inMoodle('classes')).filter(({ id }) => id === one.id || id === other.id)
    expect(shown.map(({ unitname }) => unitname)).toEqual(['A name nobody told us', 'A name nobody told us'])
  })
})

test('a set of units takes few calls', async () => {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < 12; nr += 1)
    records.push(await unit(world, { BTEC_Grading_Template_P1: [{ P11_description: 'Eleven' }] }))
  const ids = records.map(({ id }) => id)
  const since = await world.lastCall()
  const send = () => Promise.all(ids.map((id) => world.zohoSends(id, 'created', undefined, 'BTEC')))
  const sent = await whileBusy(world.look, ids, send, 'units')
  for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'unit.created' })
  expect(await operations(since)).toEqual([SET, WRITE_BACK])
  expect((await world.calls('zoho', since)).length).toBeLessThanOrEqual(4)
})

test('a rehearsal says what would be done and does nothing', async () => {
  await world.setSetting('system.dry_run', { enabled: true, modules: [] })
  const record = await unit(world)
  const since = await world.lastCall()
  const event = await toldOfUnit(world, record, 'created')
  await world.setSetting('system.dry_run', { enabled: false, modules: [] })
  expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(event.verdict_params?.changes).toContain('moodle P1 "" → "Explain what a program is."')
  expect(await operations(since)).toEqual([])
})

describe('a Moodle without the plugin', () => {
  test('has no templates, and the connection is not held for it', async () => {
    await world.control('PATCH', '/moodle/settings', { plugin: false })
    await world.restart()
    const record = await unit(world)
    expect(await toldOfUnit(world, record, 'created')).toMatchObject({
      status: 'skipped',
      needs_attention: false,
      verdict_code: 'unit.no_plugin',
      verdict_params: { function: SET },
    })
    expect((await world.look.query(`select from breakers where state = 'open'`)).rows).toEqual([])
    await world.installPlugin()
    await world.restart()
    expect(await toldOfUnit(world, record)).toMatchObject({ verdict_code: 'unit.created' })
  })
})
