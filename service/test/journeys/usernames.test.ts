import { afterAll, beforeAll, expect, test } from 'vitest'
import { told } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

const made = async (address: string) => {
  const student = await world.student({ Academic_Email: address })
  const verdict = await told(world, student, 'created')
  return { student, verdict, account: await world.accountOf(student.id) }
}

test('the username is the academic e-mail in lower case', async () => {
  const { account } = await made('Lower.Case@College.example')
  expect(account).toMatchObject({ username: 'lower.case@college.example', email: 'Lower.Case@College.example' })
})

test('what Moodle refuses in a username becomes a dash', async () => {
  const { account } = await made('plus+part@college.example')
  expect(account).toMatchObject({ username: 'plus-part@college.example', email: 'plus+part@college.example' })
})

test('a username that merely looks alike belongs to somebody else: the last six digits of the record tell them apart', async () => {
  const other = await world.account({
    username: 'look-alike@college.example',
    firstname: 'Somebody',
    lastname: 'Else',
    email: 'somebody.else@home.example',
  })
  const { student, verdict, account } = await made('look+alike@college.example')
  expect(verdict).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
  expect(account).toMatchObject({
    username: `look-alike@college.example-${student.id.slice(-6)}`,
    email: 'look+alike@college.example',
  })
  expect((await world.accounts()).find(({ id }) => id === other.id)).toEqual(other)
})

test('a look-alike username whose e-mail agrees is the student’s', async () => {
  const theirs = await world.account({
    username: 'same-person@college.example',
    firstname: 'S',
    lastname: 'P',
    email: 'same+person@college.example',
  })
  const { verdict, account } = await made('same+person@college.example')
  expect(verdict).toMatchObject({ status: 'completed', verdict_code: 'student.adopted' })
  expect(account).toMatchObject({ id: theirs.id, username: 'same-person@college.example' })
})

test('a new e-mail address changes the address and never the username', async () => {
  const { student, account } = await made('before.marriage@college.example')
  await world.editStudent(student.id, { Academic_Email: 'after.marriage@college.example' })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_params: { fields: 'email' } })
  expect(await world.accountOf(student.id)).toMatchObject({
    id: account?.id,
    username: 'before.marriage@college.example',
    email: 'after.marriage@college.example',
  })
})
