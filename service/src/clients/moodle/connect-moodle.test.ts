import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Simulators, startSimulators } from '../../../../simulators/server.ts'
import { CodedError } from '../../domain/errors.ts'
import type { Lane } from '../../domain/events.ts'
import { moodleUserId, type ZohoId, zohoId } from '../../domain/ids.ts'
import type { OutsideCall } from '../../domain/outside-calls.ts'
import type { Written } from '../../domain/written.ts'
import type { Moodle, MoodleProfile, NewMoodleUser } from '../../ports/moodle.ts'
import { connectMoodle, type MoodleConnection } from './connect-moodle.ts'

type SimulatedUser = Record<string, unknown> & { id: number; username: string; idnumber: string }
type SimulatedCall = { operation: string; body: string; status: number | null }

let simulators: Simulators
let connection: MoodleConnection
let calls: OutsideCall[]

beforeAll(async () => {
  simulators = await startSimulators({ seed: 'empty' })
})
afterAll(() => simulators.stop())

beforeEach(async () => {
  await tell('POST', '/reset', { seed: 'empty' })
  calls = []
  connection = connectMoodle(simulators.moodle)
})
afterEach(() => connection.close())

const moodle = (lane: Lane = 'live'): Moodle => connection.port((call) => calls.push(call), lane)

