import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { type CliWorld, createCliWorld } from './cli-world.ts'

// A whole college is brought into step, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let world: CliWorld
afterEach(() => world.stop())

const students = async (): Promise<{ id: string; Status: string; City: string; Academic_Email: string | null }[]> =>
  (await world.control<{ records: [] }>('GET', '/zoho/records/BTEC_Students')).records
const moodleWrites = async (since: number): Promise<string[]> =>
  (await world.calls('moodle', since)).map(({ operation }) => operation).filter((name) => /create|update|delete/.test(name))

beforeEach(async () => {
  world = await createCliWorld({ settings: { 'moodle.auth': 'oauth2' } })
})

test('a first sync brings the whole college into step; the second finds nothing to do and asks Moodle nothing', async () => {
  const all = await students()
  const first = await world.answer('sync', 'students', '--all')
  expect(first.body).toMatchObject({ read: all.length, added: all.length, changed: 0, unchanged: 0, ended: 'all' })
  // The invented college has a student without an academic e-mail and one with an impossible one.
  expect([first.code, first.body.failed]).toEqual([exit.needsAttention, 2])

  const [someone] = all.filter(({ Status, Academic_Email }) => Status === 'Active' && Academic_Email !== null)
  await world.editStudent(String(someone?.id), { City: 'Reykjavík' })
  const since = await world.lastCall()
  const second = await world.answer('sync', 'students', '--all')
  expect(second.body).toMatchObject({ added: 2, changed: 1, unchanged: all.length - 3 })
  expect(await moodleWrites(since)).toEqual(['core_user_update_users'])
  expect((await world.accountOf(String(someone?.id)))?.city).toBe('Reykjavík')

  const status = await fetch(`${world.url}/v1/sync/status/${second.body.job_id}`, {
    headers: { authorization: `Bearer ${world.key}` },
  })
  expect(await status.json()).toMatchObject({
    status: 'completed',
    changed: 1,
    events: { written: 3, failed: 2, done: 1, in_line: 0 },
  })
})

test('a plan shows field by field what a sync would do, and writes nothing anywhere', async () => {
  const since = await world.lastCall()
  const { code, body } = await world.answer('sync', 'students', '--plan')
  expect(code).toBe(exit.done)
  const created = body.students.filter(({ changes }: { changes: { action: string }[] }) =>
    changes.some(({ action }) => action === 'createUser'),
  )
  expect(created.length).toBeGreaterThan(10)
  expect(body.totals).toMatchObject({ looked_at: (await students()).length, need_attention: 2, mails: 0 })
  expect(await moodleWrites(since)).toEqual([])
  expect(await world.events()).toEqual([])
  expect((await world.look.query('select from sync_students')).rowCount).toBe(0)

  await world.manage('sync', 'students', '--all')
  const done = await world.answer('sync', 'students', '--plan')
  expect(done.body.totals).toMatchObject({ looked_at: 2, would_change: 0 })
})

test('a sync stops before Moodle mails passwords to a whole college, and says how many mails it would be', async () => {
  await world.manage('settings', 'set', 'moodle.auth', 'manual')
  const stopped = await world.answer('sync', 'students', '--all')
  expect(stopped.code).toBe(exit.notPossible)
  expect(stopped.body.mails).toBeGreaterThan(10)
  expect(await world.events()).toEqual([])

  const sent = await world.answer('sync', 'students', '--all', '--send-mail')
  expect(sent.body.ended).toBe('all')
  const { records } = await world.control<{ records: unknown[] }>('GET', '/moodle/records/mails')
  expect(records).toHaveLength(stopped.body.mails)
})

test('students a person names are looked at even when nothing changed in Zoho', async () => {
  await world.manage('sync', 'students', '--all')
  const [one, other] = (await students()).filter(({ Status, Academic_Email }) => Status === 'Active' && Academic_Email !== null)
  const account = await world.accountOf(String(one?.id))
  await world.editAccount(account?.id ?? 0, { city: 'Elsewhere' })
  const { code, body } = await world.answer('sync', 'students', '--ids', `${one?.id},${other?.id}`)
  expect([code, body.written, body.done]).toEqual([exit.done, 2, 2])
  expect((await world.accountOf(String(one?.id)))?.city).toBe(one?.City)
})

