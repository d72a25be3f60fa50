import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { courseForTests, roleNamed } from './course.ts'
import { batch, call, createUser, forgetLater, leave, newZohoId, now, one, person } from './plugin-site.ts'

afterAll(leave)

const USERS = 'local_campusbridge_upsert_users'
const ENROLMENTS = 'local_campusbridge_set_enrolments'

type User = { id: number; firstname: string; idnumber: string; email: string; suspended: boolean }

const usersOf = (userid: number | undefined) =>
  call<User[]>('core_user_get_users_by_field', { field: 'id', values: [userid ?? 0] })

describe('upsert_users', () => {
  test('creates a user, with the Zoho id as idnumber', async () => {
    const item = person('created')
    const result = await one(USERS, item)
    forgetLater(result.userid)
    expect(result).toMatchObject({ status: 'created', userid: expect.any(Number) })
    expect(await usersOf(result.userid)).toMatchObject([{ idnumber: item.zohoid, email: item.email, suspended: false }])
  })

  test('leaves alone what is already so, changes what is not, and does not go back in time', async () => {
    const item = person('changed')
    const { userid } = await one(USERS, item)
    forgetLater(userid)
    const later = (milliseconds: number, differing: object = {}) => ({
      ...item,
      as_of: Number(item.as_of) + milliseconds,
      ...differing,
    })

    expect(await one(USERS, later(1))).toMatchObject({ status: 'skipped', userid })
    expect(await one(USERS, later(2, { firstname: 'Other', suspended: true }))).toMatchObject({ status: 'updated', userid })
    expect(await one(USERS, later(-1, { firstname: 'Older' }))).toMatchObject({ status: 'stale' })
    expect(await usersOf(userid)).toMatchObject([{ firstname: 'Other', suspended: true }])
  })

  test('names the one bad item among good ones, which are stored', async () => {
    const [good, bad, other] = [person('good'), { ...person('bad'), username: 'No Name' }, person('other')]
    const results = await batch(USERS, [good, bad, other])
    for (const { userid } of results) forgetLater(userid)
    expect(results.map(({ status }) => status)).toEqual(['created', 'refused', 'created'])
    expect(results[1]).toMatchObject({ field: 'username', message: expect.stringContaining('username') })
  })

  test.each([
    ['zohoid', { zohoid: '12' }],
    ['zohoid', { zohoid: undefined }],
    ['as_of', { as_of: undefined }],
    ['as_of', { as_of: 1_700_000_000 }],
    ['username', { username: 'UPPER' }],
    ['username', { username: '' }],
    ['email', { email: 'nobody' }],
    ['auth', { auth: 'nosuch' }],
    ['country', { country: 'UK' }],
    ['firstname', { firstname: '' }],
    ['firstname', { firstname: 'x'.repeat(101) }],
    ['lastname', { lastname: 5 }],
    ['suspended', { suspended: 'perhaps' }],
    ['surname', { surname: 'Unknown' }],
  ])('refuses a wrong %s: %j', async (field, differing) => {
    const result = await one(USERS, { ...person('wrong'), ...differing })
    forgetLater(result.userid)
    expect(result).toMatchObject({ status: 'refused', field, error: expect.any(String), message: expect.stringContaining(field) })
  })

  test('refuses an e-mail address that somebody else has', async () => {
    const item = person('first')
    forgetLater((await one(USERS, item)).userid)
    const result = await one(USERS, { ...person('second'), email: item.email })
    forgetLater(result.userid)
    expect(result).toMatchObject({ status: 'refused', field: 'email' })
  })
})

describe('set_enrolments and get_enrolments', () => {
  let userid: number
  let courseid: number
  let roleid: number

  beforeAll(async () => {
    userid = await createUser('enrolled')
    roleid = await roleNamed('student')
    courseid = await courseForTests()
  })

  const enrolment = (differing: object = {}) => ({
    userid,
    courseid,
    roleid,
    status: 'active',
    timestart: 0,
    timeend: 0,
    as_of: now(),
    ...differing,
  })

  test('enrol, leave alone, suspend, and do not go back in time', async () => {
    const began = now()
    expect(await one(ENROLMENTS, enrolment({ as_of: began }))).toMatchObject({ status: 'created', userid, courseid })
    expect(await one(ENROLMENTS, enrolment({ as_of: began + 1 }))).toMatchObject({ status: 'skipped' })
    expect(await one(ENROLMENTS, enrolment({ as_of: began + 2, status: 'suspended' }))).toMatchObject({ status: 'updated' })
    expect(await one(ENROLMENTS, enrolment({ as_of: began }))).toMatchObject({ status: 'stale' })

    const answer = await call('local_campusbridge_get_enrolments', { items: JSON.stringify([{ userid, courseid }]) })
    expect(answer).toMatchObject({
      enrolments: [{ userid, courseid, method: 'manual', status: 'suspended', roleids: [roleid] }],
      next: 0,
    })
  })

  test.each([
    ['userid', { userid: 999_999_999 }],
    ['courseid', { courseid: 999_999_999 }],
    ['courseid', { courseid: 1 }],
    ['roleid', { roleid: 999_999_999 }],
    ['status', { status: 'asleep' }],
    ['timeend', { timestart: 1_800_000_000, timeend: 1_700_000_000 }],
    ['timestart', { timestart: undefined }],
    ['as_of', { as_of: 'today' }],
    ['enrol', { enrol: 'self' }],
  ])('refuse a wrong %s: %j', async (field, differing) => {
    expect(await one(ENROLMENTS, enrolment(differing))).toMatchObject({ status: 'refused', field })
  })

  test.each([
    ['after', { after: 'x' }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 100_000 }],
    ['items', { items: JSON.stringify([{ zohoid: newZohoId() }]) }],
    ['items', { items: JSON.stringify([{}]) }],
  ])('are not read with a wrong %s: %j', async (_field, differing) => {
    const answer = await call('local_campusbridge_get_enrolments', { items: JSON.stringify([{ userid }]), ...differing })
    expect(answer).toMatchObject({ errorcode: expect.stringMatching(/^invalid/) })
  })
})