async function tell(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${simulators.url}/__sim${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
  return answer.json()
}

const breakCall = (match: string, how: string, rest: object = {}) =>
  tell('POST', '/faults', { system: 'moodle', match, how, ...rest })
const setSite = (settings: object) => tell('PATCH', '/moodle/settings', settings)
const put = (user: object) => tell('PUT', '/moodle/records/users', user) as Promise<SimulatedUser>
const usersThere = async (): Promise<SimulatedUser[]> => {
  const { records } = (await tell('GET', '/moodle/records/users')) as { records: SimulatedUser[] }
  return records.filter(({ id }) => id > 3)
}
const callsThere = async (operation: string): Promise<SimulatedCall[]> => {
  const { calls: all } = (await tell('GET', `/calls?system=moodle&operation=${operation}`)) as { calls: SimulatedCall[] }
  return all
}

const subject = (n: number): ZohoId => zohoId(String(5843104000000100000n + BigInt(n)))
function newUser(n: number, profile: Partial<MoodleProfile> = {}, rest: Partial<NewMoodleUser> = {}): NewMoodleUser {
  return {
    subject: subject(n),
    username: `student${n}@college.example`,
    auth: 'oauth2',
    createPassword: false,
    profile: {
      firstname: `First${n}`,
      lastname: `Last${n}`,
      email: `student${n}@college.example`,
      city: 'London',
      country: 'GB',
      idnumber: subject(n),
      ...profile,
    },
    ...rest,
  }
}
const many = (count: number): NewMoodleUser[] => Array.from({ length: count }, (_, n) => newUser(n))
const refusals = (written: readonly Written<unknown>[]) =>
  written.flatMap((answer, place) =>
    answer.outcome === 'refused' ? [{ place, code: answer.error.code, params: answer.error.params }] : [],
  )
const idOf = (answer: Written<unknown> | undefined) => (answer?.outcome === 'done' ? answer.value : undefined)

describe('the site', () => {
  test('says who we are and what we may call', async () => {
    const site = await moodle().site()
    expect(site).toMatchObject({ siteName: 'Example College', serviceUserId: 3 })
    expect(site.release).toMatch(/^4\.5/)
    expect(site.functions).toContain('core_user_create_users')
  })

  test('every call is reported with its function, status and time, and nothing of its content', async () => {
    await moodle().site()
    expect(calls).toEqual([{ system: 'moodle', function: 'core_webservice_get_site_info', status: 200, ms: expect.any(Number) }])
  })

  test('a read is tried again when the connection breaks, and each try is reported', async () => {
    await breakCall('core_webservice_get_site_info', 'refuse', { times: 2 })
    await expect(moodle().site()).resolves.toMatchObject({ serviceUserId: 3 })
    expect(calls.map(({ status }) => status)).toEqual([0, 0, 200])
  })

  test('an address that nobody answers is an outage', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    const nobody = connectMoodle({ url: `http://127.0.0.1:${port}`, token: 'x' })
    await expect(nobody.probe()).rejects.toMatchObject({
      code: 'moodle.unreachable',
      system: 'moodle',
      params: { reason: 'connection refused' },
    })
    await nobody.close()
  })

  test('a site that hangs is given up after the time allowed, and not asked at once again', async () => {
    const impatient = connectMoodle({ ...simulators.moodle, timeoutMs: 200 })
    await breakCall('core_webservice_get_site_info', 'hang')
    await expect(impatient.probe()).rejects.toMatchObject({ code: 'moodle.unreachable', params: { reason: 'timed out' } })
    expect(await callsThere('core_webservice_get_site_info')).toHaveLength(1)
    await impatient.close()
  })

  test('maintenance holds the connection, and is not asked at once again', async () => {
    await setSite({ maintenance: true })
    await expect(connection.probe()).rejects.toMatchObject({
      code: 'moodle.maintenance',
      system: 'moodle',
      retryAfterMs: 300_000,
    })
    await setSite({ maintenance: false })
    expect(await callsThere('')).toHaveLength(1)
  })

  test('a refused token holds the connection', async () => {
    const stranger = connectMoodle({ ...simulators.moodle, token: 'wrong' })
    await expect(stranger.probe()).rejects.toMatchObject({ code: 'moodle.token_refused', system: 'moodle' })
    await stranger.close()
  })

  test('the error code of a refused call is reported', async () => {
    await tell('DELETE', `/moodle/records/tokens/${simulators.moodle.token}`)
    await expect(moodle().usersBy('id', ['3'])).rejects.toMatchObject({ code: 'moodle.token_refused' })
    expect(calls).toMatchObject([{ status: 200, errorCode: 'invalidtoken' }])
  })

  test('an answer that is not Moodle’s is not understood, and nothing of it is told', async () => {
    const page = createServer((_request, reply) => reply.end('<p>Maya Khan</p>')).listen(0, '127.0.0.1')
    const other = connectMoodle({ url: `http://127.0.0.1:${(page.address() as AddressInfo).port}/moodle`, token: 'secret-token' })
    const error = await other.probe().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'moodle.answer_not_understood', params: { function: 'core_webservice_get_site_info' } })
    const told = error instanceof CodedError ? JSON.stringify([error.message, error.params, String(error.cause)]) : ''
    expect(told).not.toMatch(/Maya|secret-token/)
    await other.close()
    page.close()
  })

  test('only a plugin that is there counts as there, and nobody is changed by the question', async () => {
    const { hasAuth, clockDifferenceMs, lookForNobody } = connection.inspection(() => {})
    expect(await hasAuth('oauth2')).toBe(true)
    expect(await hasAuth('oidc')).toBe(false)
    expect(Math.abs(clockDifferenceMs() ?? Number.NaN)).toBeLessThan(2_000)
    await lookForNobody()
    expect(await usersThere()).toEqual([])
  })
})

