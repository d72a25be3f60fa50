import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { aClass, aPerson, enrol, enrolmentIn, expectEnrolmentInStep, link, subjectOf } from '../enrolment-world.ts'
import { retriedByPerson } from '../in-step.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.per_hour': 1000 } })
  await world.installPlugin()
})
afterAll(() => world.stop())

const outcomesOf = async (eventId: string) => {
  const { rows } = await world.look.query(
    `select o.flow, o.subject, o.status, o.verdict_code from integration_event_outcomes o
     join integration_events_log e on e.id = o.event where e.event_id = $1 order by o.flow, o.subject`,
    [eventId],
  )
  return rows as { flow: string; subject: string; status: string; verdict_code: string }[]
}

describe('an edit of the class alone', () => {
  test('brings in whom it names now, and needs nothing more the second time', async () => {
    const into = await aClass(world)
    const people = [await aPerson(world), await aPerson(world)]
    const records = []
    for (const person of people) records.push(await enrol(world, person, into))
    const event = await told(world, into.record, 'updated', 'BTEC_Classes')
    expect(event).toMatchObject({ status: 'completed', needs_attention: false })
    await world.quiet()
    for (const [nr, person] of people.entries()) await expectEnrolmentInStep(world, person, into, records[nr]?.id ?? '')

    const since = await world.lastCall()
    const again = await told(world, into.record, 'updated', 'BTEC_Classes')
    expect(again.status).not.toBe('failed')
    expect(await writesSince(world, since)).toEqual([])
  })

  test('one who is not named any more is suspended, the others are left alone', async () => {
    const into = await aClass(world)
    const [stays, goes] = [await aPerson(world), await aPerson(world)]
    const staying = await enrol(world, stays, into)
    const going = await enrol(world, goes, into)
    await told(world, into.record, 'updated', 'BTEC_Classes')
    await world.quiet()
    await world.remove('BTEC_Enrollments', going.id)
    const { event_id: eventId } = await told(world, into.record, 'updated', 'BTEC_Classes')
    await world.quiet()
    await expectEnrolmentInStep(world, goes, into, going.id)
    await expectEnrolmentInStep(world, stays, into, staying.id)
    expect((await outcomesOf(eventId)).map(({ subject }) => subject)).not.toContain(subjectOf(stays, into))
  })

  test('of a class with fifty students costs a few calls, not fifty', async () => {
    const into = await aClass(world)
    const people = []
    for (let nr = 0; nr < 50; nr += 1) {
      const account = await world.account({
        username: `p${nr}.${into.course}`,
        firstname: 'P',
        lastname: 'Q',
        email: `p${nr}.${into.course}@college.example`,
      })
      const student = await world.student()
      await link(world, 'BTEC_Students', student.id, account.id)
      people.push(student)
      await enrol(world, student, into)
    }
    const since = await world.lastCall()
    await whileBusy(
      world.look,
      people.map((person) => subjectOf(person, into)),
      async () => {
        await world.zohoSends(into.record.id, 'updated', undefined, 'BTEC_Classes')
        await world.until('all to be in line', async () => {
          const { rows } = await world.look.query(
            `select count(*)::int as n from queue_jobs where flow = 'enrolments' and state <> 'running'`,
          )
          return rows[0]?.n >= 50 ? true : undefined
        })
      },
      'enrolments',
    )
    await world.quiet()
    expect(await world.inMoodle('enrolments', `courseid=${into.course}`)).toHaveLength(50)
    const operations = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))].map(
      ({ operation }) => operation,
    )
    const count = (name: string): number => operations.filter((operation) => operation.includes(name)).length
    // One question for the list, one for the pairs; one read and one write in Moodle, and one write back.
    expect(count('coql')).toBeLessThanOrEqual(3)
    expect(count('BTEC_Enrollments')).toBeLessThanOrEqual(2)
    expect(count('_enrolments')).toBeLessThanOrEqual(4)
    expect(operations.length).toBeLessThanOrEqual(16)
  })
})

test('an edit of the student alone does the same; the event shows what became of the student', async () => {
  const into = await aClass(world)
  const person = await aPerson(world)
  const record = await enrol(world, person, into)
  await world.editStudent(person.id, { City: 'Irbid' })
  const event = await told(world, { id: person.id })
  await world.quiet()
  expect(event.status).toBe('completed')
  await expectEnrolmentInStep(world, person, into, record.id)
  const again = await told(world, { id: person.id })
  expect(again).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
})

test('asked by a person, every pair of the class is compared', async () => {
  const into = await aClass(world)
  const person = await aPerson(world)
  await enrol(world, person, into)
  const { event_id: eventId } = await told(world, into.record, 'updated', 'BTEC_Classes')
  await world.quiet()
  const { id } = (await enrolmentIn(world, person.user, into.course)) ?? { id: 0 }
  await world.control('DELETE', `/moodle/records/enrolments/${id}`)
  await retriedByPerson(world, eventId)
  await world.quiet()
  expect(await enrolmentIn(world, person.user, into.course)).toMatchObject({ status: 'active' })
})

