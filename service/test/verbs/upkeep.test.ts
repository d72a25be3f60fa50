import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { completed, needsAttention } from '../../src/domain/verdicts.ts'
import { createCipher } from '../../src/secrets/cipher.ts'
import { readConnection, saveConnection } from '../../src/tenants/connections.store.ts'
import { cleanUpEvents, cleanUpNightly, countCleanable } from '../../src/verbs/cleanup-events.ts'
import { rotateKey } from '../../src/verbs/rotate-key.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { showEvent } from '../../src/verbs/show-event.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const older = (days: number, where = 'true') =>
  world.sql(`update integration_events_log set created_at = created_at - interval '${days} days',
    processed_at = processed_at - interval '${days} days' where ${where}`)
const olderRuns = (days: number) =>
  world.sql(`update integration_event_attempts set ended_at = ended_at - interval '${days} days'`)
const payloadOf = async (id: string) => (await showEvent(world.desk(), id)).event.payload
const runs = async () => (await world.sql('select from integration_event_attempts')).length

test('retention drops what an old event said and asked, and keeps its receipt: an old delivery stays a duplicate', async () => {
  await world.receive(student(1), { eventId: 'done' })
  await world.receive(student(2), { eventId: 'failed' })
  await world.runAll((id) =>
    id === student(1)
      ? completed('student.in_step', { user: 7, note: '' })
      : needsAttention('student.no_academic_email', { student: id }),
  )
  expect(await runs()).toBe(1)
  await older(91)
  await olderRuns(91)

  expect(await countCleanable(world.desk())).toBe(1)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 1, attempts: 0 })
  expect([await payloadOf('done'), await payloadOf('failed')]).toEqual([null, { record_id: student(2) }])
  expect((await showEvent(world.desk(), 'done')).event).toMatchObject({ status: 'completed', code: 'student.in_step' })
  expect(await world.receive(student(1), { eventId: 'done' })).toMatchObject({ status: 'duplicate' })

  await older(300)
  await olderRuns(300)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 1, attempts: 1 })
  expect(await payloadOf('failed')).toBeNull()
  expect((await showEvent(world.desk(), 'failed')).event.status).toBe('failed')
})

test('what still has a way before it is kept, however old', async () => {
  await setSetting(world.desk(), 'workflows.auto_enabled', { 'BTEC_Students.updated': 'hold' })
  await world.receive(student(1), { eventId: 'held' })
  await world.runAll()
  await world.receive(student(2), { eventId: 'in line' })
  await older(1000)
  expect(await cleanUpEvents(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect(await payloadOf('held')).not.toBeNull()
  expect(await payloadOf('in line')).not.toBeNull()
})

test('more than one batch goes in one call', async () => {
  await world.sql(`insert into integration_events_log
      (tenant_id, source, event_id, name, event_type, record_id, body_hash, lane, routes, status, payload, processed_at)
    select 'default', 'zoho', 'many-' || n, 'x', 'updated', 'r', '', 1, 0, 'skipped', '{}', now() - interval '1 year'
    from generate_series(1, 2500) n`)
  expect(await cleanUpEvents(world.desk())).toMatchObject({ payloads: 2500 })
})

test('at night nothing is dropped where the college does not want it', async () => {
  await world.receive(student(1), { eventId: 'done' })
  await world.runAll()
  await older(1000)
  await setSetting(world.desk(), 'events.retention', { completed_days: 90, failed_days: 365, cleanup_enabled: false })
  expect(await cleanUpNightly(world.desk())).toEqual({ payloads: 0, attempts: 0 })
  expect(await cleanUpEvents(world.desk())).toMatchObject({ payloads: 1 })
})

test('rotating the key encrypts stored connections anew, and names those that no key opens', async () => {
  const old = { id: 'old', key: Buffer.alloc(32, 1) }
  const young = { id: 'young', key: Buffer.alloc(32, 2) }
  const moodle = { MOODLE_BASE_URL: 'https://moodle.college.example', MOODLE_TOKEN: 'a token' }
  const north = await world.another('north')
  await saveConnection({ database: world.database, cipher: createCipher([old]) }, north, 'moodle', moodle)

  const rotate = (cipher: ReturnType<typeof createCipher>) =>
    rotateKey({ database: world.database, cipher, resealToken: async () => 'no token' })
  const unknown = createCipher([young])
  expect(await rotate(unknown)).toContainEqual({ tenant: north, what: 'connection to moodle', result: 'no key opens it' })
  expect(await rotate(createCipher([young, old]))).toContainEqual({
    tenant: north,
    what: 'connection to moodle',
    result: 'resealed',
  })
  expect(await rotate(unknown)).toEqual([
    { tenant: DEFAULT_TENANT, what: 'Zoho token', result: 'no token' },
    { tenant: north, what: 'Zoho token', result: 'no token' },
    { tenant: north, what: 'connection to moodle', result: 'already current' },
  ])
  expect(await readConnection({ database: world.database, cipher: unknown }, north, 'moodle')).toMatchObject(moodle)
})
