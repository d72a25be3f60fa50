import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

describe('what an account cannot be made without needs a person, and is served once it is there', () => {
  const cases = [
    [
      'an academic e-mail',
      { Academic_Email: null },
      'student.no_academic_email',
      { Academic_Email: 'came.later@college.example' },
    ],
    [
      'a valid e-mail',
      { Academic_Email: 'no-at-sign' },
      'student.invalid_email',
      { Academic_Email: 'made.valid@college.example' },
    ],
    ['a first name', { First_Name: '   ' }, 'student.no_first_name', { First_Name: 'Rana' }],
    ['a last name', { Last_Name: null }, 'student.no_last_name', { Last_Name: 'Odeh' }],
    ['a status that we know', { Status: 'Moon Phase' }, 'student.unknown_status', { Status: 'Active' }],
  ] as const
  test.each(cases)('%s', async (_what, wrong, code, right) => {
    const student = await world.student({ ...wrong })
    const since = await world.lastCall()
    const refused = await told(world, student, 'created')
    expect(refused).toMatchObject({ status: 'failed', needs_attention: true, verdict_code: code, retry_count: 0 })
    expect(await writesSince(world, since)).toEqual([])

    await world.editStudent(student.id, { ...right })
    expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await world.event(refused.event_id)).toMatchObject({ status: 'completed', needs_attention: false, cause: null })
  })
})

test('an account that exists stays as it is while its record is incomplete', async () => {
  const { student, account } = await known(world)
  await world.editStudent(student.id, { Last_Name: null, City: 'Irbid' })
  expect(await told(world, student)).toMatchObject({ status: 'failed', verdict_code: 'student.no_last_name' })
  expect(await world.accountOf(student.id)).toEqual(account)
})

test('a suspension does not wait for a missing name', async () => {
  const { student } = await known(world)
  await world.editStudent(student.id, { Last_Name: null, Status: 'Withdraw' })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.suspended' })
  expect(await world.accountOf(student.id)).toMatchObject({ suspended: true, lastname: student.Last_Name })
})

test('an unknown status changes nothing about an account that exists', async () => {
  const { student, account } = await known(world)
  await world.editStudent(student.id, { Status: 'Moon Phase', City: 'Irbid' })
  expect(await told(world, student)).toMatchObject({
    status: 'failed',
    verdict_code: 'student.unknown_status',
    verdict_params: { status: 'Moon Phase' },
  })
  expect(await world.accountOf(student.id)).toEqual(account)
})

test('a country that Moodle does not know is left empty, and said', async () => {
  const student = await world.student({ Country: 'Atlantis' })
  const created = await told(world, student, 'created')
  expect(created).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
  expect(created.verdict).toContain('Atlantis')
  expect(await world.accountOf(student.id)).toMatchObject({ country: '' })
})

test('a country that was emptied in Zoho is emptied in Moodle', async () => {
  const { student } = await known(world)
  await world.editStudent(student.id, { Country: null, City: null })
  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
  expect(await world.accountOf(student.id)).toMatchObject({ country: '', city: '' })
})

describe('text of all kinds arrives whole, and a second look changes nothing', () => {
  const long = 'Nuñez-Ōkubo '.repeat(20)
  const cases = [
    ['longer than Moodle’s columns', { First_Name: long, Last_Name: '😀'.repeat(150), City: long }],
    ['Arabic', { First_Name: 'لَيلى', Last_Name: 'الحدّاد', City: 'عمّان' }],
    ['emoji and joined letters', { First_Name: 'Zoë 👩🏽‍🎓', Last_Name: 'O’Brien & Søns', City: 'København' }],
    ['like a number or a switch', { First_Name: '0', Last_Name: 'null', City: 'false' }],
  ] as const
  test.each(cases)('%s', async (_what, fields) => {
    const { student, account } = await known(world, { ...fields })
    const cut = (text: string) => [...text].slice(0, 100).join('').trimEnd()
    expect(account).toMatchObject({
      firstname: cut(fields.First_Name),
      lastname: cut(fields.Last_Name),
      city: cut(fields.City),
    })
    const since = await world.lastCall()
    // Something that is not ours to carry over makes the record look again, without making it an echo of ours.
    await world.look.query(`update sync_students set state_hash = 'older' where zoho_id = $1`, [student.id])
    expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.in_step' })
    expect(await writesSince(world, since)).toEqual([])
  })
})

test('a name that looks like a tag is refused by Moodle, said, and holds nobody else up', async () => {
  const student = await world.student({ Last_Name: 'Smith <b>' })
  expect(await told(world, student, 'created')).toMatchObject({
    status: 'failed',
    needs_attention: true,
    verdict_code: 'student.refused_by_moodle',
  })
  expect(await world.accountOf(student.id)).toBeUndefined()
})
