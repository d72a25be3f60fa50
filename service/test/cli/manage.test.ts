import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { demoSecrets } from '../../src/config/demo-secrets.ts'
import { type CliWorld, createCliWorld } from './cli-world.ts'

let world: CliWorld
beforeAll(async () => {
  world = await createCliWorld()
})
afterAll(() => world.stop())

test('as a program of its own it lists events of the service that runs on the same data folder', async () => {
  const { code, stdout } = await world.start('events', 'list', '--json').said
  expect([code, JSON.parse(stdout).count]).toEqual([exit.done, 0])
})

test('the demo moves a student in Zoho and shows both sides in step', async () => {
  const { code, body } = await world.answer('demo', 'student')
  expect(code).toBe(exit.done)
  expect(body.event.status).toBe('completed')
  expect(body.moodle.city).toBe(body.zoho.City)
  expect(body.zoho.Student_Moodle_ID).toBe(String(body.moodle.id))
})

test('an event is listed, shown with what it changed, and put back in line', async () => {
  const [student] = (await world.control<{ records: { id: string }[] }>('GET', '/zoho/records/BTEC_Students?Status=Active'))
    .records
  const { eventId } = await world.zohoSends(String(student?.id))
  await world.settled(eventId)

  const list = await world.manage('events', 'list', '--subject', String(student?.id))
  expect(list.stdout).toContain('zoho.student.updated')
  const show = await world.manage('events', 'show', eventId)
  expect(show.stdout).toMatch(/asked zoho GET .*: 200/)
  expect(show.stdout).toMatch(/idnumber: \(empty\) → "\d{15,}"/)

  const retry = await world.answer('events', 'retry', eventId)
  expect([retry.code, retry.body.put_back_by]).toEqual([exit.done, 'person'])
  expect((await world.settled(eventId)).verdict_code).toBe('student.in_step')
})

test('what is not there, not understood or not reachable says so with a code of its own', async () => {
  expect(await world.manage('events', 'show', 'no such event')).toMatchObject({ code: exit.notPossible })
  expect(await world.manage('events', 'list', '--tenant', 'nobody')).toMatchObject({ code: exit.notPossible })
  expect(await world.manage('events', 'list', '--status', 'done')).toMatchObject({ code: exit.usage })
  expect(await world.manage('events')).toMatchObject({ code: exit.usage })
  expect(await world.manage('sync', 'students')).toMatchObject({ code: exit.usage })
  expect(await world.manage('settings', 'set', 'deletions.per_hour', 'many')).toMatchObject({ code: exit.usage })
  expect(await world.manage('--help')).toMatchObject({ code: exit.done })

  const away = await world.manageWith({ DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' }, 'events', 'list', '--json')
  expect(away.code).toBe(exit.unreachable)
  expect(JSON.parse(away.stdout).error.code).toBe('database.unreachable')
  const wrong = await world.manageWith({ PORT: 'eighty' }, 'events', 'list')
  expect(wrong).toMatchObject({ code: exit.usage, stderr: expect.stringContaining('PORT') })
})

test('when nothing runs and no database is named, the way out is told', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'campusbridge-nothing-'))
  try {
    const { code, stderr } = await world.manageWith({ DATA_DIR: empty }, 'events', 'list')
    expect(code).toBe(exit.unreachable)
    expect(stderr).toContain('npm start')
  } finally {
    await rm(empty, { recursive: true, force: true })
  }
})

test('a key made at the terminal opens the API until it is revoked', async () => {
  const { body } = await world.answer('keys', 'create', 'the dashboard')
  const ask = () => fetch(`${world.url}/v1/events?limit=1`, { headers: { authorization: `Bearer ${body.key}` } })
  expect((await ask()).status).toBe(200)
  expect((await world.manage('keys', 'list')).stdout).toMatch(/the dashboard\s+used/)
  expect((await world.manage('keys', 'revoke', body.key_id)).code).toBe(exit.done)
  expect((await ask()).status).toBe(401)
  expect((await world.manage('keys', 'revoke', body.key_id)).code).toBe(exit.notPossible)
})

test('a switch turned on at the terminal runs what it held, in the service beside it', async () => {
  await world.manage('settings', 'set', 'workflows.auto_enabled', '{"BTEC_Students.updated":"hold"}')
  const [student] = (await world.control<{ records: { id: string }[] }>('GET', '/zoho/records/BTEC_Students?Status=Active'))
    .records
  const { eventId } = await world.zohoSends(String(student?.id))
  await world.reaches(eventId, 'held')
  expect((await world.manage('events', 'release', '--switch', 'BTEC_Students.updated')).stdout).toContain('Add --yes')
  expect((await world.event(eventId))?.status).toBe('held')

  const { body } = await world.answer('settings', 'set', 'workflows.auto_enabled', '{}')
  expect(body.released).toBe(1)
  await world.reaches(eventId, 'completed')
  const history = await world.answer('settings', 'history', 'workflows.auto_enabled')
  expect(history.body.changes[0].changed_by).toMatch(/^cli /)
})

test('another college is opened, and has books of its own', async () => {
  expect((await world.manage('tenants', 'create', 'north', 'Northern College')).code).toBe(exit.done)
  expect((await world.manage('tenants', 'create', 'north', 'Again')).code).toBe(exit.usage)
  expect((await world.answer('tenants', 'list')).body.tenants.map(({ tenant }: { tenant: string }) => tenant)).toContain('north')
  expect((await world.answer('events', 'list', '--tenant', 'north')).body.count).toBe(0)
})

test('the database is up to date, and everything is encrypted with the first key', async () => {
  expect((await world.answer('migrate')).body).toEqual({ applied: [] })
  await world.manage('doctor')
  const key = `second:${Buffer.alloc(32, 7).toString('base64')}`
  const { ENCRYPTION_KEY: old } = demoSecrets
  const rotated = await world.manageWith({ ENCRYPTION_KEY: `${key},${old}` }, 'tokens', 'rotate-key', '--json')
  expect(JSON.parse(rotated.stdout)).toMatchObject({
    key_id: 'second',
    results: expect.arrayContaining([{ tenant: 'default', what: 'Zoho token', result: 'resealed' }]),
  })
})

test('doctor finds what is missing and says how to mend it', async () => {
  expect((await world.answer('doctor')).body).toMatchObject({ ok: true, problems: 0 })
  await world.manage('settings', 'set', 'moodle.auth', 'shibboleth2')
  const { code, body } = await world.answer('doctor')
  expect(code).toBe(exit.needsAttention)
  const problem = body.checks.find(({ severity }: { severity: string }) => severity === 'problem')
  expect(problem).toMatchObject({ name: 'moodle.auth', fix: expect.stringMatching(/\w/) })
})
