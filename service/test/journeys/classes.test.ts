import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { categoryOf, classOf, courseOf, linkedClass, linkedProgram, peopleIn, program, toldOfClass } from '../class-college.ts'
import { atDesk } from '../desk.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
let computing: ZohoRecord
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.look_again_minutes': 0.02, 'deletions.per_hour': 1_000 } })
  computing = await linkedProgram(world)
})
afterAll(() => world.stop())

const operations = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const instant = (text: string): number => Date.parse(text) / 1000
const inTest = (fields: Record<string, unknown>) => world.control<{ id: number }>('PUT', '/moodle/records/courses', fields)

describe('a new class', () => {
  test('gets a course in the category of its programme, and Zoho learns its number', async () => {
    const record = await classOf(world, computing, { Class_Name: 'Cyber Security – Autumn', Class_Short_Name: 'CYB-26A' })
    expect(await toldOfClass(world, record, 'created')).toMatchObject({
      status: 'completed',
      needs_attention: false,
      verdict_code: 'class.created',
      verdict_params: { note: '' },
    })
    const course = await courseOf(world, record)
    expect(course).toMatchObject({
      fullname: 'Cyber Security – Autumn',
      shortname: 'CYB-26A',
      category: (await categoryOf(world, computing))?.id,
      visible: true,
    })
    expect(await world.recordNow('BTEC_Classes', record.id)).toMatchObject({ Moodle_Class_ID: String(course?.id) })
    expect((await world.audit(record.id)).map(({ system, action, outcome }) => [system, action, outcome])).toEqual([
      ['moodle', 'createCourse', 'done'],
      ['zoho', 'updateRecord', 'done'],
    ])
  })

  test('starts and ends with its days in the time zone of the college, summer time included', async () => {
    await world.setSetting('college.time_zone', 'Europe/Berlin')
    const { course } = await linkedClass(world, computing, { Start_Date: '2026-10-25', End_Date: '2027-03-28' })
    await world.setSetting('college.time_zone', '')
    expect(course.startdate).toBe(instant('2026-10-25T00:00:00+02:00'))
    expect(course.enddate).toBe(instant('2027-03-29T00:00:00+02:00'))
  })

  test('has the days of the Zoho organisation where the college names no time zone', async () => {
    const { course } = await linkedClass(world, computing, { Start_Date: '2026-09-14', End_Date: '2026-09-14' })
    expect(course.enddate - course.startdate).toBe(24 * 3600)
    expect(course.startdate).not.toBe(instant('2026-09-14T00:00:00Z'))
  })

  test('without days has none, and an end without a start is left out and said', async () => {
    const { course } = await linkedClass(world, computing, { Start_Date: null, End_Date: null })
    expect(course).toMatchObject({ startdate: 0, enddate: 0 })
    const record = await classOf(world, computing, { Start_Date: null })
    const event = await toldOfClass(world, record, 'created')
    expect(event).toMatchObject({ status: 'completed', verdict_code: 'class.created' })
    expect(event.verdict_params?.note).toContain('no Start Date')
  })

  test('takes the class’s name where it has no short name', async () => {
    const { course, record } = await linkedClass(world, computing, { Class_Short_Name: null })
    expect(course.shortname).toBe(record.Class_Name)
  })

  test('has format and sections by the settings', async () => {
    await world.setSetting('classes.sections', 5)
    const since = await world.lastCall()
    await linkedClass(world, computing)
    await world.setSetting('classes.sections', 12)
    const [create] = await writesSince(world, since)
    expect(new URLSearchParams(create?.body).get('courses[0][numsections]')).toBe('5')
    expect(new URLSearchParams(create?.body).get('courses[0][format]')).toBe('topics')
  })
})

describe('a short name that another course has', () => {
  test('gets the class’s own number, the other course is left alone, and the name stays so', async () => {
    const theirs = await inTest({ fullname: 'By hand', shortname: 'TAKEN-1', category: 1 })
    const record = await classOf(world, computing, { Class_Short_Name: 'TAKEN-1' })
    expect(await toldOfClass(world, record, 'created')).toMatchObject({ verdict_code: 'class.created' })
    const course = await courseOf(world, record)
    const Name = (await world.recordNow('BTEC_Classes', record.id))?.Name
    expect(course).toMatchObject({ shortname: `TAKEN-1 (${String(Name)})` })
    expect(course?.id).not.toBe(theirs.id)

    await world.edit('BTEC_Classes', record.id, { Class_Name: 'Another name' })
    expect(await toldOfClass(world, record)).toMatchObject({
      verdict_code: 'class.updated',
      verdict_params: { fields: 'fullname' },
    })
    expect(await courseOf(world, record)).toMatchObject({ shortname: `TAKEN-1 (${String(Name)})` })
  })

  test('of a class that is renamed to it as well', async () => {
    const [one, other] = [await linkedClass(world, computing), await linkedClass(world, computing)]
    await world.edit('BTEC_Classes', other.record.id, { Class_Short_Name: one.record.Class_Short_Name })
    expect(await toldOfClass(world, other.record)).toMatchObject({ verdict_code: 'class.updated' })
    expect(await courseOf(world, other.record)).toMatchObject({
      shortname: `${String(one.record.Class_Short_Name)} (${String(other.record.Name)})`,
    })
  })
})

