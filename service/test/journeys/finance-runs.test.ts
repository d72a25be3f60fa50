import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { paid, payer, registered, shownOf, sumsOf, toldOfPayment } from '../finance-world.ts'
import { deedsInDoubt, retriedByPerson } from '../in-step.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World, type ZohoRecord } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await world.installPlugin()
})
afterAll(() => world.stop())

const writes = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const SET = 'local_campusbridge_set_finance'

/** Calls the plugin as somebody else would. */
async function setFinance(item: Record<string, unknown>): Promise<unknown> {
  const { url, token } = world.simulators.moodle
  const answer = await fetch(`${url}/webservice/rest/server.php`, {
    method: 'POST',
    body: new URLSearchParams({ wstoken: token, moodlewsrestformat: 'json', wsfunction: SET, items: JSON.stringify([item]) }),
  })
  return answer.json()
}

test('what somebody changed in Moodle is found when a person asks, and corrected with both values in the audit', async () => {
  const student = await payer(world)
  const payment = await paid(world, student)
  const { event_id: eventId } = await toldOfPayment(world, payment, 'created')
  const [row] = await world.inMoodle<{ userid: number }>('finance', `zohoid=${student.id}`)
  await setFinance({
    zohoid: student.id,
    userid: row?.userid,
    currency: 'USD',
    net_amount: '1.00',
    instalments: [],
    payments: [],
    as_of: Date.now(),
  })
  expect(await sumsOf(world, student.id)).toMatchObject({ net: '1.00', paid: '0.00' })

  await retriedByPerson(world, eventId)
  expect(await sumsOf(world, student.id)).toEqual({ paid: '700.03', remaining: '2100.11', net: '2800.14' })
  const changes = (await world.audit(student.id)).filter(({ action }) => action === 'setFinance').at(-1)?.changes
  expect(changes).toMatchObject({ net_amount: { before: '1.00', after: '2800.14' } })
  expect(Object.keys(changes ?? {})).not.toContain('currency')

  // And when nothing differs, looking writes nothing.
  const since = await world.lastCall()
  await retriedByPerson(world, eventId)
  expect(await writes(since)).toEqual([])
  expect(await world.event(eventId)).toMatchObject({ status: 'completed', verdict_code: 'finance.in_step' })
})

test('what Moodle read later than we did is not overwritten, and nobody is told that it was', async () => {
  const [one, other] = [await payer(world), await payer(world)]
  const payment = await paid(world, one)
  await toldOfPayment(world, payment, 'created')
  // Another process read ahead of us, and voided it with the student who had it.
  const [row] = await world.inMoodle<{ userid: number }>('finance', `zohoid=${one.id}`)
  const ahead = Date.now() + 3_600_000
  await setFinance({ zohoid: one.id, userid: row?.userid, currency: 'USD', instalments: [], payments: [], as_of: ahead })
  await world.edit('BTEC_Payments', payment.id, { Student_ID: { id: other.id } })
  expect(await toldOfPayment(world, payment)).toMatchObject({
    status: 'failed',
    needs_attention: true,
    verdict_code: 'run.gave_up',
    verdict_params: { cause: 'moodle.newer_applied' },
  })
})

test('the two tables of finance and those of the plugin tell of the same students, accounts and payments', async () => {
  const student = await payer(world)
  const payments: ZohoRecord[] = []
  for (const Payment_Amount of [10, 20, 30]) payments.push(await paid(world, student, { Payment_Amount }))
  await toldOfPayment(world, payments[0] as ZohoRecord, 'created')
  await world.remove('BTEC_Payments', String(payments[1]?.id))
  await toldOfPayment(world, payments[1] as ZohoRecord, 'deleted')

  const { rows: info } = await world.look.query(
    `select zoho_id as zohoid, (targets ->> 'user')::int as userid from moodle_finance_info
     where gone_at is null and targets ? 'record' order by zoho_id`,
  )
  const finance = await world.inMoodle<{ zohoid: string; userid: number }>('finance')
  const byId = (a: { zohoid: string }, b: { zohoid: string }) => (a.zohoid < b.zohoid ? -1 : 1)
  expect(finance.map(({ zohoid, userid }) => ({ zohoid, userid })).toSorted(byId)).toEqual(info)

  const { rows: known } = await world.look.query(
    `select zoho_id as zohoid, owners[1] as student, (gone_at is not null)::int as voided from moodle_finance_payments
     where owners = array[$1] order by zoho_id`,
    [student.id],
  )
  const shown = await world.inMoodle<{ zohoid: string; student: string; voided: number }>('payments', `student=${student.id}`)
  expect(shown.map(({ zohoid, student, voided }) => ({ zohoid, student, voided })).toSorted(byId)).toEqual(known)
  expect(known.map(({ voided }) => voided)).toEqual([0, 1, 0])
})

