import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { told, writesSince } from '../told.ts'
import { type Account, createWorld, type EventRow, type Student, type World, type ZohoRecord } from '../world.ts'

/** One person with two records in Zoho, a student's and a teacher's, of one address: one account. */
const TEACHERS = 'BTEC_Teachers'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.per_hour': 1_000 } })
})
afterAll(() => world.stop())

const toldOfTeacher = (teacher: ZohoRecord, eventType = 'updated'): Promise<EventRow> => told(world, teacher, eventType, TEACHERS)

type Both = { student: Student; teacher: ZohoRecord; account: Account }

const records = async (): Promise<Omit<Both, 'account'>> => {
  const student = await world.student()
  return { student, teacher: await world.teacher({ Academic_Email: student.Academic_Email }) }
}

const accountOf = async ({ student }: { student: Student }): Promise<Account> => {
  const accounts = (await world.accounts()).filter(({ email }) => email === student.Academic_Email)
  expect(accounts).toHaveLength(1)
  const [account] = accounts
  if (account === undefined) throw new Error('No account')
  return account
}

/** Both known, the one who came `first` having made the account. */
async function both(first: 'student' | 'teacher'): Promise<Both> {
  const two = await records()
  const tell = {
    student: () => told(world, two.student, 'created'),
    teacher: () => toldOfTeacher(two.teacher, 'created'),
  }
  await tell[first]()
  await tell[first === 'student' ? 'teacher' : 'student']()
  // A student who shares an account is looked at once more.
  await world.quiet()
  return { ...two, account: await accountOf(two) }
}

/** What holds whoever came first: the student's record describes the account, both records name it, and more hints change nothing. */
async function expectOneAccount({ student, teacher, account }: Both): Promise<void> {
  expect(await accountOf({ student })).toMatchObject({
    id: account.id,
    firstname: student.First_Name,
    lastname: student.Last_Name,
    city: 'Amman',
    suspended: false,
  })
  expect(await world.studentNow(student.id)).toMatchObject({ Student_Moodle_ID: String(account.id) })
  expect(await world.recordNow(TEACHERS, teacher.id)).toMatchObject({ Teacher_Moodle_ID: String(account.id) })
}

describe.each(['student', 'teacher'] as const)('when the %s came first', (first) => {
  test('there is one account, its ID number stays with who came first, and its profile follows the student', async () => {
    const two = await both(first)
    await expectOneAccount(two)
    expect(two.account.idnumber).toBe(two[first].id)
    const since = await world.lastCall()
    await world.edit(TEACHERS, two.teacher.id, { Name: 'Another Name' })
    expect(await toldOfTeacher(two.teacher)).toMatchObject({ status: 'completed', verdict_code: 'teacher.in_step' })
    expect(await writesSince(world, since)).toEqual([])
    await expectOneAccount(two)
  })

  test('a frozen student who also teaches stays able to log in, until the teacher is deleted', async () => {
    const two = await both(first)
    await world.editStudent(two.student.id, { Status: 'Freeze' })
    expect(await told(world, two.student)).toMatchObject({ status: 'completed', verdict_code: 'student.kept_for_teacher' })
    expect(await accountOf(two)).toMatchObject({ suspended: false })

    await world.remove(TEACHERS, two.teacher.id)
    expect(await toldOfTeacher(two.teacher, 'deleted')).toMatchObject({ verdict_code: 'teacher.gone_suspended' })
    expect(await accountOf(two)).toMatchObject({ suspended: true })
    await world.quiet()

    // Suspended for the teacher's sake, opened for the student's: it was ours all the same.
    await world.editStudent(two.student.id, { Status: 'Active' })
    expect(await told(world, two.student)).toMatchObject({ needs_attention: false, verdict_code: 'student.reactivated' })
    expect(await accountOf(two)).toMatchObject({ suspended: false })
  })

  test('a deleted teacher who studies stays able to log in; a deleted student who teaches too, under the teacher’s name', async () => {
    const studying = await both(first)
    await world.remove(TEACHERS, studying.teacher.id)
    expect(await toldOfTeacher(studying.teacher, 'deleted')).toMatchObject({ verdict_code: 'teacher.gone_account_kept' })
    expect(await accountOf(studying)).toMatchObject({ suspended: false })

    const teaching = await both(first)
    await world.deleteStudent(teaching.student.id)
    expect(await told(world, teaching.student, 'deleted')).toMatchObject({ verdict_code: 'student.gone_account_kept' })
    await world.quiet()
    const account = await accountOf(teaching)
    expect(account).toMatchObject({ suspended: false })
    expect(`${account.firstname} ${account.lastname}`).toBe(teaching.teacher.Name)
  })

  test('both deleted at once: nobody stays in for the other’s sake', async () => {
    const two = await both(first)
    await world.remove(TEACHERS, two.teacher.id)
    await world.deleteStudent(two.student.id)
    await Promise.all([toldOfTeacher(two.teacher, 'deleted'), told(world, two.student, 'deleted')])
    await world.quiet()
    expect(await accountOf(two)).toMatchObject({ suspended: true })
  })
})

test('a frozen student whose account we closed is let in when a teacher’s record comes', async () => {
  const { student, teacher } = await records()
  await told(world, student, 'created')
  await world.editStudent(student.id, { Status: 'Freeze' })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.suspended' })
  expect(await toldOfTeacher(teacher, 'created')).toMatchObject({ needs_attention: false, verdict_code: 'teacher.reactivated' })
  expect(await accountOf({ student })).toMatchObject({ suspended: false })
})

test('both new at once end with one account, whoever was faster', async () => {
  for (let nr = 0; nr < 4; nr += 1) {
    const { student, teacher } = await records()
    const sent = await Promise.all([
      world.zohoSends(student.id, 'created'),
      world.zohoSends(teacher.id, 'created', undefined, TEACHERS),
    ])
    for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
    await world.quiet()
    await expectOneAccount({ student, teacher, account: await accountOf({ student }) })
  }
})

test('the account of a student whose run broke off before it was remembered is known by Zoho’s record', async () => {
  const { student, teacher } = await records()
  // Made for the student, who is linked to nothing yet.
  const made = await world.account({
    username: student.Academic_Email,
    firstname: 'Maya',
    lastname: 'Haddad',
    email: student.Academic_Email,
    idnumber: student.id,
  })
  expect(await toldOfTeacher(teacher, 'created')).toMatchObject({ status: 'completed', verdict_code: 'teacher.adopted' })
  expect(await told(world, student, 'created')).toMatchObject({ status: 'completed', verdict_code: 'student.adopted' })
  await expectOneAccount({ student, teacher, account: made })
  expect(await accountOf({ student })).toMatchObject({ idnumber: student.id })
})