describe('a changed class', () => {
  test('changes only what differs; its echo and a second comparison write nothing', async () => {
    const { record } = await linkedClass(world, computing)
    await world.edit('BTEC_Classes', record.id, { Class_Name: 'Renamed', End_Date: '2027-02-05' })
    let since = await world.lastCall()
    expect(await toldOfClass(world, record)).toMatchObject({
      verdict_code: 'class.updated',
      verdict_params: { fields: 'fullname, enddate' },
    })
    expect(await operations(since)).toEqual(['core_course_update_courses'])

    since = await world.lastCall()
    const echo = await toldOfClass(world, record)
    expect(echo).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    await atDesk(world, (desk) => retryEvent(desk, String(echo.id)))
    expect(await world.settled(echo.event_id)).toMatchObject({ verdict_code: 'class.in_step' })
    expect(await operations(since)).toEqual([])
  })

  test('moves with its programme', async () => {
    const { record } = await linkedClass(world, computing)
    const art = await linkedProgram(world)
    await world.edit('BTEC_Classes', record.id, { BTEC_Program: { id: art.id } })
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_params: { fields: 'category' } })
    expect(await courseOf(world, record)).toMatchObject({ category: (await categoryOf(world, art))?.id })
  })

  test('whose end day is taken away ends no more', async () => {
    const { record } = await linkedClass(world, computing)
    await world.edit('BTEC_Classes', record.id, { End_Date: null })
    await toldOfClass(world, record)
    expect(await courseOf(world, record)).toMatchObject({ enddate: 0 })
  })

  test('whose number was wiped in Zoho gets it back', async () => {
    const { record, course } = await linkedClass(world, computing)
    await world.edit('BTEC_Classes', record.id, { Moodle_Class_ID: null })
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.id_written_back' })
    expect(await world.recordNow('BTEC_Classes', record.id)).toMatchObject({ Moodle_Class_ID: String(course.id) })
  })
})

describe('the status', () => {
  test('Pending makes no course yet; the class gets one when it becomes active', async () => {
    const record = await classOf(world, computing, { Class_Status: 'Pending' })
    expect(await toldOfClass(world, record, 'created')).toMatchObject({
      status: 'skipped',
      needs_attention: false,
      verdict_code: 'class.no_course_yet',
      verdict_params: { status: 'Pending' },
    })
    expect(await courseOf(world, record)).toBeUndefined()
    await world.edit('BTEC_Classes', record.id, { Class_Status: 'Active' })
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.created' })
  })

  test.each(['Initial Evaluation', 'Final Evaluation', 'Waiting Submission', 'Waiting Resubmission', 'End'])(
    '%s has a visible course',
    async (status) => {
      const { course } = await linkedClass(world, computing, { Class_Status: status })
      expect(course.visible).toBe(true)
    },
  )

  test('Completed, as Zoho shows what it stores as End, keeps the course and who is in it', async () => {
    const { record, course } = await linkedClass(world, computing)
    const { id: user } = await world.account({ username: 'pupil', firstname: 'P', lastname: 'U', email: 'p@college.example' })
    await world.control('PUT', '/moodle/records/enrolments', { userid: user, courseid: course.id })
    await world.edit('BTEC_Classes', record.id, { Class_Status: 'End' })
    const since = await world.lastCall()
    expect(await toldOfClass(world, record)).toMatchObject({ status: 'completed', verdict_code: 'class.in_step' })
    expect(await operations(since)).toEqual([])
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active' })
  })

  test('going back to Pending leaves the course as it is', async () => {
    const { record, course } = await linkedClass(world, computing)
    await world.edit('BTEC_Classes', record.id, { Class_Status: 'Pending' })
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.no_course_yet' })
    expect(await courseOf(world, record)).toEqual(course)
  })

  test('that nobody knows needs a person, until the setting names it; and a status may hide', async () => {
    const { record } = await linkedClass(world, computing, { Class_Status: 'Final Evaluation' })
    const { settings } = await import('../../src/settings/definitions.ts')
    const { standard } = settings['classes.statuses']
    const without = standard.visible.filter((status) => status !== 'Final Evaluation')
    await world.setSetting('classes.statuses', { ...standard, visible: without })
    expect(await toldOfClass(world, record)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'class.unknown_status',
      verdict_params: { status: 'Final Evaluation' },
    })
    await world.setSetting('classes.statuses', { ...standard, visible: without, hidden: ['final evaluation'] })
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.hidden' })
    expect(await courseOf(world, record)).toMatchObject({ visible: false })
    await world.setSetting('classes.statuses', standard)
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.shown' })
    expect(await courseOf(world, record)).toMatchObject({ visible: true })
  })

  test('a course that a person hid stays hidden, and it is said', async () => {
    const { record, course } = await linkedClass(world, computing)
    await world.control('PATCH', `/moodle/records/courses/${course.id}`, { visible: 0 })
    await world.edit('BTEC_Classes', record.id, { Class_Name: 'Seen by nobody' })
    expect(await toldOfClass(world, record)).toMatchObject({
      status: 'completed',
      needs_attention: true,
      verdict_code: 'class.left_hidden',
    })
    expect(await courseOf(world, record)).toMatchObject({ visible: false, fullname: 'Seen by nobody' })
  })
})