test('while Zoho is away the sync says so and has an exit code of its own', async () => {
  await world.control('POST', '/faults', { system: 'zoho', how: '500', times: 50 })
  const { code } = await world.manage('sync', 'students', '--all')
  expect(code).toBe(exit.unreachable)
  await world.clearFaults()
  const next = await world.answer('sync', 'students', '--all')
  expect(next.body).toMatchObject({ resumed: true, ended: 'all' })
})

test('everything is read with one command, which says what became of each kind; what went from Zoho is looked at', async () => {
  const first = await world.answer('sync', '--all')
  expect(first.body.interrupted).toBe(false)
  expect(first.body.names.students).toMatchObject({ read: (await students()).length, unchanged: 0, gone: 0 })
  const second = await world.answer('sync', '--all')
  expect(second.body.names.students).toMatchObject({ changed: 0, gone: 0, withheld: 0 })

  const [gone] = (await students()).filter(({ Status, Academic_Email }) => Status === 'Active' && Academic_Email !== null)
  await world.deleteStudent(String(gone?.id))
  const third = await world.answer('sync', 'students', '--all')
  expect(third.body).toMatchObject({ gone: 1, withheld: 0 })
  expect((await world.accountOf(String(gone?.id)))?.suspended).toBe(true)

  const { stdout } = await world.manage('sync', 'history')
  expect(stdout).toContain('students')
  const status = await world.answer('sync', 'status', third.body.job_id)
  expect(status.body).toMatchObject({ name: 'students', status: 'completed', gone: 1, events: { done: 1 } })
  expect((await world.manage('sync', 'status', third.body.job_id)).stdout).toContain('1 gone')
})

test('more removals at once than the limit wait for a person’s word', async () => {
  await world.manage('sync', 'students', '--all')
  await world.manage('settings', 'set', 'deletions.bulk_count', '1')
  await world.manage('settings', 'set', 'deletions.bulk_percent', '0')
  const some = (await students())
    .filter(({ Status, Academic_Email }) => Status === 'Active' && Academic_Email !== null)
    .slice(0, 2)
  for (const { id } of some) await world.deleteStudent(id)
  const stopped = await world.manage('sync', 'students', '--all')
  expect(stopped.code).toBe(exit.needsAttention)
  expect(stopped.stdout).toContain('--allow-removals')
  expect((await world.accountOf(String(some[0]?.id)))?.suspended).toBe(false)
  const allowed = await world.answer('sync', 'students', '--all', '--allow-removals')
  expect(allowed.body).toMatchObject({ gone: 2, withheld: 0 })
  for (const { id } of some) expect((await world.accountOf(id))?.suspended).toBe(true)
})

test('a sync asked for at the API runs in the service', async () => {
  const post = (path: string, body: object) =>
    fetch(`${world.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const accepted = (await (await post('/v1/sync/students/profile', {})).json()) as { job_id: string }
  const settled = async () => (await world.answer('sync', 'status', accepted.job_id)).body
  await expect.poll(async () => (await settled()).settled_at, { timeout: 60_000, interval: 250 }).not.toBeNull()
  expect(await settled()).toMatchObject({ status: 'completed', read: (await students()).length, asked_by: 'key a test' })
})

test('an incomplete question about a sync is answered with what to add', async () => {
  for (const args of [
    ['sync'],
    ['sync', 'students'],
    ['sync', '--plan'],
    ['sync', 'weather', '--all'],
    ['sync', 'students', '--all', '--ids', '5725767000000400001'],
  ]) {
    const { code, stderr } = await world.manage(...args)
    expect([args.join(' '), code]).toEqual([args.join(' '), exit.usage])
    expect(stderr).toContain('error:')
  }
})
