import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aClass,
  aPerson,
  type Class,
  enrol,
  enrolmentIn,
  expectEnrolmentInStep,
  type Person,
  rolesIn,
  subjectOf,
} from '../enrolment-world.ts'
import { retriedByPerson } from '../in-step.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type EventRow, type World, type ZohoRecord } from '../world.ts'

/** 2026-09-01 and the day after 2026-12-18 begin at 00:00 in Amman, three hours ahead of UTC. */
const SEPTEMBER_1 = Date.UTC(2026, 7, 31, 21) / 1000
const DECEMBER_19 = Date.UTC(2026, 11, 18, 21) / 1000

describe.each(['over core', 'through the plugin'])('%s', (way) => {
  const hasPlugin = way === 'through the plugin'
  let world: World
  let person: Person
  let into: Class
  beforeAll(async () => {
    world = await createWorld({ settings: { 'deletions.per_hour': 1000, 'college.time_zone': 'Asia/Amman' } })
    if (hasPlugin) await world.installPlugin()
  })
  afterAll(() => world.stop())

  const newPair = async (): Promise<void> => {
    person = await aPerson(world)
    into = await aClass(world)
  }
  const hint = (record: { id: string }, eventType = 'updated'): Promise<EventRow> =>
    told(world, record, eventType, 'BTEC_Enrollments')
  const enrolled = async (fields: Record<string, unknown> = {}): Promise<ZohoRecord> => {
    await newPair()
    const record = await enrol(world, person, into, fields)
    expect(await hint(record, 'created')).toMatchObject({ status: 'completed', verdict_code: 'enrolment.enrolled' })
    return record
  }
  const standing = () => enrolmentIn(world, person.user, into.course)

  test('a student put into a class is enrolled, Zoho learns the course, and the echo of that needs nothing', async () => {
    const record = await enrolled()
    await expectEnrolmentInStep(world, person, into, record.id)
    expect(await standing()).toMatchObject({ timestart: 0, timeend: 0 })
    const since = await world.lastCall()
    expect(await hint(record)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await writesSince(world, since)).toEqual([])
    expect(await world.calls('moodle', since)).toEqual([])
  })

  test('somebody asks for it once more: both sides are compared, and nothing is written', async () => {
    const record = await enrolled({ Start_Date: '2026-09-01', End_Date: '2099-12-18' })
    const { event_id: eventId } = await hint(record)
    const since = await world.lastCall()
    await retriedByPerson(world, eventId)
    expect(await world.event(eventId)).toMatchObject({ verdict_code: 'enrolment.in_step' })
    expect(await writesSince(world, since)).toEqual([])
    expect((await world.calls('moodle', since)).length).toBeGreaterThan(0)
  })

  test('the days are the college’s, an end day counts to its end, and all four values are sent whichever changed', async () => {
    const record = await enrolled({ Start_Date: '2026-09-01', End_Date: '2026-12-18' })
    expect(await standing()).toMatchObject({ status: 'active', timestart: SEPTEMBER_1, timeend: DECEMBER_19 })
    await world.edit('BTEC_Enrollments', record.id, { End_Date: null })
    const since = await world.lastCall()
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.updated' })
    expect(await standing()).toMatchObject({ status: 'active', timestart: SEPTEMBER_1, timeend: 0 })
    expect(await rolesIn(world, person.user, into.course)).toEqual([5])
    expect((await writesSince(world, since)).map(({ operation }) => operation)).toEqual([
      hasPlugin ? 'local_campusbridge_set_enrolments' : 'enrol_manual_enrol_users',
      'PUT /crm/v8/BTEC_Enrollments',
    ])
  })

  test('an end before the start, a type nobody explained and a record without a class need a person, by name', async () => {
    await newPair()
    const reversed = await enrol(world, person, into, { Start_Date: '2026-09-01', End_Date: '2026-08-01' })
    expect(await hint(reversed)).toMatchObject({
      status: 'failed',
      verdict_code: 'enrolment.dates_reversed',
      verdict_params: { record: reversed.id, field: 'End_Date', start: '2026-09-01', end: '2026-08-01' },
    })
    await world.edit('BTEC_Enrollments', reversed.id, { End_Date: null, Enrollment_Type: 'Visiting' })
    expect(await hint(reversed)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'enrolment.unknown_type',
      verdict_params: { record: reversed.id, type: 'Visiting' },
    })
    expect(await standing()).toBeUndefined()
    await world.edit('BTEC_Enrollments', reversed.id, { Enrollment_Type: 'Self-Study' })
    expect(await hint(reversed)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.enrolled' })
  })

  test('a type may have a role of its own, or none in the course', async () => {
    await world.setSetting('enrolments.types', {
      Normal: { enrolled: true, role: null },
      Recording: { enrolled: true, role: 4 },
      'Not Graded': { enrolled: false, role: null },
    })
    const record = await enrolled({ Enrollment_Type: 'Recording' })
    expect(await rolesIn(world, person.user, into.course)).toEqual([4])
    await world.edit('BTEC_Enrollments', record.id, { Enrollment_Type: 'Not Graded' })
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.suspended_by_type' })
    expect(await standing()).toMatchObject({ status: 'suspended' })
    await world.edit('BTEC_Enrollments', record.id, { Enrollment_Type: '-None-' })
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.reactivated' })
    expect(await rolesIn(world, person.user, into.course)).toContain(5)

    await newPair()
    const other = await enrol(world, person, into, { Enrollment_Type: 'Not Graded' })
    expect(await hint(other)).toMatchObject({ status: 'skipped', verdict_code: 'enrolment.not_for_type' })
    expect(await standing()).toBeUndefined()
    await world.look.query(`delete from app_settings where key = 'enrolments.types'`)
  })

  test('taken out of the class he is suspended, put back he is active again: nobody is unenrolled', async () => {
    const record = await enrolled()
    await world.remove('BTEC_Enrollments', record.id)
    expect(await hint(record, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'enrolment.gone_suspended' })
    await expectEnrolmentInStep(world, person, into, record.id)
    const again = await enrol(world, person, into)
    expect(await hint(again, 'created')).toMatchObject({ status: 'completed', verdict_code: 'enrolment.reactivated' })
    await expectEnrolmentInStep(world, person, into, again.id)
    expect(await world.inMoodle('enrolments', `userid=${person.user}`)).toHaveLength(1)
  })

  test('a record that was deleted and restored is an ordinary one again', async () => {
    const record = await enrolled()
    await world.remove('BTEC_Enrollments', record.id)
    await hint(record, 'deleted')
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Enrollments', id: record.id })
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.reactivated' })
    await expectEnrolmentInStep(world, person, into, record.id)
  })

  test('whom somebody suspended in Moodle stays suspended, and a person is told', async () => {
    const record = await enrolled()
    const byHand = { id: (await standing())?.id, userid: person.user, courseid: into.course, status: 'suspended' }
    await world.control('PUT', '/moodle/records/enrolments', byHand)
    await world.edit('BTEC_Enrollments', record.id, { Enrollment_Type: 'Normal' })
    expect(await hint(record)).toMatchObject({
      status: 'completed',
      needs_attention: true,
      verdict_code: 'enrolment.left_suspended',
    })
    expect(await standing()).toMatchObject({ status: 'suspended' })
  })

  test('what Moodle has by hand already is adopted; once Zoho lets go of it, it is suspended', async () => {
    await newPair()
    await world.control('PUT', '/moodle/records/enrolments', { userid: person.user, courseid: into.course })
    const record = await enrol(world, person, into)
    const { verdict_code } = await hint(record)
    // Core shows no dates, so they are given once.
    expect(verdict_code).toBe(hasPlugin ? 'enrolment.told_zoho' : 'enrolment.updated')
    await expectEnrolmentInStep(world, person, into, record.id)
    await world.remove('BTEC_Enrollments', record.id)
    expect(await hint(record, 'deleted')).toMatchObject({ verdict_code: 'enrolment.gone_suspended' })
    expect(await standing()).toMatchObject({ status: 'suspended' })
  })

  test('an enrolment of which Zoho never said anything is nobody’s business', async () => {
    await newPair()
    await world.control('PUT', '/moodle/records/enrolments', { userid: person.user, courseid: into.course })
    const record = await enrol(world, person, into)
    await world.remove('BTEC_Enrollments', record.id)
    expect(await hint(record, 'deleted')).toMatchObject({ status: 'skipped', verdict_code: 'enrolment.nothing_known' })
    expect(await standing()).toMatchObject({ status: 'active' })
  })

  test('a record that names another class now: out of the one, into the other, and both are remembered', async () => {
    const record = await enrolled()
    const old = into
    into = await aClass(world)
    await world.edit('BTEC_Enrollments', record.id, { Classes: { id: into.record.id } })
    expect(await hint(record)).toMatchObject({ status: 'completed', needs_attention: false })
    await world.quiet()
    expect(await enrolmentIn(world, person.user, old.course)).toMatchObject({ status: 'suspended' })
    await expectEnrolmentInStep(world, person, into, record.id)
    const { rows } = await world.look.query('select owners, state_hash from sync_enrollments where zoho_id = $1', [record.id])
    expect(rows).toMatchObject([{ owners: [person.id, into.record.id], state_hash: expect.stringMatching(/./) }])
  })

  test('a course that somebody deleted in Moodle needs a person', async () => {
    await newPair()
    await world.control('DELETE', `/moodle/records/courses/${into.course}`)
    const record = await enrol(world, person, into)
    expect(await hint(record, 'created')).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'parent.deleted_in_moodle',
      verdict_params: { parent: 'BTEC_Classes', record: into.record.id },
    })
  })

  test('manual enrolment is off in the course: the refusal says what to do, and nothing is told to Zoho', async () => {
    await newPair()
    await world.control('PATCH', `/moodle/records/courses/${into.course}`, { manualenrolment: 'off' })
    const record = await enrol(world, person, into)
    expect(await hint(record, 'created')).toMatchObject({ status: 'failed', verdict_code: 'moodle.record_refused' })
    expect(await world.recordNow('BTEC_Enrollments', record.id)).not.toMatchObject({ Synced_to_Moodle: true })
  })

  test('a rehearsal says what it would do, and does nothing', async () => {
    await newPair()
    const record = await enrol(world, person, into)
    await world.setSetting('system.dry_run', { enabled: true })
    const since = await world.lastCall()
    const event = await hint(record, 'created')
    await world.setSetting('system.dry_run', { enabled: false })
    expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
    expect(event.verdict).toContain('role')
    expect(await writesSince(world, since)).toEqual([])
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'enrolment.enrolled' })
  })

  test('the audit keeps each value before and after, under the pair', async () => {
    const record = await enrolled()
    await world.remove('BTEC_Enrollments', record.id)
    await hint(record, 'deleted')
    const rows = (await world.audit(subjectOf(person, into))).filter(({ system }) => system === 'moodle')
    expect(rows.map(({ outcome, changes }) => [outcome, changes])).toMatchObject([
      ['done', { role: { before: null, after: '5' }, suspended: { before: null, after: false } }],
      ['done', { suspended: { before: false, after: true } }],
    ])
  })
})