describe('a parent', () => {
  test('that is not linked yet is waited for, asked for, and the class runs by itself', async () => {
    const art = await program(world)
    const record = await classOf(world, art)
    expect(await toldOfClass(world, record, 'created')).toMatchObject({ status: 'completed', verdict_code: 'class.created' })
    expect(await world.events(`source = 'dependency' and record_id = $1`, [art.id])).toMatchObject([
      { verdict_code: 'program.created' },
    ])
  })

  test('that was deleted in Zoho is no parent any more: the class needs another', async () => {
    const art = await program(world)
    const record = await classOf(world, art)
    await world.remove('Products', art.id)
    await told(world, art, 'deleted', 'Products')
    expect(await toldOfClass(world, record, 'created')).toMatchObject({ status: 'failed', verdict_code: 'class.no_program' })
  })

  test('whose category was deleted in Moodle needs a person', async () => {
    const art = await linkedProgram(world)
    await world.control('DELETE', `/moodle/records/categories/${art.MoodleID}`)
    await world.edit('Products', art.id, { Product_Name: 'Lost' })
    await told(world, art, 'updated', 'Products')
    const record = await classOf(world, art)
    expect(await toldOfClass(world, record, 'created')).toMatchObject({
      status: 'failed',
      verdict_code: 'parent.deleted_in_moodle',
    })
  })
})

describe('a class that cannot have a course as it is', () => {
  test.each([
    [{ Class_Name: null }, 'class.no_name', {}],
    [{ BTEC_Program: null }, 'class.no_program', {}],
    [{ Start_Date: '2026-10-02', End_Date: '2026-10-01' }, 'class.ends_before_start', { start: '2026-10-02', end: '2026-10-01' }],
    [{ Class_Name: 'A <b>class</b>' }, 'moodle.record_refused', { field: 'fullname' }],
  ])('%j needs a person, who is told the field', async (fields, code, params) => {
    const record = await classOf(world, computing, fields)
    const since = await world.lastCall()
    expect(await toldOfClass(world, record, 'created')).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: code,
      verdict_params: params,
    })
    expect((await world.recordNow('BTEC_Classes', record.id))?.Moodle_Class_ID ?? null).toBeNull()
    expect((await operations(since)).filter((operation) => operation.startsWith('PUT'))).toEqual([])
  })
})

