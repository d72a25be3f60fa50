import { afterEach, beforeEach, expect, test } from 'vitest'
import { SystemHeldError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { completed } from '../../src/domain/verdicts.ts'
import { createSyncRunner } from '../../src/sync/sync-runner.ts'
import { student } from '../ledger-world.ts'
import { put, type TinyZoho, tinyZoho } from '../sync/tiny-zoho.ts'
import { type ApiWorld, openApi } from './open-api.ts'

let world: ApiWorld
let zoho: TinyZoho
beforeEach(async () => {
  world = await openApi()
  zoho = tinyZoho()
  await world.put('/v1/settings/moodle.auth', { value: 'oauth2' })
  for (const n of [1, 2, 3]) {
    put(zoho, 'BTEC_Students', student(n), {
      First_Name: 'Maya',
      Last_Name: 'Haddad',
      Academic_Email: `m${n}@college.example`,
      Status: 'Active',
    })
  }
})
afterEach(() => world.stop())

const troubles: unknown[] = []
const aRunner = () =>
  createSyncRunner({
    database: world.database,
    ledger: world.ledger,
    // A bulk read asks Zoho for pages, and Moodle for nothing.
    portsOf: async () => ({ zoho, moodle: {} }) as never,
    onError: (error) => troubles.push(error),
  })
const until = async (jobId: string, fits: (status: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> => {
  for (const deadline = Date.now() + 10_000; ; ) {
    const { body } = await world.get(`/v1/sync/status/${jobId}`)
    if (fits(body)) return body
    if (Date.now() > deadline) throw new Error(`In vain: ${JSON.stringify(body)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a bulk read that is asked for runs in the service, one at a time, and tells how far it is', async () => {
  const { status, body } = await world.post('/v1/sync/run', { name: 'students' })
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'accepted', jobs: [{ name: 'students', job_id: body.job_id }] })
  expect((await world.get(body.check_status_url)).body).toMatchObject({ status: 'queued', read: 0, asked_by: 'key registrar' })
  expect(await world.post('/v1/sync/run', { name: 'students' })).toMatchObject({ status: 409, body: { code: 'sync.running' } })
  expect(await world.post('/v1/sync/students/profile', {})).toMatchObject({ status: 409 })

  const runner = aRunner()
  await runner.look(DEFAULT_TENANT)
  await until(body.job_id, (now) => now.status === 'completed')
  await world.runAll(() => completed('student.in_step', { user: 7, note: '' }))
  expect(await until(body.job_id, (now) => now.settled_at !== null)).toMatchObject({
    read: 3,
    added: 3,
    events: { written: 3, done: 3 },
    progress: { total: 3, success: 3, failed: 0, current: 3 },
  })
  await runner.stop()
  expect((await world.get('/v1/sync/history?name=students')).body.runs).toMatchObject([{ job_id: body.job_id, kind: 'bulk' }])
  expect(troubles).toEqual([])
})

test('what a process was at when it was stopped, the next one goes on with', async () => {
  const { body } = await world.post('/v1/sync/run', { all: true })
  const ofStudents = body.jobs.find(({ name }: { name: string }) => name === 'students')
  const first = aRunner()
  await first.look(DEFAULT_TENANT)
  await first.stop()
  expect((await world.get(ofStudents.check_status_url)).body.status).not.toBe('running')
  const second = aRunner()
  await second.look(DEFAULT_TENANT)
  expect(await until(ofStudents.job_id, (now) => now.status === 'completed')).toMatchObject({ read: 3, added: 3 })
  await second.stop()
  // What it had not come to is in line for the third.
  expect((await world.get('/v1/sync/history')).body.runs.map(({ status }: { status: string }) => status)).toContain('queued')
})

test('a batch whose process died is taken over after a minute, and by nobody before', async () => {
  const { body } = await world.post('/v1/sync/run', { name: 'students' })
  await world.sql(`update extension_sync_runs set status = 'running', runner = 'a dead one', seen_at = now()`)
  const runner = aRunner()
  await runner.look(DEFAULT_TENANT)
  expect((await world.get(body.check_status_url)).body).toMatchObject({ status: 'running', read: 0 })
  await world.sql(`update extension_sync_runs set seen_at = now() - interval '61 seconds'`)
  await runner.look(DEFAULT_TENANT)
  await until(body.job_id, (now) => now.status === 'completed')
  await runner.stop()
})

test('a trouble of Zoho ends it, is told in words, and may be asked for again', async () => {
  zoho.refuse.set('BTEC_Students', new SystemHeldError('zoho', 'zoho.credits_spent', {}))
  const { body } = await world.post('/v1/sync/run', { name: 'students' })
  const runner = aRunner()
  await runner.look(DEFAULT_TENANT)
  const failed = await until(body.job_id, (now) => now.status === 'failed')
  expect(failed.trouble).toMatchObject({ code: 'zoho.credits_spent' })
  zoho.refuse.clear()
  const again = await world.post('/v1/sync/run', { name: 'students' })
  // It goes on with what broke off.
  expect(again.body.job_id).toBe(body.job_id)
  const status = async () => {
    await runner.look(DEFAULT_TENANT)
    return (await world.get(body.check_status_url)).body.status
  }
  await expect.poll(status).toBe('completed')
  await runner.stop()
})

test('records that are named are looked at at once, and are a job of their own', async () => {
  const { body } = await world.post('/v1/sync/students/profile', { student_ids: [student(1), student(2)], sync_mode: 'profile' })
  expect((await world.get(body.check_status_url)).body).toMatchObject({
    kind: 'request',
    status: 'completed',
    read: 2,
    events: { written: 2, in_line: 2 },
  })
  expect((await world.get('/v1/events?source=person')).body.count).toBe(2)
})

test.each([
  ['/v1/sync/run', {}, 400],
  ['/v1/sync/run', { name: 'students', all: true }, 400],
  ['/v1/sync/run', { name: 'weather' }, 400],
  ['/v1/sync/students/profile', { student_ids: ['1'] }, 400],
  ['/v1/sync/students/profile', { sync_mode: 'academics' }, 400],
  ['/v1/sync/history?limit=9999', undefined, 400],
])('%s %j is not understood', async (url, given, status) => {
  const answer = given === undefined ? await world.get(url) : await world.post(url, given)
  expect(answer).toMatchObject({ status, body: { code: 'api.invalid' } })
})

test('another college sees nothing of it', async () => {
  const { body } = await world.post('/v1/sync/run', { name: 'students' })
  const other = await world.keyOfAnother('sync-college')
  expect((await world.get(body.check_status_url, other)).status).toBe(404)
  expect((await world.get('/v1/sync/history', other)).body.runs).toEqual([])
})
