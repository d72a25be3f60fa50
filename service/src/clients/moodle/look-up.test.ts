import { expect, test } from 'vitest'
import { simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'

const site = simulatedMoodle()

test('a set is found in as few site.calls as Moodle takes, each far from PHP’s limit', async () => {
  for (let n = 0; n < 150; n++)
    await site.put({ username: `student${n}`, email: `s${n}@college.example`, idnumber: subjectOf(n) })
  const found = await site.port().usersBy('idnumber', [...Array.from({ length: 150 }, (_, n) => subjectOf(n)), subjectOf(999)])
  expect(found).toHaveLength(150)
  const asked = await site.received('core_user_get_users_by_field')
  expect(asked).toHaveLength(2)
  for (const call of asked) expect(call.body.split('&').length).toBeLessThan(900)
})

test('absent texts are empty', async () => {
  const { id } = await site.put({ username: 'bare', email: 'bare@college.example' })
  expect(await site.port().usersBy('username', ['BARE'])).toEqual([
    {
      id,
      username: 'bare',
      auth: 'manual',
      suspended: false,
      deleted: false,
      firstname: '',
      lastname: '',
      email: 'bare@college.example',
      city: '',
      country: '',
      idnumber: '',
    },
  ])
})

test('values that no account can have are not asked for', async () => {
  expect(await site.port().usersBy('username', ['a+b@college.example', 'józef', ''])).toEqual([])
  expect(await site.port().usersBy('id', ['', 'abc', '0', '-4'])).toEqual([])
  expect(await site.port().usersBy('email', ['', '  ', '\ud800@college.example'])).toEqual([])
  expect(site.calls).toEqual([])
})

test('a deleted account is found by its id, marked, and by nothing else', async () => {
  const { id } = await site.put({ username: 'gone', email: 'gone@college.example', idnumber: subjectOf(1) })
  await site.tell('DELETE', `/moodle/records/users/${id}`)
  expect(await site.port().usersBy('id', [String(id)])).toMatchObject([{ id, deleted: true, idnumber: '' }])
  expect(await site.port().usersBy('idnumber', [subjectOf(1)])).toEqual([])
  expect(await site.port().usersBy('email', ['gone@college.example'])).toEqual([])
})

test('case never hides an e-mail address from a live look, nor does a wildcard show another', async () => {
  const { id } = await site.put({ username: 'maya', email: 'Maya_K@College.example' })
  await site.put({ username: 'other', email: 'mayaxk@college.example' })
  expect(await site.port().usersBy('email', ['maya_k@college.example'])).toMatchObject([{ id }])
  expect(await site.port().usersBy('email', ['MAYA_K@COLLEGE.EXAMPLE'])).toMatchObject([{ id }])
  expect(await site.port().usersBy('email', ['maya%@college.example'])).toEqual([])
})

test('a set is not asked for address by address', async () => {
  await site.port('bulk').usersBy(
    'email',
    Array.from({ length: 50 }, (_, n) => `Student${n}@college.example`),
  )
  expect(site.calls.map((call) => call.function)).toEqual(['core_user_get_users_by_field'])
})

test('a form that PHP cuts is noticed and asked for in parts', async () => {
  await site.setSite({ maxInputVars: 30 })
  for (let n = 0; n < 60; n++) await site.put({ username: `student${n}`, email: `s${n}@college.example`, idnumber: subjectOf(n) })
  const found = await site.port().usersBy(
    'idnumber',
    Array.from({ length: 60 }, (_, n) => subjectOf(n)),
  )
  expect(found).toHaveLength(60)
})
