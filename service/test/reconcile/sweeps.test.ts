import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { sweepChanges } from '../../src/reconcile/sweep-changes.ts'
import { sweepDeleted } from '../../src/reconcile/sweep-deleted.ts'
import { sweepFailures } from '../../src/reconcile/sweep-failures.ts'
import { moveSweepMark, readSweepMark } from '../../src/reconcile/sweep-marks.store.ts'
import { known, told } from '../told.ts'
import { createWorld, type World } from '../world.ts'
import { type Reconciling, reconcilingOf } from './reconciling.ts'

let world: World
let beside: Reconciling
beforeAll(async () => {
  world = await createWorld()
  beside = await reconcilingOf(world)
})
afterAll(async () => {
  await beside.stop()
  await world.stop()
})

const changes = async (flows?: string[]) => sweepChanges(await beside.sweeping(flows))
const deletions = async () => sweepDeleted(await beside.sweeping())
const swept = () => world.events(`source = 'sync'`)

test('a change whose webhook was lost is found and brought over; what is in step is hinted at no more', async () => {
  const { student, account } = await known(world)
  await changes()
  await world.quiet()
  const before = (await swept()).length
  await world.editStudent(student.id, { City: 'Irbid' })
  expect(await changes()).toMatchObject({ hinted: 1 })
  await world.quiet()
  expect((await world.accountOf(student.id))?.city).toBe('Irbid')
  expect((await swept()).slice(before)).toMatchObject([{ status: 'completed', verdict_code: 'student.updated' }])
  expect(account.city).toBe('Amman')
  // The overlap shows the record again, and it says what was settled.
  expect((await changes()).hinted).toBe(0)
})

test('a record that goes back to a former value is news each time', async () => {
  const { student } = await known(world, { City: 'One' })
  for (const City of ['Two', 'One', 'Two']) {
    await world.editStudent(student.id, { City })
    expect(await changes()).toMatchObject({ hinted: 1 })
    await world.quiet()
    expect((await world.accountOf(student.id))?.city).toBe(City)
  }
})

test('a record that is refused is hinted at once, not with each look', async () => {
  const student = await world.student({ Academic_Email: 'not an address' })
  expect((await changes()).hinted).toBe(1)
  await world.quiet()
  expect(await world.events('record_id = $1', [student.id])).toMatchObject([{ status: 'failed' }])
  expect((await changes()).hinted).toBe(0)
  await world.editStudent(student.id, { Academic_Email: `right.${student.id.slice(-6)}@college.example` })
  expect((await changes()).hinted).toBe(1)
  await world.quiet()
  expect(await world.accountOf(student.id)).toBeDefined()
})

test('the mark is the latest change seen, never later than our start, and does not move when the hints could not be written', async () => {
  const mark = () => beside.database.withTenant(DEFAULT_TENANT, (tx) => readSweepMark(tx, 'changes:students'))
  await changes()
  await world.quiet()
  const before = (await mark())?.seenUpTo
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await world.student()
  const sweeping = await beside.sweeping()
  const broken = { ...sweeping, ledger: { receive: () => Promise.reject(new Error('the database is away')) } }
  await expect(sweepChanges(broken)).rejects.toThrow('away')
  expect((await mark())?.seenUpTo).toEqual(before)
  expect((await changes()).hinted).toBe(1)
  const after = (await mark())?.seenUpTo
  expect(after?.getTime()).toBeGreaterThan(before?.getTime() ?? 0)
  expect(after?.getTime()).toBeLessThanOrEqual(Date.now())
  await beside.database.withTenant(DEFAULT_TENANT, (tx) => moveSweepMark(tx, 'changes:students', new Date(0)))
  expect((await mark())?.seenUpTo).toEqual(after)
  await world.quiet()
})

test('a module that does not tell the time is read whole: what differs, and what is known and no longer there', async () => {
  const program = await world.put('Products', { Product_Name: 'HND Computing' })
  const { student } = await known(world)
  const clazz = await world.put('BTEC_Classes', {
    Class_Name: 'A class',
    Class_Status: 'Active',
    BTEC_Program: { id: program.id },
  })
  const enrolment = await world.put('BTEC_Enrollments', {
    Enrolled_Students: { id: student.id },
    Classes: { id: clazz.id },
  })
  await world.look.query(
    `insert into sync_enrollments (tenant_id, zoho_id, field_hashes, state_hash, owners) values ('default', '5847596000000999999', '{}', 'x', $1)`,
    [[student.id, clazz.id]],
  )
  expect(await changes(['enrolments'])).toEqual({ read: 1, hinted: 2 })
  const hints = await world.events(`event_id like 'sweep:enrolments:%'`)
  expect(hints.map(({ event_id }) => event_id.split(':')[2]).toSorted()).toEqual(
    [String(enrolment.id), '5847596000000999999'].toSorted(),
  )
  // Not again before its time has come.
  const since = await world.lastCall()
  expect(await changes(['enrolments'])).toEqual({ read: 0, hinted: 0 })
  expect(await world.calls('zoho', since)).toEqual([])
  await world.look.query(`update sweep_marks set looked_at = now() - interval '2 hours' where sweep = 'changes:enrolments'`)
  expect(await changes(['enrolments'])).toEqual({ read: 1, hinted: 0 })
  // No flow of this world takes them.
  await world.look.query(`delete from queue_jobs where flow = 'enrolments'`)
  await world.look.query(`update integration_events_log set status = 'skipped' where flow = 'enrolments'`)
})

