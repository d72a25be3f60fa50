import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { known, told } from '../told.ts'
import { createWorld, type EventRow, type Student, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

/** All of them are told of before any is looked at: the sets that a worker finds are as full as can be. */
async function atOnce(students: readonly Student[]): Promise<EventRow[]> {
  const subjects = students.map(({ id }) => id)
  const sent = await whileBusy(world.look, subjects, () => Promise.all(subjects.map((id) => world.zohoSends(id, 'created'))))
  const verdicts = []
  for (const { eventId } of sent) verdicts.push(await world.settled(eventId))
  return verdicts
}

test('a first set of 120 with one bad record: everybody else is served, that one is refused, and few calls are needed', async () => {
  const students = await Promise.all(
    Array.from({ length: 120 }, (_, nr) => world.student(nr === 77 ? { Last_Name: 'Smith <b>' } : {})),
  )
  const since = await world.lastCall()
  const verdicts = await atOnce(students)
  const refused = verdicts.filter(({ status }) => status !== 'completed')
  expect(refused).toMatchObject([{ status: 'failed', needs_attention: true, verdict_code: 'student.refused_by_moodle' }])
  expect(refused[0]?.id).toBe(verdicts[77]?.id)
  expect(await world.accounts()).toHaveLength(119)
  const numbers = await Promise.all(students.map(async ({ id }) => (await world.studentNow(id))?.Student_Moodle_ID))
  expect(numbers.filter((number) => number !== null)).toHaveLength(119)

  const zoho = (await world.calls('zoho', since)).filter(({ operation }) => !operation.includes('/oauth/'))
  const moodle = await world.calls('moodle', since)
  // Three sets: one read and one write each in Zoho.
  expect(zoho.length).toBeLessThanOrEqual(6)
  // In Moodle three looks and one create each, and the halving of one set: at each of six steps a half that passes, one that does not,
  // and a look at what is there. One by one it would be 480.
  expect(moodle.length).toBeLessThanOrEqual(3 * 4 + 6 * 3 + 4)
})

test('a second look at all of them reads, compares, and writes nothing', async () => {
  const students = await Promise.all(Array.from({ length: 60 }, () => world.student()))
  await atOnce(students)
  await world.look.query(`update sync_students set state_hash = 'older'`)
  const since = await world.lastCall()
  const verdicts = await atOnce(students)
  expect(new Set(verdicts.map(({ verdict_code }) => verdict_code))).toEqual(new Set(['student.in_step']))
  expect((await world.calls('zoho', since)).length).toBeLessThanOrEqual(4)
  expect((await world.calls('moodle', since)).length).toBeLessThanOrEqual(4)
})

describe('two records with one address', () => {
  // Zoho refuses a second record with the same address, but not with a look-alike: only Moodle's usernames make them one.
  const lookAlikes = (name: string) =>
    Promise.all(
      [`${name}+a@college.example`, `${name}-a@college.example`].map((Academic_Email) => world.student({ Academic_Email })),
    )

  test('in one set: the first gets an account, the other needs a person', async () => {
    const verdicts = await atOnce(await lookAlikes('one.set'))
    expect(verdicts.map(({ verdict_code }) => verdict_code).toSorted()).toEqual(['student.created', 'student.same_email_twice'])
  })

  test('one after the other: the same', async () => {
    const [first, second] = await lookAlikes('two.sets')
    if (first === undefined || second === undefined) throw new Error('Two were asked for')
    expect(await told(world, first, 'created')).toMatchObject({ verdict_code: 'student.created' })
    expect(await told(world, second, 'created')).toMatchObject({ status: 'failed', verdict_code: 'student.account_taken' })
  })
})

test('an account that fits two records of one set, by username the one and by e-mail the other, goes to the first alone', async () => {
  const [first, second] = [await world.student(), await world.student()]
  const { id } = await world.account({
    username: first.Academic_Email,
    firstname: 'F',
    lastname: 'T',
    email: second.Academic_Email,
  })
  const verdicts = await atOnce([first, second])
  expect(verdicts.map(({ verdict_code }) => verdict_code)).toEqual(['student.adopted', 'student.account_taken'])
  expect(await world.accountOf(first.id)).toMatchObject({ id, email: first.Academic_Email, lastname: first.Last_Name })
  expect(await world.accountOf(second.id)).toBeUndefined()
  expect((await world.audit(second.id)).map(({ outcome }) => outcome)).toEqual([])
})

test('a bad record among changes is refused alone', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => known(world)))
  for (const [nr, { student }] of people.entries())
    await world.editStudent(student.id, { Last_Name: nr === 5 ? 'Smith <b>' : `Changed ${nr}` })
  const verdicts = await atOnce(people.map(({ student }) => student))
  expect(verdicts.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([verdicts[5]?.id])
  for (const [nr, { student }] of people.entries()) {
    if (nr === 5) continue
    expect(await world.accountOf(student.id)).toMatchObject({ lastname: `Changed ${nr}` })
  }
})