test('an account deleted in Moodle is a matter for a person, and the money is written nowhere', async () => {
  const student = await payer(world)
  const account = await world.accountOf(student.id)
  await world.deleteAccount(account?.id ?? 0)
  const event = await toldOfPayment(world, await paid(world, student), 'created')
  expect(event).toMatchObject({ status: 'failed', needs_attention: true, verdict_code: 'moodle.record_refused' })
  expect(event.verdict_params).toMatchObject({ field: 'userid' })
  await told(world, student)
  expect(await deedsInDoubt(world, [student.id])).toEqual([])
})

describe('a rehearsal', () => {
  afterEach(() => world.setSetting('system.dry_run', { enabled: false, modules: [] }))

  test('says what it would change and changes nothing', async () => {
    const student = await payer(world)
    const payment = await paid(world, student)
    await world.setSetting('system.dry_run', { enabled: true, modules: ['BTEC_Payments'] })
    const since = await world.lastCall()
    const event = await toldOfPayment(world, payment, 'created')
    expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
    expect(event.verdict).toContain('700.03')
    expect(await writes(since)).toEqual([])
    expect((await shownOf(world, student.id))?.payments).toEqual([])
  })

  test('of a student who has no account yet speaks of the account', async () => {
    await world.setSetting('system.dry_run', { enabled: true, modules: [] })
    const student = await world.student({ Currency: 'USD', Total_Amount: 100 })
    expect(await told(world, student, 'created')).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  })
})

test('sixty students at once: a few calls for all of them, and the same again for a second look that writes nothing', async () => {
  const students = await Promise.all(
    Array.from({ length: 60 }, (_, nr) => world.student({ Currency: 'USD', Total_Amount: 1000 + nr })),
  )
  for (const [nr, student] of students.entries()) {
    await paid(world, student, { Payment_Amount: nr })
    await registered(world, student, [{ Installment_No: 1, Installment_Amount: 1000 + nr, Due_Date: '2026-12-01' }])
  }
  const subjects = students.map(({ id }) => id)
  const atOnce = async () => {
    const since = await world.lastCall()
    const sent = await whileBusy(world.look, subjects, () => Promise.all(subjects.map((id) => world.zohoSends(id, 'created'))))
    for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ needs_attention: false })
    await world.quiet()
    return {
      zoho: (await world.calls('zoho', since)).map(({ operation }) => operation).filter((name) => !name.includes('/oauth/')),
      writes: await writes(since),
    }
  }
  const first = await atOnce()
  expect(first.writes.filter((name) => name === SET)).toHaveLength(1)
  // Fifty ids fit in one question. Students: two reads, one write. Their money: two reads, two questions each for payments, registrations
  // and rows, two writes. Their registrations, which nobody had told us of: two reads and two questions for rows,
  // and a second look at the money.
  expect(first.zoho.length).toBeLessThanOrEqual(25)
  for (const [nr, { id }] of students.entries())
    expect(await sumsOf(world, id)).toEqual({ paid: `${nr}.00`, remaining: '1000.00', net: `${1000 + nr}.00` })
  const second = await atOnce()
  expect(second.writes).toEqual([])
  expect(second.zoho.length).toBeLessThanOrEqual(10)
})

test('where the plugin is not installed money is nobody’s business: no call to Zoho, and a student’s event speaks of the student', async () => {
  const without = await createWorld()
  try {
    const student = await without.student({ Currency: 'USD', Total_Amount: 100 })
    expect(await told(without, student, 'created')).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    const payment = await paid(without, student)
    const since = await without.lastCall()
    expect(await toldOfPayment(without, payment, 'created')).toMatchObject({
      status: 'skipped',
      needs_attention: false,
      verdict_code: 'finance.no_plugin',
    })
    expect(await without.calls('zoho', since)).toEqual([])
  } finally {
    await without.stop()
  }
})