test('rows of a subform are compared when their parent’s time has moved', async () => {
  const registration = await world.put('BTEC_Registrations', {
    Registration_Status: 'Active',
    Payment_Schedule: [{ Installment_No: 1, Installment_Amount: 500 }],
  })
  expect((await changes(['registrations'])).hinted).toBe(2)
  const rows = await world.events(`event_id like 'sweep:scheduleRows:%'`)
  expect(rows).toMatchObject([{ name: 'zoho.registration.updated', subject: registration.id }])
  await world.look.query(`delete from queue_jobs where flow = 'registrations'`)
  await world.look.query(`update integration_events_log set status = 'skipped' where flow = 'registrations'`)
})

test('a deletion whose webhook was lost suspends the account, and the record restored opens it again', async () => {
  const { student } = await known(world)
  await deletions()
  await world.deleteStudent(student.id)
  expect(await deletions()).toEqual({ deleted: 1, restored: 0 })
  await world.quiet()
  expect((await world.accountOf(student.id))?.suspended).toBe(true)
  expect(await deletions()).toEqual({ deleted: 0, restored: 0 })

  await world.control('POST', '/zoho/restore', { module: 'BTEC_Students', id: student.id })
  expect(await deletions()).toEqual({ deleted: 0, restored: 1 })
  await world.quiet()
  expect((await world.accountOf(student.id))?.suspended).toBe(false)
  expect(await deletions()).toEqual({ deleted: 0, restored: 0 })
})

test('deletions of records nobody knew are nobody’s business', async () => {
  const { id } = await world.put('BTEC_Students', { Last_Name: 'Unknown' })
  await world.deleteStudent(id)
  expect((await deletions()).deleted).toBe(0)
})

test('a webhook that did not arrive is a hint, of whatever module', async () => {
  const { student } = await known(world)
  await world.control('PUT', '/webhooks', { url: 'http://127.0.0.1:9', token: 'a-token' })
  await world.control('PATCH', `/zoho/records/BTEC_Students/${student.id}?as=human`, { City: 'Aqaba' })
  await world.control('POST', '/webhooks/drain')
  await world.control('DELETE', '/webhooks')
  expect(await sweepFailures(await beside.sweeping())).toEqual({ failed: 1, hinted: 1, warn: false })
  expect(await sweepFailures(await beside.sweeping())).toEqual({ failed: 1, hinted: 0, warn: false })
  await world.quiet()
  expect((await world.accountOf(student.id))?.city).toBe('Aqaba')
  const [hint] = await world.events(`event_id like 'sweep:failure:%'`)
  expect(hint).toMatchObject({ source: 'sync', subject: student.id, status: 'completed' })
})

test('without its permission the failure feed is no outage, and is told once a day', async () => {
  await world.look.query(`delete from sweep_marks where sweep = 'failures'`)
  world.simulators.systems.zoho.addConsent({
    refreshToken: '1000.no.automation',
    scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.coql.READ', 'ZohoCRM.org.READ'],
  })
  const without = await reconcilingOf(world, '1000.no.automation')
  try {
    expect(await sweepFailures(await without.sweeping())).toEqual({ failed: 0, hinted: 0, warn: true })
    expect(await sweepFailures(await without.sweeping())).toEqual({ failed: 0, hinted: 0, warn: false })
    await world.look.query(`update sweep_marks set refused_at = now() - interval '25 hours' where sweep = 'failures'`)
    expect(await sweepFailures(await without.sweeping())).toEqual({ failed: 0, hinted: 0, warn: true })
  } finally {
    await without.stop()
  }
  const student = await world.student()
  expect((await told(world, student, 'created')).status).toBe('completed')
})

test('Zoho away in the middle of a look leaves the mark where it was', async () => {
  await changes()
  await world.quiet()
  const { student } = await known(world)
  await world.editStudent(student.id, { City: 'Petra' })
  await world.fault({ system: 'zoho', match: 'coql', how: '500', times: 20 })
  await expect(changes()).rejects.toMatchObject({ code: 'zoho.unreachable' })
  await world.clearFaults()
  expect((await changes()).hinted).toBe(1)
  await world.quiet()
  expect((await world.accountOf(student.id))?.city).toBe('Petra')
})