describe('parents', () => {
  test('a student whom Moodle does not know yet is waited for, asked for, and then enrolled', async () => {
    const into = await aClass(world)
    const student = await world.student()
    const record = await enrol(world, student, into)
    const event = await told(world, record, 'created', 'BTEC_Enrollments')
    expect(event).toMatchObject({ status: 'completed', verdict_code: 'enrolment.enrolled', retry_count: 0 })
    const account = await world.accountOf(student.id)
    await expectEnrolmentInStep(world, { id: student.id, user: account?.id ?? 0 }, into, record.id)
    await world.quiet()
  })

  test('a student who has no account for now: skipped, and remembered as theirs', async () => {
    const into = await aClass(world)
    const student = await world.student({ Status: 'Pending' })
    await told(world, student, 'created')
    const record = await enrol(world, student, into)
    const event = await told(world, record, 'created', 'BTEC_Enrollments')
    expect(event).toMatchObject({ status: 'skipped', verdict_code: 'parent.not_ready' })
    const { rows } = await world.look.query('select owners, state_hash, targets from sync_enrollments where zoho_id = $1', [
      record.id,
    ])
    expect(rows).toEqual([{ owners: [student.id, into.record.id], state_hash: '', targets: {} }])
  })

  test('a class that nobody linked yet is waited for; when it is, all runs by itself', async () => {
    const person = await aPerson(world)
    const record = await world.put('BTEC_Classes', { Class_Name: 'Later', Class_Status: 'Pending' })
    const course = await world.control<{ id: number }>('PUT', '/moodle/records/courses', {
      fullname: 'Later',
      shortname: `Later ${record.id}`,
    })
    const linking = await enrol(world, person, { record })
    const { eventId } = await world.zohoSends(linking.id, 'created', undefined, 'BTEC_Enrollments')
    // It waits until the class has been looked at, which takes a moment.
    expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'parent.not_ready', retry_count: 0 })
    const { rows } = await world.look.query(
      `select status, verdict_code from integration_event_attempts where flow = 'enrolments' and subject = $1 order by id`,
      [`${person.id}:${record.id}`],
    )
    expect(rows).toMatchObject([{ status: 'waiting', verdict_code: 'parent.not_linked' }, { status: 'skipped' }])
    await link(world, 'BTEC_Classes', record.id, course.id)
    // The run that links it would wake us; here the link came from nowhere, so somebody calls.
    await told(world, linking, 'updated', 'BTEC_Enrollments')
    await world.settled(eventId)
    await expectEnrolmentInStep(world, person, { record, course: course.id }, linking.id)
  })
})

test('deletions obey the hourly limit; the rest is held, and a person may release it', async () => {
  const into = await aClass(world)
  const people = [await aPerson(world), await aPerson(world)]
  const records = []
  for (const person of people) records.push(await enrol(world, person, into))
  await told(world, into.record, 'updated', 'BTEC_Classes')
  await world.quiet()
  await world.look.query(`update sync_enrollments set gone_at = now() - interval '2 hours' where gone_at is not null`)
  await world.setSetting('deletions.per_hour', 1)
  const events = []
  for (const record of records) {
    await world.remove('BTEC_Enrollments', record.id)
    events.push(await told(world, record, 'deleted', 'BTEC_Enrollments'))
  }
  await world.setSetting('deletions.per_hour', 1000)
  expect(events.map(({ status, verdict_code }) => [status, verdict_code])).toEqual([
    ['completed', 'enrolment.gone_suspended'],
    ['held', 'removal.held'],
  ])
  const [, second] = people
  expect(await enrolmentIn(world, second?.user ?? 0, into.course)).toMatchObject({ status: 'active' })
  await retriedByPerson(world, events[1]?.event_id ?? '')
  expect(await enrolmentIn(world, second?.user ?? 0, into.course)).toMatchObject({ status: 'suspended' })
})

test('where COQL does not read the linking module, its records come from the related list', async () => {
  await world.control('PATCH', '/zoho/behaviour', { coqlOnLinking: false })
  const into = await aClass(world)
  const person = await aPerson(world)
  const record = await enrol(world, person, into)
  const since = await world.lastCall()
  const event = await told(world, record, 'created', 'BTEC_Enrollments')
  expect(event).toMatchObject({ status: 'completed', verdict_code: 'enrolment.enrolled' })
  await expectEnrolmentInStep(world, person, into, record.id)
  const paths = (await world.calls('zoho', since)).map(({ operation }) => operation)
  expect(paths).toContain('GET /crm/v8/BTEC_Students/{id}/BTEC_Classes_22')
  await world.remove('BTEC_Enrollments', record.id)
  expect(await told(world, into.record, 'updated', 'BTEC_Classes')).toMatchObject({ needs_attention: false })
  await world.quiet()
  await expectEnrolmentInStep(world, person, into, record.id)
  await world.control('PATCH', '/zoho/behaviour', { coqlOnLinking: true })
})

test('a linking record that nobody can read and nobody knew', async () => {
  expect(await told(world, { id: '5847596000000999999' }, 'deleted', 'BTEC_Enrollments')).toMatchObject({
    status: 'skipped',
    verdict_code: 'enrolment.nothing_known',
  })
})