describe('adoption', () => {
  test('the course that stands in Zoho is taken over', async () => {
    const theirs = await inTest({ fullname: 'Old', shortname: 'OLD-1', category: 1 })
    const record = await classOf(world, computing, { Moodle_Class_ID: String(theirs.id) })
    const event = await toldOfClass(world, record)
    expect(event).toMatchObject({ verdict_code: 'class.adopted', verdict_params: { course: theirs.id } })
    expect(await courseOf(world, record)).toMatchObject({ id: theirs.id, fullname: record.Class_Name })
  })

  test('a course with our ID number is met when it is made again, and brought into step at once; nothing is made twice', async () => {
    const [there, fresh] = [await classOf(world, computing), await classOf(world, computing)]
    const made = await inTest({
      fullname: 'Of a former database',
      shortname: 'FORMER-1',
      idnumber: `zoho:BTEC_Classes:${there.id}`,
      category: 1,
    })
    const send = () => Promise.all([there, fresh].map(({ id }) => world.zohoSends(id, 'created', undefined, 'BTEC_Classes')))
    const sent = await whileBusy(world.look, [there.id, fresh.id], send, 'classes')
    const [first, second] = await Promise.all(sent.map(({ eventId }) => world.settled(eventId)))
    expect(first).toMatchObject({ verdict_code: 'class.adopted', verdict_params: { course: made.id } })
    expect(second).toMatchObject({ verdict_code: 'class.created' })
    expect(await courseOf(world, there)).toMatchObject({ id: made.id, fullname: there.Class_Name })
    expect(await world.inMoodle('courses', `idnumber=zoho:BTEC_Classes:${there.id}`)).toHaveLength(1)
    expect((await world.recordNow('BTEC_Classes', there.id))?.Moodle_Class_ID).toBe(String(made.id))
    // Who made it is not said to be us.
    expect((await world.audit(there.id)).filter(({ action }) => action === 'createCourse')).toEqual([])
  })

  test('a course of the same short name is not', async () => {
    const theirs = await inTest({ fullname: 'Theirs', shortname: 'THEIRS-1', category: 1 })
    const { course } = await linkedClass(world, computing, { Class_Short_Name: 'THEIRS-1' })
    expect(course.id).not.toBe(theirs.id)
    expect((await world.inMoodle('courses', `id=${theirs.id}`))[0]).toMatchObject({ fullname: 'Theirs', idnumber: '' })
  })

  test('somebody else’s ID number needs a person, or the setting', async () => {
    const theirs = await inTest({ fullname: 'Theirs', shortname: 'SIS-9', idnumber: 'SIS-9', category: 1 })
    const record = await classOf(world, computing, { Moodle_Class_ID: String(theirs.id) })
    expect(await toldOfClass(world, record)).toMatchObject({
      status: 'failed',
      verdict_code: 'class.course_not_ours',
      verdict_params: { course: theirs.id, idnumber: 'SIS-9' },
    })
    await world.setSetting('adopt.overwrite_idnumber', true)
    expect(await toldOfClass(world, record)).toMatchObject({ verdict_code: 'class.adopted' })
    await world.setSetting('adopt.overwrite_idnumber', false)
  })

  test('a course that another class has needs a person', async () => {
    const first = await linkedClass(world, computing)
    const record = await classOf(world, computing, { Moodle_Class_ID: String(first.course.id) })
    expect(await toldOfClass(world, record)).toMatchObject({ status: 'failed', verdict_code: 'link.taken' })
  })
})

test('the enrolments of a class are fed when its course is new', async () => {
  const record = await classOf(world, computing, { Class_Status: 'Pending' })
  await toldOfClass(world, record, 'created')
  const [student, enrolment] = ['5847596000000888001', '5847596000000888002']
  await world.look.query(
    `insert into sync_enrollments (tenant_id, zoho_id, field_hashes, state_hash, targets, owners)
     values ('default', $1, '{}', '', '{}', $2)`,
    [enrolment, [student, record.id]],
  )
  await world.edit('BTEC_Classes', record.id, { Class_Status: 'Active' })
  const { eventId } = await world.zohoSends(record.id, 'updated', undefined, 'BTEC_Classes')
  const fed = await world.until('the enrolment to be fed', async () => {
    const { rows } = await world.look.query(`select subject from queue_jobs where flow = 'enrolments'`)
    return rows.length === 0 ? undefined : rows
  })
  expect(fed).toEqual([{ subject: `${student}:${record.id}` }])
  // Whoever works on enrolments is not here yet.
  await world.look.query(`delete from queue_jobs where flow = 'enrolments'`)
  await world.look.query(`delete from integration_event_outcomes where flow = 'enrolments'`)
  await world.look.query(`update integration_events_log set status = 'completed' where event_id = $1`, [eventId])
  await world.look.query('delete from sync_enrollments')
})

test('a set of classes takes few calls', async () => {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < 12; nr += 1) records.push(await classOf(world, computing))
  const ids = records.map(({ id }) => id)
  const since = await world.lastCall()
  const send = () => Promise.all(ids.map((id) => world.zohoSends(id, 'created', undefined, 'BTEC_Classes')))
  const sent = await whileBusy(world.look, ids, send, 'classes')
  for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'class.created' })
  expect(await operations(since)).toEqual(['core_course_create_courses', 'PUT /crm/v8/BTEC_Classes'])
})

test('a rehearsal says what would be done and does nothing', async () => {
  await world.setSetting('system.dry_run', { enabled: true, modules: [] })
  const record = await classOf(world, computing)
  const since = await world.lastCall()
  const event = await toldOfClass(world, record, 'created')
  await world.setSetting('system.dry_run', { enabled: false, modules: [] })
  expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(event.verdict_params?.changes).toContain('would then enrol who teaches there')
  expect(await operations(since)).toEqual([])
})
