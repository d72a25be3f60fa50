import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  classOf,
  courseOf,
  type Enrolment,
  linkedClass,
  linkedProgram,
  linkedTeacher,
  linkTeacher,
  peopleIn,
  toldOfClass,
} from '../class-college.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
let computing: ZohoRecord
beforeAll(async () => {
  world = await createWorld()
  computing = await linkedProgram(world)
})
afterAll(() => world.stop())

const ENROL = 'enrol_manual_enrol_users'
const operations = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const rolesIn = async (course: number) =>
  (await world.inMoodle<{ userid: number; roleid: number }>('role_assignments', `courseid=${course}`)).map(
    ({ userid, roleid }) => [userid, roleid],
  )
const suspend = async (user: number, course: number): Promise<void> => {
  const [enrolment] = await world.inMoodle<Enrolment>('enrolments', `userid=${user}&courseid=${course}`)
  await world.control('PATCH', `/moodle/records/enrolments/${enrolment?.id}`, { status: 'suspended' })
}
/** A class with a teacher who is in its course. */
async function taught() {
  const { teacher, user } = await linkedTeacher(world)
  const { record, course } = await linkedClass(world, computing, { Teacher: { id: teacher.id } })
  return { teacher, user, record, course }
}
const replace = (record: { id: string }, teacher: { id: string } | null) =>
  world.edit('BTEC_Classes', record.id, { Teacher: teacher === null ? null : { id: teacher.id } })

test('the teacher of a new class is enrolled as an editing teacher, once', async () => {
  const { user, record, course } = await taught()
  expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active' })
  expect(await rolesIn(course.id)).toEqual([[user, 3]])
  await world.edit('BTEC_Classes', record.id, { Class_Name: 'Other' })
  const since = await world.lastCall()
  expect(await toldOfClass(world, record)).toMatchObject({ verdict_params: { fields: 'fullname' } })
  expect(await operations(since)).toEqual(['core_course_update_courses'])
})

test('the role is a setting', async () => {
  await world.setSetting('roles.teacher', 4)
  const { user, course } = await taught()
  await world.setSetting('roles.teacher', 3)
  expect(await rolesIn(course.id)).toEqual([[user, 4]])
})

test('a role that may not be given needs a person, and the course is made all the same', async () => {
  await world.setSetting('roles.teacher', 1)
  const { teacher } = await linkedTeacher(world)
  const record = await world.put('BTEC_Classes', {
    Class_Name: 'With a manager',
    BTEC_Program: { id: computing.id },
    Class_Status: 'Active',
    Teacher: { id: teacher.id },
  })
  const event = await toldOfClass(world, record, 'created')
  await world.setSetting('roles.teacher', 3)
  expect(event).toMatchObject({ status: 'failed', verdict_code: 'moodle.role_not_assignable', verdict_params: { role: 1 } })
  expect((await world.recordNow('BTEC_Classes', record.id))?.Moodle_Class_ID).not.toBeNull()
  expect(await toldOfClass(world, record)).toMatchObject({ status: 'completed', verdict_params: { fields: 'teacher' } })
})

describe('a teacher who is replaced', () => {
  test('is suspended in the course once the new one is in it', async () => {
    const { user, record, course } = await taught()
    const { teacher: next, user: nextUser } = await linkedTeacher(world)
    await replace(record, next)
    const since = await world.lastCall()
    expect(await toldOfClass(world, record)).toMatchObject({
      verdict_code: 'class.updated',
      verdict_params: { fields: 'teacher, former teacher' },
    })
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'suspended', [nextUser]: 'active' })
    const sent = (await writesSince(world, since)).map(({ operation, body }) => [
      operation,
      new URLSearchParams(body).get('enrolments[0][userid]'),
    ])
    expect(sent).toEqual([
      [ENROL, String(nextUser)],
      [ENROL, String(user)],
    ])
  })

  test('and comes back is opened again', async () => {
    const { teacher, user, record, course } = await taught()
    const { teacher: next, user: nextUser } = await linkedTeacher(world)
    await replace(record, next)
    await toldOfClass(world, record)
    await replace(record, teacher)
    await toldOfClass(world, record)
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active', [nextUser]: 'suspended' })
  })

  test('stays for as long as the new one has no account, and is suspended when there is one', async () => {
    const { user, record, course } = await taught()
    const next = await world.put('BTEC_Teachers', { Name: 'Nadia Rahal' })
    await replace(record, next)
    const event = await toldOfClass(world, record)
    expect(event).toMatchObject({ status: 'completed', needs_attention: false })
    expect(event.verdict_params?.note).toContain('no account in Moodle yet')
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active' })

    await world.edit('BTEC_Teachers', next.id, { Academic_Email: 'nadia@college.example' })
    await told(world, next, 'updated', 'BTEC_Teachers')
    await world.until('the new teacher to be in the course', async () => {
      const people = Object.entries(await peopleIn(world, course.id)).filter(([, status]) => status === 'active')
      return people.length === 1 && people[0]?.[0] !== String(user) ? true : undefined
    })
    expect((await peopleIn(world, course.id))[user]).toBe('suspended')
  })

  test('by nobody is suspended', async () => {
    const { user, record, course } = await taught()
    await replace(record, null)
    await toldOfClass(world, record)
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'suspended' })
  })

  test('and was enrolled by a person is left alone', async () => {
    const { teacher, user } = await linkedTeacher(world)
    const { record, course } = await linkedClass(world, computing)
    await world.control('PUT', '/moodle/records/enrolments', { userid: user, courseid: course.id, roleid: 3 })
    await replace(record, teacher)
    await toldOfClass(world, record)
    await replace(record, null)
    await toldOfClass(world, record)
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active' })
  })
})

