import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from './calls.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from './moodle/moodle.ts'
import { startShell } from './shell.ts'

const start = (dataDir?: string) =>
  startShell({
    port: 0,
    dataDir,
    seed: 'empty',
    build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
    addresses: (url) => ({ url }),
  })
type Shell = Awaited<ReturnType<typeof start>>

const shell = await start()
afterAll(() => shell.stop())

const control = async (at: Shell, method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${at.url}/__sim${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const call = (at: Shell, form: string) =>
  fetch(`${at.url}/moodle/webservice/rest/server.php`, {
    method: 'POST',
    body: new URLSearchParams(`wstoken=${DEFAULT_MOODLE_TOKEN}&moodlewsrestformat=json&${form}`),
  })
const create = (name: string) =>
  `wsfunction=core_user_create_users&users[0][username]=${name}&users[0][firstname]=F&users[0][lastname]=L&users[0][email]=${name}@college.example&users[0][auth]=oauth2`
const siteInfo = 'wsfunction=core_webservice_get_site_info'
const usernames = (at: Shell) => at.systems.moodle.records.list('users').map(({ username }) => username)
const calls = async (at: Shell, query = '') => (await control(at, 'GET', `/calls${query}`)).body.calls as Call[]
const listed = async (at: Shell, ready: (list: Call[]) => boolean) => {
  await expect.poll(async () => ready(await calls(at))).toBe(true)
  return calls(at)
}

beforeEach(() => control(shell, 'POST', '/reset', { seed: 'empty' }))

describe('faults', () => {
  test('a refused call was never processed', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', match: 'create_users', how: 'refuse' })
    await expect(call(shell, create('refused'))).rejects.toThrow()
    expect(usernames(shell)).not.toContain('refused')
    expect((await call(shell, create('refused'))).status).toBe(200)
  })

  test('a lost call was processed, and its caller hears nothing', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', match: 'create_users', how: 'lose' })
    await expect(call(shell, create('lost'))).rejects.toThrow()
    expect(usernames(shell)).toContain('lost')
  })

  test('a hanging call gets no answer and no processing, however long its caller waits', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', how: 'hang', ms: 50 })
    await expect(call(shell, create('hung'))).rejects.toThrow()
    expect(usernames(shell)).not.toContain('hung')
  })

  test('a caller who gives up frees a hanging call', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', how: 'hang' })
    const impatient = fetch(`${shell.url}/moodle/webservice/rest/server.php`, { signal: AbortSignal.timeout(100) })
    await expect(impatient).rejects.toThrow()
    const [first] = await listed(shell, (list) => typeof list[0]?.ms === 'number')
    expect(first).toMatchObject({ status: null, fault: 'hang' })
  })

  test.each(['429', '500'] as const)('a %s is answered in place of processing', async (how) => {
    await control(shell, 'POST', '/faults', { system: 'moodle', how, nth: 2 })
    expect((await call(shell, siteInfo)).status).toBe(200)
    const struck = await call(shell, create('struck'))
    expect([struck.status, struck.headers.get('content-type')]).toEqual([Number(how), 'text/html'])
    expect(usernames(shell)).not.toContain('struck')
  })

  test('expire makes the token useless before the call', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', how: 'expire' })
    expect(await (await call(shell, siteInfo)).json()).toMatchObject({ errorcode: 'accessexception' })
  })

  test('a waiting fault is listed, and can be taken back', async () => {
    await control(shell, 'POST', '/faults', { system: 'moodle', match: 'get', nth: 3, how: 'lose' })
    expect((await control(shell, 'GET', '/faults')).body).toMatchObject({ faults: [{ match: 'get', nth: 3, seen: 0 }] })
    await control(shell, 'DELETE', '/faults')
    expect((await control(shell, 'GET', '/faults')).body).toEqual({ faults: [] })
  })

  test('a fault that does not exist is refused with the ones that do', async () => {
    const { status, body } = await control(shell, 'POST', '/faults', { system: 'moodle', how: 'explode' })
    expect(status).toBe(400)
    expect(body.error).toContain('"refuse"|"lose"|"hang"')
  })
})

describe('calls', () => {
  test('every call is told with its operation, its status and no token', async () => {
    await call(shell, create('told'))
    await control(shell, 'POST', '/faults', { system: 'moodle', how: 'refuse' })
    await expect(call(shell, siteInfo)).rejects.toThrow()
    const [first, second] = await listed(shell, (list) => list.length === 2 && list.every(({ ms }) => ms !== null))
    expect(first).toMatchObject({ operation: 'core_user_create_users', status: 200, rows: { written: 1, found: 0 } })
    expect(first?.body).toContain('wstoken=***')
    expect(JSON.stringify(first)).not.toContain(DEFAULT_MOODLE_TOKEN)
    expect(second).toMatchObject({ operation: 'core_webservice_get_site_info', status: null, fault: 'refuse' })
    expect(await calls(shell, `?since=${first?.seq}&system=moodle`)).toMatchObject([{ seq: second?.seq }])
    expect(await calls(shell, '?system=zoho')).toEqual([])
  })
})