describe('looking for accounts', () => {
  test('a set is found in as few calls as Moodle takes, each far from PHP’s limit', async () => {
    for (let n = 0; n < 150; n++) await put({ username: `student${n}`, email: `s${n}@college.example`, idnumber: subject(n) })
    const found = await moodle().usersBy('idnumber', [...Array.from({ length: 150 }, (_, n) => subject(n)), subject(999)])
    expect(found).toHaveLength(150)
    const asked = await callsThere('core_user_get_users_by_field')
    expect(asked).toHaveLength(2)
    for (const call of asked) expect(call.body.split('&').length).toBeLessThan(900)
  })

  test('absent texts are empty', async () => {
    const { id } = await put({ username: 'bare', email: 'bare@college.example' })
    expect(await moodle().usersBy('username', ['BARE'])).toEqual([
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
    expect(await moodle().usersBy('username', ['a+b@college.example', 'józef', ''])).toEqual([])
    expect(await moodle().usersBy('id', ['', 'abc', '0', '-4'])).toEqual([])
    expect(await moodle().usersBy('email', ['', '  ', '\ud800@college.example'])).toEqual([])
    expect(calls).toEqual([])
  })

  test('a deleted account is found by its id, marked, and by nothing else', async () => {
    const { id } = await put({ username: 'gone', email: 'gone@college.example', idnumber: subject(1) })
    await tell('DELETE', `/moodle/records/users/${id}`)
    expect(await moodle().usersBy('id', [String(id)])).toMatchObject([{ id, deleted: true, idnumber: '' }])
    expect(await moodle().usersBy('idnumber', [subject(1)])).toEqual([])
    expect(await moodle().usersBy('email', ['gone@college.example'])).toEqual([])
  })

  test('case never hides an e-mail address from a live look, nor does a wildcard show another', async () => {
    const { id } = await put({ username: 'maya', email: 'Maya_K@College.example' })
    await put({ username: 'other', email: 'mayaxk@college.example' })
    expect(await moodle().usersBy('email', ['maya_k@college.example'])).toMatchObject([{ id }])
    expect(await moodle().usersBy('email', ['MAYA_K@COLLEGE.EXAMPLE'])).toMatchObject([{ id }])
    expect(await moodle().usersBy('email', ['maya%@college.example'])).toEqual([])
  })

  test('a set is not asked for address by address', async () => {
    await moodle('bulk').usersBy(
      'email',
      Array.from({ length: 50 }, (_, n) => `Student${n}@college.example`),
    )
    expect(calls.map((call) => call.function)).toEqual(['core_user_get_users_by_field'])
  })

  test('a form that PHP cuts is noticed and asked for in parts', async () => {
    await setSite({ maxInputVars: 30 })
    for (let n = 0; n < 60; n++) await put({ username: `student${n}`, email: `s${n}@college.example`, idnumber: subject(n) })
    const found = await moodle().usersBy(
      'idnumber',
      Array.from({ length: 60 }, (_, n) => subject(n)),
    )
    expect(found).toHaveLength(60)
  })
})

describe('creating accounts', () => {
  test('fifty are made in one call, in the order asked, and read back as sent', async () => {
    const users = many(50)
    const written = await moodle().createUsers(users)
    expect(written.map(({ outcome }) => outcome)).toEqual(users.map(() => 'done'))
    expect(calls).toHaveLength(1)
    const there = await moodle().usersBy('username', [users[7]?.username ?? ''])
    expect(there).toMatchObject([{ ...users[7]?.profile, id: idOf(written[7]), auth: 'oauth2', suspended: false }])
  })

  test('hundreds go in batches of fifty, each far from PHP’s limit of variables', async () => {
    expect(refusals(await moodle('bulk').createUsers(many(230)))).toEqual([])
    const sent = await callsThere('core_user_create_users')
    expect(sent).toHaveLength(5)
    for (const { body } of sent) expect(body.split('&').length).toBeLessThan(900)
    expect(new Set((await usersThere()).map(({ username }) => username)).size).toBe(230)
  })

  test('a password is made and mailed only when asked for', async () => {
    await moodle().createUsers([newUser(1, {}, { auth: 'manual', createPassword: true }), newUser(2)])
    const { records } = (await tell('GET', '/moodle/records/mails')) as { records: { to: string }[] }
    expect(records.map(({ to }) => to)).toEqual(['student1@college.example'])
    const [sent] = await callsThere('core_user_create_users')
    expect(sent?.body).not.toMatch(/\[password\]|%5Bpassword%5D/)
  })

  test('one bad record of fifty fails alone', async () => {
    const users = many(50)
    users[37] = newUser(37, { email: 'not-an-email' })
    const written = await moodle().createUsers(users)
    expect(refusals(written)).toEqual([
      { place: 37, code: 'student.refused_by_moodle', params: { student: subject(37), reason: 'the e-mail address is invalid' } },
    ])
    expect(await usersThere()).toHaveLength(49)
  })

  test('an address that another account has in other letters is named', async () => {
    const { id } = await put({ username: 'elder', email: 'Student1@College.example' })
    expect(refusals(await moodle().createUsers([newUser(0), newUser(1)]))).toEqual([
      {
        place: 1,
        code: 'student.refused_by_moodle',
        params: { student: subject(1), reason: `the e-mail address belongs to Moodle account ${id}` },
      },
    ])
  })

  test('a username that somebody else has is taken; one that carries our ID number is ours', async () => {
    const other = await put({ username: 'student1@college.example', email: 'x@college.example', idnumber: 'HR-7' })
    const ours = await put({ username: 'student2@college.example', email: 'student2@college.example', idnumber: subject(2) })
    const written = await moodle().createUsers([newUser(1), newUser(2), newUser(3)])
    expect(refusals(written)).toEqual([
      { place: 0, code: 'student.account_taken', params: { student: subject(1), user: other.id } },
    ])
    expect(idOf(written[1])).toBe(ours.id)
    expect(await usersThere()).toHaveLength(3)
  })

  test('of two records with one username the first gets it, and of two with one address likewise', async () => {
    const sameName = newUser(2, {}, { username: newUser(1).username })
    const sameAddress = newUser(4, { email: 'STUDENT3@college.example' })
    const written = await moodle().createUsers([newUser(1), sameName, newUser(3), sameAddress])
    expect(refusals(written)).toMatchObject([
      { place: 1, code: 'student.account_taken', params: { user: idOf(written[0]) } },
      {
        place: 3,
        code: 'student.refused_by_moodle',
        params: { reason: `the e-mail address belongs to Moodle account ${idOf(written[2])}` },
      },
    ])
    expect(await usersThere()).toHaveLength(2)
  })

  test('a create whose answer was lost is looked for, and made once', async () => {
    await breakCall('core_user_create_users', 'lose')
    const written = await moodle().createUsers([newUser(1)])
    const [user, ...others] = await usersThere()
    expect(others).toEqual([])
    expect(written).toEqual([{ outcome: 'done', value: user?.id }])
    expect(calls.map((call) => [call.function, call.status])).toEqual([
      ['core_user_create_users', 0],
      ['core_user_get_users_by_field', 200],
    ])
  })

  test('a create that never arrived is an outage and is not sent twice', async () => {
    await breakCall('core_user_create_users', 'refuse')
    await expect(moodle().createUsers([newUser(1)])).rejects.toMatchObject({ code: 'moodle.unreachable', system: 'moodle' })
    expect(await callsThere('core_user_create_users')).toHaveLength(1)
    expect(await usersThere()).toEqual([])
  })

  test('when one batch of three is lost, only its records wait', async () => {
    await breakCall('core_user_create_users', '500', { nth: 2 })
    const written = await moodle().createUsers(many(150))
    const lost = refusals(written)
    expect(lost).toHaveLength(50)
    expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['moodle.unreachable']))
    expect(await usersThere()).toHaveLength(100)
  })

  test('a lost answer that cannot be looked for either is an outage', async () => {
    await breakCall('core_user_create_users', 'lose')
    await breakCall('core_user_get_users_by_field', '500', { times: 3 })
    await expect(moodle().createUsers([newUser(1)])).rejects.toMatchObject({ code: 'moodle.unreachable' })
  })

  test('a plugin that is not there holds the connection instead of failing every record', async () => {
    const users = [newUser(1, {}, { auth: 'oidc' }), newUser(2, {}, { auth: 'oidc' })]
    await expect(moodle().createUsers(users)).rejects.toMatchObject({ code: 'moodle.auth_missing', params: { auth: 'oidc' } })
  })

  test.each([20, 25, 28, 100])('a site that drops all but %i variables loses no record and no field', async (maxInputVars) => {
    await setSite({ maxInputVars })
    expect(refusals(await moodle().createUsers(many(50)))).toEqual([])
    const there = await usersThere()
    expect(there).toHaveLength(50)
    for (const user of there)
      expect(user).toMatchObject({ city: 'London', country: 'GB', idnumber: expect.stringMatching(/^\d{19}$/) })
  })
})

