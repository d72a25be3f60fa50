import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startShell } from '../shell.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from './moodle.ts'

const shell = await startShell({
  port: 0,
  seed: 'college',
  build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
  addresses: () => ({}),
})
afterAll(() => shell.stop())
const { moodle } = shell.systems
beforeEach(() => moodle.reset('college'))

const call = (form: string, url = `${shell.url}/moodle`) =>
  fetch(`${url}/webservice/rest/server.php`, {
    method: 'POST',
    body: new URLSearchParams(`wstoken=${DEFAULT_MOODLE_TOKEN}&moodlewsrestformat=json&${form}`),
  })
const ask = async (form: string): Promise<unknown> => (await call(form)).json()
const row = (index: number, name: string) =>
  `users[${index}][username]=${name}&users[${index}][firstname]=F&users[${index}][lastname]=L&users[${index}][email]=${name}@college.example&users[${index}][auth]=oauth2`

/** What a real site cannot be asked for in a conformance run. The rest stands in `conformance.test.ts`. */
describe('the simulated Moodle', () => {
  test('starts the college with the accounts every site has and three older ones without an idnumber', () => {
    const users = moodle.records.list('users')
    expect(users.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6])
    expect(users.slice(0, 3).map(({ username }) => username)).toEqual(['guest', 'admin', 'wsuser'])
    expect(users.slice(3).every(({ idnumber, email, username }) => idnumber === '' && email === username)).toBe(true)
  })

  test('a batch beyond the limit of form variables loses its end and says nothing', async () => {
    moodle.configure({ maxInputVars: 23 })
    const made = await ask(
      `wsfunction=core_user_create_users&${[0, 1, 2, 3, 4].map((index) => row(index, `t${index}`)).join('&')}`,
    )
    // 24 variables come through: three in front, four rows of five and the username of the fifth, which is refused for the rest.
    expect(made).toMatchObject({ errorcode: 'invalidparameter' })
    moodle.configure({ maxInputVars: 22 })
    expect(
      await ask(`wsfunction=core_user_create_users&${[0, 1, 2, 3, 4].map((index) => row(index, `t${index}`)).join('&')}`),
    ).toHaveLength(4)
  })

  test('createpassword mails everybody it created, once the batch is through', async () => {
    const manual = (index: number, name: string) =>
      `${row(index, name).replace('oauth2', 'manual')}&users[${index}][createpassword]=1`
    await ask(`wsfunction=core_user_create_users&${manual(0, 'p1')}&${manual(1, 'p1')}`)
    expect(moodle.records.list('mails')).toEqual([])
    await ask(`wsfunction=core_user_create_users&${manual(0, 'p1')}&${manual(1, 'p2')}`)
    expect(moodle.records.list('mails').map(({ to }) => to)).toEqual(['p1@college.example', 'p2@college.example'])
  })

  test('a rolled back batch leaves a gap in the ids', async () => {
    await ask(`wsfunction=core_user_create_users&${row(0, 'g1')}&${row(1, 'g1')}`)
    expect(await ask(`wsfunction=core_user_create_users&${row(0, 'g2')}`)).toEqual([{ id: 8, username: 'g2' }])
  })

  test('an expired token is told so once and is unknown from then on', async () => {
    moodle.expireTokens()
    expect(await ask('wsfunction=core_webservice_get_site_info')).toMatchObject({ errorcode: 'accessexception' })
    expect(await ask('wsfunction=core_webservice_get_site_info')).toMatchObject({ errorcode: 'invalidtoken' })
    moodle.records.put('tokens', { id: DEFAULT_MOODLE_TOKEN }, 'human')
    expect(await ask('wsfunction=core_webservice_get_site_info')).toMatchObject({ username: 'wsuser', userid: 3 })
  })

  test('debugging adds what was wrong', async () => {
    moodle.configure({ debug: true })
    expect(await ask('wsfunction=core_user_create_users&users[0][username]=UPPER7')).toMatchObject({
      debuginfo:
        'users => Invalid parameter value detected: username => Invalid parameter value detected: Invalid external api parameter: the value is "UPPER7", the server was expecting "username" type',
    })
  })

  test('maintenance is a page and a 503, for every address', async () => {
    moodle.configure({ maintenance: true })
    const answer = await call('wsfunction=core_webservice_get_site_info')
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([
      503,
      'text/html; charset=utf-8',
      '300',
    ])
    expect((await fetch(`${shell.url}/moodle/login/index.php`)).status).toBe(503)
  })

  test.each(['core_course_get_contents', 'core_group_create_groups'])('%s is real but not played: 501', async (name) => {
    const answer = await call(`wsfunction=${name}`)
    expect(answer.status).toBe(501)
    expect(await answer.json()).toMatchObject({ error: 'not simulated', what: name })
  })

  test('counts the rows it wrote and found, for the pace', async () => {
    const since = await lastSeq()
    await ask(`wsfunction=core_user_create_users&${row(0, 'r1')}&${row(1, 'r2')}`)
    await ask('wsfunction=core_user_get_users_by_field&field=id&values[0]=4&values[1]=5&values[2]=999')
    await ask('wsfunction=core_user_update_users&users[0][id]=4&users[0][firstname]=N&users[1][id]=999&users[1][firstname]=N')
    expect((await callsSince(since)).map(({ rows }) => rows)).toEqual([
      { written: 2, found: 0 },
      { written: 0, found: 2 },
      { written: 1, found: 0 },
    ])
  })

  test('a record written by hand is what the web services read', async () => {
    moodle.records.put('users', { username: 'hand', firstname: 'By', lastname: 'Hand', email: 'Hand@College.Example' }, 'human')
    moodle.records.patch('users', '4', { suspended: true }, 'human')
    expect(await ask('wsfunction=core_user_get_users_by_field&field=username&values[0]=hand')).toMatchObject([
      { id: 7, email: 'Hand@College.Example' },
    ])
    expect(await ask('wsfunction=core_user_get_users_by_field&field=id&values[0]=4')).toMatchObject([{ suspended: true }])
    expect(() => moodle.records.put('users', { username: 'x', Username: 'y' }, 'human')).toThrow('no Username')
  })
})

type ListedCall = { rows: { written: number; found: number } }
const list = async (query: string) =>
  (await (await fetch(`${shell.url}/__sim/calls${query}`)).json()) as { lastSeq: number; calls: ListedCall[] }
const lastSeq = async () => (await list('')).lastSeq
const callsSince = async (since: number) => (await list(`?since=${since}`)).calls
