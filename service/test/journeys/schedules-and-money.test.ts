import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { payer, registered, shownOf, sumsOf } from '../finance-world.ts'
import { syncEverything } from '../sync-everything.ts'
import { told } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

/** What is due is the schedule of a registration: who changes it changes the money of a student who did not change. */

let world: World
let program: ZohoRecord
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.per_hour': 1000 } })
  await world.installPlugin()
  program = await world.put('Products', { Product_Name: 'Computing' })
  await told(world, program, 'created', 'Products')
})
afterAll(() => world.stop())

const rows = [{ Installment_No: 1, Installment_Amount: 700, Due_Date: '2026-10-01', Installment_Status: 'Pending' }]
const enters = (student: ZohoRecord, fields: Record<string, unknown> = {}): Promise<ZohoRecord> =>
  registered(world, student, rows, { Program: { id: program.id }, ...fields })
const toldOf = (registration: ZohoRecord, eventType = 'updated') => told(world, registration, eventType, 'BTEC_Registrations')
/** The amounts that Moodle shows as due, once nothing is under way any more. */
const dueOf = async (student: ZohoRecord): Promise<unknown[]> => {
  await world.quiet()
  return ((await shownOf(world, student.id))?.instalments ?? []).map(({ amount }) => amount)
}
const reschedule = async (registration: ZohoRecord, amount: number): Promise<unknown> => {
  const [row] = ((await world.recordNow('BTEC_Registrations', registration.id))?.Payment_Schedule ?? []) as ZohoRecord[]
  return world.edit('BTEC_Registrations', registration.id, {
    Payment_Schedule: [{ id: row?.id, Installment_Amount: amount }],
  })
}

describe('a registration that nobody told us of', () => {
  test('is met in the money of its student, and asked to look for itself', async () => {
    const student = await payer(world)
    const registration = await enters(student)
    await told(world, student)
    expect(await dueOf(student)).toEqual(['700.00'])
    expect(await world.inMoodle('registrations', `zohoid=${registration.id}`)).toMatchObject([
      { student: student.id, deleted: 0 },
    ])
  })

  test('and is deleted, which only a bulk read finds: nothing of it is due any more', async () => {
    const student = await payer(world)
    const registration = await enters(student)
    await told(world, student)
    expect(await dueOf(student)).toEqual(['700.00'])
    await world.remove('BTEC_Registrations', registration.id)
    await syncEverything(world, ['registrations'])
    expect(await dueOf(student)).toEqual([])
  })

  test('and came back after it was let go, is shown again', async () => {
    const student = await payer(world)
    const registration = await enters(student)
    await toldOf(registration, 'created')
    await world.remove('BTEC_Registrations', registration.id)
    await toldOf(registration, 'deleted')
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Registrations', id: registration.id })
    await told(world, student)
    expect(await dueOf(student)).toEqual(['700.00'])
    expect(await world.inMoodle('registrations', `zohoid=${registration.id}`)).toMatchObject([{ deleted: 0 }])
  })
})

describe('a registration that cannot be settled, but whose student’s money can', () => {
  const unsettled = { Registration_Status: 'On the moon' }
  test('is asked once, and needs a person', async () => {
    const student = await payer(world)
    const registration = await enters(student, unsettled)
    await told(world, student)
    expect(await dueOf(student)).toEqual(['700.00'])
    expect(await world.events(`record_id = '${registration.id}'`)).toMatchObject([
      { source: 'dependency', status: 'failed', verdict_code: 'registration.unknown_status' },
    ])
  })

  test('is deleted: nothing of it is due any more', async () => {
    const student = await payer(world)
    const registration = await enters(student, unsettled)
    await told(world, student)
    expect(await dueOf(student)).toEqual(['700.00'])
    await world.remove('BTEC_Registrations', registration.id)
    await toldOf(registration, 'deleted')
    expect(await dueOf(student)).toEqual([])
  })

  test('goes to another student: it is due from the other one alone', async () => {
    const [one, other] = [await payer(world), await payer(world)]
    const registration = await enters(one, unsettled)
    await told(world, one)
    expect([await dueOf(one), await dueOf(other)]).toEqual([['700.00'], []])
    await world.edit('BTEC_Registrations', registration.id, { Student_ID: { id: other.id } })
    await toldOf(registration)
    expect([await dueOf(one), await dueOf(other)]).toEqual([[], ['700.00']])
  })
})

test('a registration whose money nobody could say is deleted: what was held up by it is said', async () => {
  const student = await payer(world)
  const registration = await enters(student)
  await reschedule(registration, -5)
  await world.edit('BTEC_Students', student.id, { Discount_Amount: 100 })
  await toldOf(registration, 'created')
  await world.quiet().catch(() => {})
  expect(await sumsOf(world, student.id)).toMatchObject({ net: '2800.14' })
  await world.remove('BTEC_Registrations', registration.id)
  await toldOf(registration, 'deleted')
  await world.quiet()
  expect(await sumsOf(world, student.id)).toMatchObject({ net: '2700.14' })
})

describe('a registration that is settled', () => {
  test('goes to another student with the schedule it had: it is due from the other one alone', async () => {
    const [one, other] = [await payer(world), await payer(world)]
    const registration = await enters(one)
    await toldOf(registration, 'created')
    expect(await dueOf(one)).toEqual(['700.00'])
    await world.edit('BTEC_Registrations', registration.id, { Student_ID: { id: other.id } })
    await toldOf(registration)
    expect([await dueOf(one), await dueOf(other)]).toEqual([[], ['700.00']])
  })

  test('gets another currency: the instalment is in that', async () => {
    const student = await payer(world)
    const registration = await enters(student)
    await toldOf(registration, 'created')
    await world.edit('BTEC_Registrations', registration.id, { Currency: 'JOD' })
    await toldOf(registration)
    await world.quiet()
    expect((await shownOf(world, student.id))?.instalments).toMatchObject([{ amount: '700.00', currency: 'JOD' }])
  })

  test.each<[string, (registration: ZohoRecord) => Promise<unknown>, string[]]>([
    ['was deleted', (one) => world.remove('BTEC_Registrations', one.id), []],
    ['has another schedule', (one) => reschedule(one, 650.5), ['650.50']],
  ])('%s, and only a bulk read finds it: the money says so too', async (_what, change, due) => {
    const student = await payer(world)
    const registration = await enters(student)
    await toldOf(registration, 'created')
    expect(await dueOf(student)).toEqual(['700.00'])
    await change(registration)
    await syncEverything(world, ['registrations'])
    expect(await dueOf(student)).toEqual(due)
  })
})

test('a bulk read of registrations leaves the money that was never looked at to the bulk read of money', async () => {
  const student = await world.student({ Currency: 'USD', Total_Amount: 4200 })
  await enters(student)
  await syncEverything(world, ['students'])
  await world.quiet()
  await syncEverything(world, ['registrations'])
  expect(await dueOf(student)).toEqual([])
  await syncEverything(world, ['finance'])
  expect(await dueOf(student)).toEqual(['700.00'])
})
