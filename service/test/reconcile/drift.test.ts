import { afterEach, beforeEach, expect, test } from 'vitest'
import { zohoId } from '../../src/domain/ids.ts'
import { flows } from '../../src/flows/flows.ts'
import { paid, payer, shownOf } from '../finance-world.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'
import { type Reconciling, reconcilingOf } from './reconciling.ts'

let world: World
let beside: Reconciling
beforeEach(async () => {
  world = await createWorld()
  beside = await reconcilingOf(world)
})
afterEach(async () => {
  await beside.stop()
  await world.stop()
})

test('each cause of a difference is told with both values, and what can be is brought into step', async () => {
  const [missed, edited, over, refused, fine] = [
    await known(world, { City: 'Amman' }),
    await known(world, { City: 'Zarqa' }),
    await known(world),
    await known(world),
    await known(world),
  ]
  const stranger = await world.student()
  await world.editStudent(missed.student.id, { City: 'Irbid' })
  await world.editAccount(edited.account.id, { city: 'Elsewhere' })
  await world.editStudent(over.student.id, { Student_Moodle_ID: '424242' })
  await world.editStudent(refused.student.id, { Academic_Email: 'no address' })
  await told(world, refused.student)
  await world.editAccount(refused.account.id, { city: 'Changed too' })

  const night = await beside.compare()
  expect(night).toMatchObject({ status: 'completed', because: null, flows: { students: { lookedAt: 6, inStep: 1, differ: 5 } } })
  const items = await beside.items(night.reportId)
  const of = (id: string) => items.filter(({ subject }) => subject === id)
  expect(of(missed.student.id)).toMatchObject([
    { system: 'moodle', field: 'city', stands: 'Amman', due: 'Irbid', cause: 'missed event' },
  ])
  expect(of(edited.student.id)).toMatchObject([{ field: 'city', stands: 'Elsewhere', due: 'Zarqa', cause: 'wrong side' }])
  expect(of(over.student.id)).toMatchObject([
    { system: 'zoho', field: 'Student_Moodle_ID', stands: '424242', due: String(over.account.id), cause: 'wrong side' },
  ])
  expect(of(refused.student.id)).toMatchObject([{ field: '', cause: 'refused', code: 'student.invalid_email', event_id: null }])
  expect(new Set(of(stranger.id).map(({ cause, since: at }) => `${cause} ${at}`))).toEqual(new Set(['never seen null']))
  expect(of(fine.student.id)).toEqual([])
  expect(of(missed.student.id)[0]?.since?.getTime()).toBeLessThanOrEqual(Date.now())

  await world.quiet()
  expect((await world.accountOf(missed.student.id))?.city).toBe('Irbid')
  expect((await world.accountOf(edited.student.id))?.city).toBe('Zarqa')
  expect((await world.studentNow(over.student.id))?.Student_Moodle_ID).toBe(String(over.account.id))
  expect(await world.accountOf(stranger.id)).toBeDefined()
  const repairs = await world.events(`event_id like 'sweep:drift:%'`)
  expect(repairs.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed', 'completed'])

  const next = await beside.compare()
  expect((await beside.items(next.reportId)).map(({ subject }) => subject)).toEqual([refused.student.id])
})

test('with repairs off it only reports, and writes nowhere', async () => {
  await world.setSetting('reconcile.repair', false)
  const { student, account } = await known(world)
  await world.editAccount(account.id, { city: 'Elsewhere' })
  const since = await world.lastCall()
  const night = await beside.compare()
  expect(await writesSince(world, since)).toEqual([])
  expect(await beside.items(night.reportId)).toMatchObject([{ subject: student.id, event_id: null }])
  expect(await world.events(`source = 'sync'`)).toEqual([])
})

test('a record that was refused and would not be now is tried again; one that is on its way is left to its event', async () => {
  const refused = await world.student({ Academic_Email: 'no address' })
  await told(world, refused, 'created')
  await world.editStudent(refused.id, { Academic_Email: `well.${refused.id.slice(-6)}@college.example` })
  const held = await world.student()
  await world.setSetting('workflows.auto_enabled', { 'BTEC_Students.created': 'hold' })
  await told(world, held, 'created')
  const night = await beside.compare()
  const items = await beside.items(night.reportId)
  expect(new Set(items.filter(({ subject }) => subject === refused.id).map(({ cause }) => cause))).toEqual(new Set(['refused']))
  expect(items.filter(({ subject }) => subject === held.id)).toMatchObject(
    items.filter(({ subject }) => subject === held.id).map(() => ({ cause: 'in line', event_id: null })),
  )
  await world.quiet()
  expect(await world.accountOf(refused.id)).toBeDefined()
  expect(await world.accountOf(held.id)).toBeUndefined()
})

test('a deletion nobody told us of, and an account deleted in Moodle', async () => {
  const gone = await known(world)
  const orphan = await known(world)
  await world.deleteStudent(gone.student.id)
  await world.deleteAccount(orphan.account.id)
  const night = await beside.compare()
  const items = await beside.items(night.reportId)
  expect(items.find(({ subject }) => subject === gone.student.id)).toMatchObject({
    field: 'suspended',
    stands: false,
    due: true,
    cause: 'missed event',
  })
  expect(items.find(({ subject }) => subject === orphan.student.id)).toMatchObject({
    field: '',
    code: 'student.deleted_in_moodle',
    cause: 'wrong side',
  })
  await world.quiet()
  expect((await world.accountOf(gone.student.id))?.suspended).toBe(true)
  expect(await world.events(`status = 'failed'`)).toMatchObject([{ verdict_code: 'student.deleted_in_moodle', source: 'sync' }])
  // Now it stands in the inbox, and the next night says so.
  const next = await beside.compare()
  expect(await beside.items(next.reportId)).toMatchObject([{ subject: orphan.student.id, cause: 'refused' }])
})

test('removals found at night obey the hourly limit', async () => {
  await world.setSetting('deletions.per_hour', 1)
  const people = [await known(world), await known(world), await known(world)]
  for (const { student } of people) await world.deleteStudent(student.id)
  await beside.compare()
  await world.quiet()
  const accounts = await Promise.all(people.map(({ student }) => world.accountOf(student.id)))
  expect(accounts.filter((account) => account?.suspended === true)).toHaveLength(1)
  expect(await world.events(`status = 'held'`)).toHaveLength(2)
})

test('the budget ends the night, and the next one goes on from there and comes round', async () => {
  for (let n = 0; n < 230; n += 1) await world.student()
  await world.setSetting('reconcile.repair', false)
  await world.setSetting('reconcile.credits', 1)
  const first = await beside.compare()
  expect(first).toMatchObject({ status: 'stopped', because: 'budget' })
  const looked = first.flows.students?.lookedAt ?? 0
  await world.setSetting('reconcile.credits', 1_000)
  const second = await beside.compare()
  expect(second).toMatchObject({ status: 'completed', flows: { students: { lookedAt: 230 } } })
  expect(second.began).toEqual(first.reached)
  expect(looked).toBeLessThan(230)
})

test('the reserve is left for people’s work', async () => {
  await known(world)
  await world.setSetting('reconcile.reserve', 500)
  const night = await beside.compare({ creditsRemaining: async () => 499 })
  expect(night).toMatchObject({ status: 'stopped', because: 'reserve', flows: { students: { lookedAt: 0 } } })
  expect(await beside.compare({ creditsRemaining: async () => 500 })).toMatchObject({ status: 'completed' })
})

test('a system that is away ends the night without a failure, and the next goes on', async () => {
  await known(world)
  await world.fault({ system: 'moodle', how: '500', times: 50 })
  expect(await beside.compare()).toMatchObject({ status: 'stopped', because: 'moodle.unreachable' })
  await world.clearFaults()
  expect(await beside.compare()).toMatchObject({ status: 'completed', flows: { students: { lookedAt: 1, differ: 0 } } })
})

test('a process that dies in the night is followed by another, which goes on and says nothing twice', async () => {
  const { account } = await known(world)
  await world.editAccount(account.id, { city: 'Elsewhere' })
  const dying = beside.comparing({
    ledger: { receive: () => new Promise(() => {}) },
  })
  void import('../../src/reconcile/compare.ts').then(async ({ compareAll }) =>
    compareAll(await dying, new AbortController().signal),
  )
  const reportId = await world.until('its first item', async () => {
    const { rows } = await world.look.query('select report_id from drift_items')
    return rows[0]?.report_id as string | undefined
  })
  const { compareAll } = await import('../../src/reconcile/compare.ts')
  expect(await compareAll(await beside.comparing(), new AbortController().signal)).toBeUndefined()
  await world.look.query(`update drift_reports set seen_at = now() - interval '3 minutes'`)
  expect(await beside.compare()).toMatchObject({ reportId, status: 'completed' })
  expect(await beside.items(reportId)).toHaveLength(1)
  await world.quiet()
  expect((await world.accountOf(String(account.idnumber)))?.city).not.toBe('Elsewhere')
})

test('copies are sent again once they are old, many with one event, and become younger by that', async () => {
  await world.installPlugin()
  const people = [await payer(world), await payer(world)]
  const ages = async () => Promise.all(people.map(async ({ id }) => Number((await shownOf(world, id))?.finance.asof)))
  const before = await ages()
  expect((await beside.compare({ flows: flows })).flows.finance).toMatchObject({ lookedAt: 2, differ: 0, confirmed: 0 })
  await world.look.query(`update moodle_finance_info set settled_at = now() - interval '2 days'`)
  expect((await beside.compare({ flows: flows })).flows.finance).toMatchObject({ lookedAt: 2, differ: 0, confirmed: 2 })
  await world.quiet()
  const events = await world.events(`event_id like 'sweep:confirm:%'`)
  expect(events).toMatchObject([{ name: 'zoho.student.confirmed', status: 'completed', verdict_code: 'finance.in_step' }])
  const after = await ages()
  people.forEach((_, index) => {
    expect(after[index]).toBeGreaterThan(before[index] ?? 0)
  })
  // Nothing was changed, so the audit has nothing to tell.
  const deeds = await world.look.query(`select from moodle_sync_log where event = $1`, [events[0]?.id])
  expect(deeds.rowCount).toBe(0)
  expect((await beside.compare({ flows: flows })).flows.finance).toMatchObject({ confirmed: 0 })
})

test('money: a payment nobody told us of, and a copy in Moodle that was changed', async () => {
  await world.installPlugin()
  const [unheard, edited] = [await payer(world), await payer(world)]
  await paid(world, unheard)
  await world.editStudent(edited.id, { Bank_Name: 'First Bank' })
  await told(world, edited)
  const { moodle } = await beside.portsFor()
  const stored = (await moodle.financeOf([zohoId(edited.id)])).get(zohoId(edited.id))
  if (stored === undefined) throw new Error('Moodle has no money of the student')
  await moodle.setFinance([{ subject: edited.id, record: { ...stored, bank_name: 'Other Bank' }, before: {} }])
  expect((await shownOf(world, edited.id))?.finance).toMatchObject({ bankname: 'Other Bank' })
  const night = await beside.compare({ flows: flows })
  const items = await beside.items(night.reportId)
  expect(items.filter(({ subject }) => subject === unheard.id)).toMatchObject([{ cause: 'missed event', system: 'moodle' }])
  expect(items.filter(({ subject }) => subject === edited.id)).toMatchObject([{ cause: 'wrong side', system: 'moodle' }])
  await world.quiet()
  expect((await shownOf(world, unheard.id))?.payments).toHaveLength(1)
  expect((await shownOf(world, edited.id))?.finance).toMatchObject({ bankname: 'First Bank' })
})