describe('clock', () => {
  test('can be moved and set, and what happens then carries the new time', async () => {
    await control(shell, 'POST', '/clock', { now: '2027-03-28T00:59:59Z' })
    await control(shell, 'POST', '/clock', { advanceMs: 3_600_000 })
    await call(shell, create('later'))
    const made = shell.systems.moodle.records.list('users').find(({ username }) => username === 'later')
    const at = new Date(Number(made?.timecreated) * 1000).toISOString()
    expect(at.startsWith('2027-03-28T01:59:59') || at.startsWith('2027-03-28T02:00')).toBe(true)
    expect((await control(shell, 'POST', '/clock', {})).body).toMatchObject({ aheadMs: 0 })
  })
})

describe('pace', () => {
  test('a paced call takes at least its price, and calls beyond the limit wait for a place', async () => {
    await control(shell, 'PUT', '/pace', { system: 'moodle', perCallMs: 40, servedAtOnce: 2 })
    const startedAt = performance.now()
    await Promise.all([1, 2, 3, 4].map(() => call(shell, siteInfo)))
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(78)
  })

  test('a reset ends it', async () => {
    await control(shell, 'PUT', '/pace', { system: 'moodle', perCallMs: 40, servedAtOnce: 2 })
    await control(shell, 'POST', '/reset')
    expect((await control(shell, 'GET', '/pace')).body).toMatchObject({ moodle: { perCallMs: 0, servedAtOnce: 0 } })
  })
})

describe('records', () => {
  test('are created, found, changed and removed by hand', async () => {
    const made = await control(shell, 'PUT', '/moodle/records/users', { username: 'maya', email: 'maya@college.example' })
    const { id } = made.body
    expect((await control(shell, 'GET', '/moodle/records/users?username=maya')).body).toMatchObject({
      count: 1,
      records: [{ id }],
    })
    await control(shell, 'PATCH', `/moodle/records/users/${id}?as=human`, { suspended: true })
    expect((await control(shell, 'GET', `/moodle/records/users/${id}`)).body).toMatchObject({ suspended: true })
    await control(shell, 'DELETE', `/moodle/records/users/${id}`)
    expect((await control(shell, 'GET', `/moodle/records/users/${id}`)).body).toMatchObject({ deleted: true })
  })

  test.each([
    ['GET', '/moodle/records/users/999', 404],
    ['GET', '/moodle/records/nothing', 404],
    ['GET', '/nowhere/records/users', 404],
    ['PUT', '/moodle/records/users', 422],
    ['PATCH', '/moodle/records/users/2?as=nobody', 400],
  ])('%s %s answers %i', async (method, path, status) => {
    const answer = await control(shell, method, path, method === 'GET' ? undefined : {})
    expect(answer.status).toBe(status)
    expect(answer.body.error).toBeTypeOf('string')
  })
})

describe('persistence', () => {
  test('a second start finds records, ids and clock again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulators-'))
    try {
      const first = await start(dataDir)
      await call(first, create('kept'))
      await control(first, 'POST', '/clock', { advanceMs: 86_400_000 })
      await first.stop()

      const second = await start(dataDir)
      expect(usernames(second)).toContain('kept')
      expect(Number((await control(second, 'GET', '/clock')).body.aheadMs)).toBe(86_400_000)
      await call(second, create('next'))
      expect(second.systems.moodle.records.list('users').map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
      await second.stop()
    } finally {
      await rm(dataDir, { recursive: true })
    }
  })

  test('a change is on disk soon, without a stop, and in one piece', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulators-'))
    const running = await start(dataDir)
    try {
      await call(running, create('soon'))
      await expect.poll(() => readdir(dataDir), { timeout: 5000 }).toEqual(['simulators.json'])
    } finally {
      await running.stop()
      await rm(dataDir, { recursive: true })
    }
  })

  test('a damaged file stops the start instead of forgetting everything', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulators-'))
    await writeFile(join(dataDir, 'simulators.json'), '{"version":1,')
    await expect(start(dataDir)).rejects.toThrow('is not JSON')
    await rm(dataDir, { recursive: true })
  })
})