describe('changing accounts', () => {
  const change = (n: number, user: number, after: Partial<MoodleProfile & { suspended: boolean }>) => ({
    subject: subject(n),
    user: moodleUserId(user),
    before: {},
    after,
  })
  const made = async (count: number): Promise<number[]> => {
    const written = await moodle().createUsers(many(count))
    calls = []
    return written.map((answer) => Number(idOf(answer)))
  }

  test('only changed fields are sent, and the set is read back once', async () => {
    const ids = await made(3)
    const written = await moodle().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds', suspended: n === 1 })))
    expect(written).toEqual(ids.map(() => ({ outcome: 'done', value: undefined })))
    expect(calls.map((call) => call.function)).toEqual(['core_user_update_users', 'core_user_get_users_by_field'])
    const [sent] = await callsThere('core_user_update_users')
    expect(decodeURIComponent(sent?.body ?? '')).toMatch(
      /users\[1\]\[city\]=Leeds&users\[1\]\[suspended\]=1&users\[1\]\[id\]=\d+/,
    )
    expect(decodeURIComponent(sent?.body ?? '')).not.toMatch(/firstname|idnumber|auth/)
    expect(await usersThere()).toMatchObject([{ suspended: false }, { suspended: true, city: 'Leeds' }, { suspended: false }])
  })

  test('each row that Moodle refuses says why, and its neighbours are done', async () => {
    const [first = 0, second = 0, third = 0, fourth = 0] = await made(4)
    await tell('DELETE', `/moodle/records/users/${fourth}`)
    const written = await moodle().updateUsers([
      change(0, first, { email: 'STUDENT1@college.example' }),
      change(1, second, { email: 'no-address' }),
      change(2, third, { city: 'Leeds' }),
      change(3, fourth, { city: 'Leeds' }),
      change(4, 999_999, { city: 'Leeds' }),
      change(5, 2, { city: 'Leeds' }),
      change(6, 1, { city: 'Leeds' }),
    ])
    expect(refusals(written)).toMatchObject([
      {
        place: 0,
        code: 'student.refused_by_moodle',
        params: { reason: `the e-mail address belongs to Moodle account ${second}` },
      },
      { place: 1, code: 'student.refused_by_moodle', params: { reason: 'the e-mail address is invalid' } },
      { place: 3, code: 'student.deleted_in_moodle', params: { user: fourth } },
      { place: 4, code: 'student.deleted_in_moodle', params: { user: 999_999 } },
      { place: 5, code: 'student.refused_by_moodle', params: { reason: expect.stringContaining('administrator') } },
      { place: 6, code: 'student.refused_by_moodle', params: { reason: 'it is the guest account' } },
    ])
    expect((await usersThere()).find(({ id }) => id === third)).toMatchObject({ city: 'Leeds' })
  })

  test('a value that makes Moodle refuse the whole call fails its own row only', async () => {
    const ids = await made(50)
    const changes = ids.map((id, n) => change(n, id, n === 37 ? { firstname: '<b>Maya</b>' } : { city: 'Leeds' }))
    expect(refusals(await moodle().updateUsers(changes))).toEqual([
      {
        place: 37,
        code: 'student.refused_by_moodle',
        params: { student: subject(37), reason: 'the field firstname holds a "<"' },
      },
    ])
    expect((await usersThere()).filter(({ city }) => city === 'Leeds')).toHaveLength(49)
  })

  test('a change that Moodle made although its answer was lost counts as done', async () => {
    const ids = await made(2)
    await breakCall('core_user_update_users', 'lose')
    expect(refusals(await moodle().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds' }))))).toEqual([])
    expect(await callsThere('core_user_update_users')).toHaveLength(1)
  })

  test('a change that never arrived is an outage', async () => {
    const ids = await made(2)
    await breakCall('core_user_update_users', 'refuse')
    const changes = ids.map((id, n) => change(n, id, { city: 'Leeds' }))
    await expect(moodle().updateUsers(changes)).rejects.toMatchObject({ code: 'moodle.unreachable' })
  })

  test('rows that PHP dropped from the end are sent again', async () => {
    const ids = await made(50)
    await setSite({ maxInputVars: 30 })
    expect(refusals(await moodle().updateUsers(ids.map((id, n) => change(n, id, { city: 'Leeds', suspended: true }))))).toEqual(
      [],
    )
    expect((await usersThere()).every((user) => user.city === 'Leeds' && user.suspended === true)).toBe(true)
  })

  test('a country that Moodle replaces is told, not believed', async () => {
    const [id = 0] = await made(1)
    expect(refusals(await moodle().updateUsers([change(0, id, { country: 'UK' })]))).toMatchObject([
      { params: { reason: 'Moodle accepted the change and still shows another value of country' } },
    ])
  })
})
