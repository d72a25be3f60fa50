import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { told, writesSince } from '../told.ts'
import { type Account, createWorld, type Student, type World } from '../world.ts'

let world: World
let nr = 0
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.setSetting('adopt.overwrite_idnumber', false))

/** An account that somebody made in Moodle by hand. */
const account = (fields: Record<string, unknown>): Promise<Account> => {
  nr += 1
  return world.account({
    username: `made.by.hand.${nr}`,
    firstname: 'Made',
    lastname: 'By Hand',
    email: `made.by.hand.${nr}@home.example`,
    ...fields,
  })
}

const now = async (id: number): Promise<Account | undefined> => (await world.accounts()).find((each) => each.id === id)

/** What must be so after an account was taken over: theirs in everything but its username and its way of logging in. */
async function expectAdopted(student: Student, before: Account): Promise<void> {
  const verdict = await told(world, student, 'created')
  expect(verdict).toMatchObject({ status: 'completed', needs_attention: false, verdict_code: 'student.adopted' })
  expect(await now(before.id)).toMatchObject({
    idnumber: student.id,
    username: before.username,
    auth: before.auth,
    firstname: student.First_Name,
    lastname: student.Last_Name,
    email: student.Academic_Email,
    city: 'Amman',
    country: 'JO',
  })
  expect(await world.studentNow(student.id)).toMatchObject({ Student_Moodle_ID: String(before.id) })
  expect((await world.accounts()).filter(({ email }) => email === student.Academic_Email)).toHaveLength(1)
}

/** What must be so when only a person can decide: it is said, and nothing is touched on either side. */
async function expectLeftAlone(student: Student, before: Account, code: string): Promise<void> {
  const since = await world.lastCall()
  const verdict = await told(world, student, 'created')
  expect(verdict).toMatchObject({ status: 'failed', needs_attention: true, verdict_code: code })
  expect(verdict.cause).toContain(code)
  expect(await writesSince(world, since)).toEqual([])
  expect(await now(before.id)).toEqual(before)
}

describe('an account that must be this student’s is taken over and never doubled', () => {
  test('by its ID number', async () => {
    const student = await world.student()
    await expectAdopted(student, await account({ idnumber: student.id, auth: 'manual' }))
  })

  test('by the Moodle id that stands in Zoho', async () => {
    const student = await world.student()
    const theirs = await account({ email: student.Academic_Email })
    await world.editStudent(student.id, { Student_Moodle_ID: String(theirs.id) })
    const since = await world.lastCall()
    await expectAdopted(student, theirs)
    expect((await writesSince(world, since)).map(({ operation }) => operation)).toEqual(['core_user_update_users'])
  })

  test('by its username, which is the academic e-mail', async () => {
    const student = await world.student()
    await expectAdopted(student, await account({ username: student.Academic_Email }))
  })

  test('by its e-mail address', async () => {
    const student = await world.student()
    await expectAdopted(student, await account({ email: student.Academic_Email }))
  })

  test('by its e-mail address in other letters', async () => {
    const student = await world.student()
    await expectAdopted(student, await account({ email: String(student.Academic_Email).toUpperCase() }))
  })

  test('by its username, when Zoho writes the address in capitals', async () => {
    const student = await world.student({ Academic_Email: 'Capital.Letters@College.example' })
    await expectAdopted(student, await account({ username: 'capital.letters@college.example' }))
  })

  test('a Moodle id in Zoho that leads nowhere is passed over, and corrected', async () => {
    const student = await world.student({ Student_Moodle_ID: '987654' })
    await expectAdopted(student, await account({ idnumber: student.id }))
  })

  test('a Moodle id in Zoho that leads to a deleted account is passed over', async () => {
    const student = await world.student()
    const deleted = await account({})
    await world.deleteAccount(deleted.id)
    await world.editStudent(student.id, { Student_Moodle_ID: String(deleted.id) })
    expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(Number((await world.studentNow(student.id))?.Student_Moodle_ID)).toBeGreaterThan(deleted.id)
  })

  test('even when its ID number is somebody else’s, if the college allows it', async () => {
    await world.setSetting('adopt.overwrite_idnumber', true)
    const student = await world.student()
    await expectAdopted(student, await account({ email: student.Academic_Email, idnumber: 'library-4711' }))
  })
})

describe('an account that may be somebody else’s is left alone until a person decides', () => {
  test('one with a foreign ID number', async () => {
    const student = await world.student()
    const foreign = await account({ email: student.Academic_Email, idnumber: 'library-4711' })
    await expectLeftAlone(student, foreign, 'student.account_not_ours')
  })

  test('one whose number stands in Zoho while neither its username nor its e-mail agrees', async () => {
    const student = await world.student()
    const somebody = await account({})
    await world.editStudent(student.id, { Student_Moodle_ID: String(somebody.id) })
    await expectLeftAlone(student, somebody, 'student.two_identities')
  })

  test('two with one e-mail address', async () => {
    const student = await world.student()
    const one = await account({ email: student.Academic_Email })
    await account({ email: String(student.Academic_Email).toUpperCase() })
    await expectLeftAlone(student, one, 'student.several_accounts')
  })

  test('two with the student’s ID number', async () => {
    const student = await world.student()
    const one = await account({ idnumber: student.id })
    await account({ idnumber: student.id })
    await expectLeftAlone(student, one, 'student.several_accounts')
  })

  test('one that is another student’s', async () => {
    const first = await world.student()
    await told(world, first, 'created')
    const theirs = await world.accountOf(first.id)
    if (theirs === undefined) throw new Error('No account was made')
    await world.editStudent(first.id, { Academic_Email: `moved.${first.id}@college.example` })
    const second = await world.student({ Academic_Email: first.Academic_Email })
    await expectLeftAlone(second, theirs, 'student.account_taken')
  })
})

test('a teacher who also studies has one account, whose ID number stays with the record that came first', async () => {
  const teacher = '5847596000000900001'
  const student = await world.student()
  const theirs = await account({ email: student.Academic_Email, idnumber: teacher })
  await world.look.query(
    `insert into identity_links (tenant_id, module, zoho_id, moodle_id) values ('default', 'BTEC_Teachers', $1, $2)`,
    [teacher, theirs.id],
  )
  expect(await told(world, student, 'created')).toMatchObject({ status: 'completed', verdict_code: 'student.adopted' })
  await world.quiet()
  expect(await now(theirs.id)).toMatchObject({ idnumber: teacher, lastname: student.Last_Name, suspended: false })

  await world.editStudent(student.id, { City: 'Zarqa' })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_params: { fields: 'city' } })
  expect(await now(theirs.id)).toMatchObject({ idnumber: teacher, city: 'Zarqa' })

  await world.editStudent(student.id, { Status: 'Freeze' })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.kept_for_teacher' })
  expect(await now(theirs.id)).toMatchObject({ suspended: false })

  await world.deleteStudent(student.id)
  await told(world, student, 'deleted')
  expect(await now(theirs.id)).toMatchObject({ suspended: false })
})