test('a teacher whom a person suspended in the course stays so, and it is said', async () => {
  const { user, record, course } = await taught()
  await suspend(user, course.id)
  await world.edit('BTEC_Classes', record.id, { Class_Name: 'Without its teacher' })
  const event = await toldOfClass(world, record)
  expect(event.verdict_params?.note).toContain('Somebody suspended the teacher')
  expect(await peopleIn(world, course.id)).toEqual({ [user]: 'suspended' })
})

test('a class whose teacher has no account gets its course, says so, and asks for the teacher', async () => {
  const teacher = await world.put('BTEC_Teachers', { Name: 'Huda Aziz', Academic_Email: 'huda@college.example' })
  const record = await world.put('BTEC_Classes', {
    Class_Name: 'Databases',
    BTEC_Program: { id: computing.id },
    Class_Status: 'Active',
    Teacher: { id: teacher.id },
  })
  const event = await toldOfClass(world, record, 'created')
  expect(event).toMatchObject({ status: 'completed', verdict_code: 'class.created' })
  expect(event.verdict).toContain('no account in Moodle yet')
  expect(await world.events(`source = 'dependency' and record_id = $1`, [teacher.id])).toHaveLength(1)
})

test('a teacher who gets an account is enrolled by itself: a hint that came by way of the teacher is no echo of the class', async () => {
  const teacher = await world.put('BTEC_Teachers', { Name: 'Rami Saleh' })
  const { course } = await linkedClass(world, computing, { Teacher: { id: teacher.id } })
  expect(await peopleIn(world, course.id)).toEqual({})
  await world.edit('BTEC_Teachers', teacher.id, { Academic_Email: 'rami@college.example' })
  await told(world, teacher, 'updated', 'BTEC_Teachers')
  const account = await world.accountOf(teacher.id)
  expect(await peopleIn(world, course.id)).toEqual({ [String(account?.id)]: 'active' })
})

describe('staff of every course', () => {
  test('are enrolled by user name or id with their roles', async () => {
    const one = await world.account({ username: 'quality', firstname: 'Q', lastname: 'A', email: 'q@college.example' })
    const other = await world.account({ username: 'registry', firstname: 'R', lastname: 'O', email: 'r@college.example' })
    await world.setSetting('classes.staff', [
      { user: 'Quality', role: 4 },
      { user: other.id, role: 3 },
    ])
    const { user, course, record } = await taught()
    expect(await peopleIn(world, course.id)).toEqual({ [user]: 'active', [one.id]: 'active', [other.id]: 'active' })
    expect((await rolesIn(course.id)).toSorted()).toEqual(
      [
        [user, 3],
        [one.id, 4],
        [other.id, 3],
      ].toSorted(),
    )
    // Whoever is named no more stays until somebody takes them out.
    await world.setSetting('classes.staff', [])
    const since = await world.lastCall()
    await toldOfClass(world, record)
    expect(await operations(since)).toEqual([])
  })

  test('that have no account are named', async () => {
    await world.setSetting('classes.staff', [{ user: 'nobody.here', role: 3 }])
    const { record } = await linkedClass(world, computing)
    await world.edit('BTEC_Classes', record.id, { Class_Name: 'Unstaffed' })
    const event = await toldOfClass(world, record)
    await world.setSetting('classes.staff', [])
    expect(event.verdict_params?.note).toContain('nobody.here')
  })
})

test('who gets an account after the class looked for it, and before the class is settled, is enrolled by itself', async () => {
  // Nobody can give an account to a teacher without an address: the link below is the only one.
  const teacher = await world.teacher({ Academic_Email: null })
  const email = 'late.link@college.example'
  const { id: user } = await world.account({ username: email, firstname: 'Lina', lastname: 'Late', email })
  const record = await classOf(world, computing, { Teacher: { id: teacher.id } })
  await world.control('PUT', '/pace', { system: 'zoho', perCallMs: 500 })
  const { eventId } = await world.zohoSends(record.id, 'created', undefined, 'BTEC_Classes')
  const course = await world.until('the course', () => courseOf(world, record))
  await world.until('the telling of Zoho', async () =>
    (await world.look.query(`select from moodle_sync_log where subject = $1 and system = 'zoho'`, [record.id])).rowCount === 0
      ? undefined
      : true,
  )
  await linkTeacher(world, teacher.id, user)
  await world.control('PUT', '/pace', { system: 'zoho' })
  expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'class.created' })
  await world.until('the teacher in the course', async () =>
    (await peopleIn(world, course.id))[user] === 'active' ? true : undefined,
  )
})
