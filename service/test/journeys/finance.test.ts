import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paid, payer, registered, shownOf, sumsOf, toldOfPayment } from '../finance-world.ts'
import { deedsInDoubt } from '../in-step.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await world.installPlugin()
})
afterAll(() => world.stop())

const writes = async (since: number) => (await writesSince(world, since)).map(({ operation }) => operation)
const SET = 'local_campusbridge_set_finance'
const STAMP_PAYMENT = 'PUT /crm/v8/BTEC_Payments'
const STAMP_STUDENT = 'PUT /crm/v8/BTEC_Students'

describe('a student whose fee stands in Zoho', () => {
  test('is shown it with the scholarship subtracted, as soon as there is an account', async () => {
    const student = await payer(world, {
      Bank_Name: 'Example Bank',
      Currency_of_transferred_amount: '$',
      Amount_Transferred: 100,
    })
    expect((await shownOf(world, student.id))?.finance).toMatchObject({
      scholarship: 'Partial Scholarship %',
      scholarshippercentage: '33.33',
      currency: 'USD',
      amounttransferred: '100.00',
      transferredcurrency: 'USD',
      paymentmethod: 'Cash',
      paymentmode: 'Installments',
      bankname: 'Example Bank',
      totalamount: '4200.00',
      scholarshipamount: '1399.86',
      netamount: '2800.14',
    })
    expect(await sumsOf(world, student.id)).toEqual({ paid: '0.00', remaining: '2800.14', net: '2800.14' })
    expect(await world.recordNow('BTEC_Students', student.id)).toMatchObject({ Synced_to_Moodle: true })
    expect(await deedsInDoubt(world, [student.id])).toEqual([])
  })

  test('is found in step afterwards: neither the echo nor a second look writes anything', async () => {
    const student = await payer(world)
    await toldOfPayment(world, await paid(world, student))
    const since = await world.lastCall()
    expect(await told(world, student)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await told(world, student)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await writes(since)).toEqual([])
  })

  test('is shown what changed, and only that is in the audit', async () => {
    const student = await payer(world)
    await world.edit('BTEC_Students', student.id, { Discount_Amount: 100.5 })
    expect(await told(world, student)).toMatchObject({
      status: 'completed',
      verdict_code: 'finance.updated',
      verdict_params: { parts: 'discount_amount, net_amount' },
    })
    expect(await sumsOf(world, student.id)).toMatchObject({ net: '2699.64' })
    const [, changed] = (await world.audit(student.id)).filter(({ action }) => action === 'setFinance')
    expect(changed).toMatchObject({
      outcome: 'done',
      changes: {
        discount_amount: { before: null, after: '100.50' },
        net_amount: { before: null, after: '2699.64' },
      },
    })
  })

  test('of whom Zoho says nothing about money is told to nobody', async () => {
    const student = await world.student({ Currency: 'USD', Total_Amount: 0 })
    const since = await world.lastCall()
    expect(await told(world, student, 'created')).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await shownOf(world, student.id)).toBeUndefined()
    expect(await writes(since)).not.toContain(SET)
    // What is entered later is shown; what is emptied again is not left behind.
    await world.edit('BTEC_Students', student.id, { Total_Amount: 300 })
    expect(await told(world, student)).toMatchObject({ verdict_code: 'finance.created' })
    await world.edit('BTEC_Students', student.id, { Total_Amount: null })
    expect(await told(world, student)).toMatchObject({ verdict_code: 'finance.updated' })
    expect((await shownOf(world, student.id))?.finance).toMatchObject({ totalamount: null, netamount: null })
  })
})

describe('payments', () => {
  test('are passed on to the finance of their student, shown, subtracted, and told back to Zoho', async () => {
    const student = await payer(world)
    const payment = await paid(world, student)
    const since = await world.lastCall()
    expect(await toldOfPayment(world, payment, 'created')).toMatchObject({
      status: 'completed',
      verdict_code: 'finance.updated',
      verdict_params: { parts: 'payments' },
    })
    expect(await writes(since)).toEqual([SET, STAMP_PAYMENT, STAMP_STUDENT])
    expect((await shownOf(world, student.id))?.payments).toMatchObject([
      {
        zohoid: payment.id,
        slot: null,
        receipt: payment.Name,
        paidon: '2026-09-14',
        amount: '700.03',
        currency: 'USD',
        method: 'Cash',
        purpose: 'Study Fees',
        reducesfee: 1,
        voided: 0,
      },
    ])
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '700.03', remaining: '2100.11' })
    expect(await world.recordNow('BTEC_Payments', payment.id)).toMatchObject({ Synced_to_Moodle: true })
    // Our own stamp comes back as a hint of the payment, and ends there.
    const later = await world.lastCall()
    expect(await toldOfPayment(world, payment)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await writes(later)).toEqual([])
  })

  test('for other things are shown and do not reduce the fee; one below zero was given back', async () => {
    const student = await payer(world)
    await paid(world, student, { Payment_Type: 'Books Fees', Payment_Amount: 150 })
    await paid(world, student, { Payment_Amount: 1000 })
    const back = await paid(world, student, { Payment_Amount: -200.07 })
    await toldOfPayment(world, back, 'created')
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '799.93', remaining: '2000.21' })
    expect((await shownOf(world, student.id))?.payments.map(({ amount, reducesfee }) => [amount, reducesfee])).toEqual(
      expect.arrayContaining([
        ['150.00', 0],
        ['1000.00', 1],
        ['-200.07', 1],
      ]),
    )
  })

  test('that are changed are changed, and the stamp is renewed', async () => {
    const student = await payer(world)
    const payment = await paid(world, student)
    await toldOfPayment(world, payment, 'created')
    await world.edit('BTEC_Payments', payment.id, { Payment_Amount: 710, Last_Sync_Date: null })
    const since = await world.lastCall()
    await toldOfPayment(world, payment)
    expect(await writes(since)).toEqual([SET, STAMP_PAYMENT, STAMP_STUDENT])
    expect((await world.recordNow('BTEC_Payments', payment.id))?.Last_Sync_Date).toBeTruthy()
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '710.00' })
  })

  test('that are deleted stay, struck through; one that is restored counts again', async () => {
    const student = await payer(world)
    const kept = await paid(world, student, { Payment_Amount: 10 })
    const payment = await paid(world, student)
    await toldOfPayment(world, kept, 'created')
    await world.remove('BTEC_Payments', payment.id)
    expect(await toldOfPayment(world, payment, 'deleted')).toMatchObject({
      verdict_code: 'finance.updated',
      needs_attention: false,
    })
    const voided = async () => (await shownOf(world, student.id))?.payments.find(({ zohoid }) => zohoid === payment.id)?.voided
    expect(await voided()).toBe(1)
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '10.00' })
    const { rows } = await world.look.query(
      `select owners, gone_at is not null as gone from moodle_finance_payments where zoho_id = $1`,
      [payment.id],
    )
    expect(rows).toEqual([{ owners: [student.id], gone: true }])
    // Asked once more, with a look at Moodle: a payment that is struck through there is no difference.
    const since = await world.lastCall()
    await told(world, student)
    expect(await writes(since)).toEqual([])

    await paid(world, student, { id: payment.id })
    expect(await toldOfPayment(world, payment)).toMatchObject({ verdict_code: 'finance.updated' })
    expect(await voided()).toBe(0)
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '710.03' })
  })

  test('that go to another student leave the one and are with the other, whoever is looked at first', async () => {
    const [one, other] = [await payer(world), await payer(world)]
    const payment = await paid(world, one)
    await toldOfPayment(world, payment, 'created')
    await world.edit('BTEC_Payments', payment.id, { Student_ID: { id: other.id } })
    expect(await toldOfPayment(world, payment)).toMatchObject({ status: 'completed', needs_attention: false })
    expect(await world.inMoodle('payments', `zohoid=${payment.id}`)).toMatchObject([{ student: other.id, voided: 0 }])
    expect(await sumsOf(world, one.id)).toMatchObject({ paid: '0.00' })
    expect(await sumsOf(world, other.id)).toMatchObject({ paid: '700.03' })
    const { rows } = await world.look.query('select owners, gone_at from moodle_finance_payments where zoho_id = $1', [
      payment.id,
    ])
    expect(rows).toEqual([{ owners: [other.id], gone_at: null }])
    // And its deletion is told to the one who has it now.
    await world.remove('BTEC_Payments', payment.id)
    await toldOfPayment(world, payment, 'deleted')
    expect(await sumsOf(world, other.id)).toMatchObject({ paid: '0.00' })
  })

  test('that belong to nobody any more need a person, and are struck through where they were shown', async () => {
    const student = await payer(world)
    const payment = await paid(world, student)
    await toldOfPayment(world, payment, 'created')
    await world.edit('BTEC_Payments', payment.id, { Student_ID: null })
    for (const _again of [1, 2]) {
      expect(await toldOfPayment(world, payment)).toMatchObject({
        status: 'failed',
        needs_attention: true,
        verdict_code: 'finance.payment_without_student',
        verdict_params: { payment: payment.id, field: 'Student_ID' },
      })
    }
    expect(await world.inMoodle('payments', `zohoid=${payment.id}`)).toMatchObject([{ student: student.id, voided: 1 }])
  })

  test('that were deleted before anybody saw them are nobody’s business', async () => {
    const payment = await paid(world, await payer(world))
    await world.remove('BTEC_Payments', payment.id)
    const since = await world.lastCall()
    expect(await toldOfPayment(world, payment, 'deleted')).toMatchObject({
      status: 'skipped',
      verdict_code: 'finance.payment_unknown',
    })
    expect(await writes(since)).toEqual([])
  })

  test('of a student without an account wait for it, and run by themselves when it is there', async () => {
    // The student's own webhook was lost.
    const student = await world.student({ Currency: 'USD' })
    const payment = await paid(world, student)
    const event = await toldOfPayment(world, payment, 'created')
    expect(event).toMatchObject({ status: 'completed', retry_count: 0 })
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '700.03', remaining: null })
  })

  test('of a student who is to have no account yet are shown when the status changes', async () => {
    const student = await world.student({ Currency: 'USD', Status: 'Pending' })
    await told(world, student, 'created')
    const payment = await paid(world, student)
    expect(await toldOfPayment(world, payment, 'created')).toMatchObject({ status: 'skipped', verdict_code: 'parent.not_ready' })
    await world.edit('BTEC_Students', student.id, { Status: 'Active' })
    expect(await told(world, student)).toMatchObject({ status: 'completed' })
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '700.03' })
  })
})

describe('a schedule', () => {
  const flat = {
    st_Payment: 1400.07,
    st_Payment_Date: '2025-09-15',
    Invoice_Num_1: 'INV-25-401',
    th_Payment4: 1400.07,
    // A date alone is no instalment.
    nd_Payment_Date: '2026-01-15',
  }

  test('of the student record is shown, and what has a date is paid', async () => {
    const student = await payer(world, flat)
    const { instalments = [], payments = [] } = (await shownOf(world, student.id)) ?? {}
    expect(instalments).toMatchObject([
      { instalmentno: 1, amount: '1400.07', paid: '1400.07', duedate: '2025-09-15', registration: '' },
      { instalmentno: 8, amount: '1400.07', paid: '0.00', duedate: null },
    ])
    expect(payments).toMatchObject([
      { slot: 1, zohoid: null, receipt: 'INV-25-401', amount: '1400.07', instalmentno: 1, reducesfee: 1 },
    ])
    expect(await sumsOf(world, student.id)).toEqual({ paid: '1400.07', remaining: '1400.07', net: '2800.14' })
  })

  test('of the student record gives way to that of a registration, and its payments to records of payments', async () => {
    const student = await payer(world, flat)
    await registered(world, student, [
      {
        Installment_No: 1,
        Due_Date: '2026-09-15',
        Installment_Amount: 1400.07,
        Installment_Status: 'Paid',
        Paid_Date: '2026-09-14',
      },
      { Installment_No: 2, Due_Date: '2026-11-15', Installment_Amount: 1400.07, Installment_Status: 'Pending' },
    ])
    await toldOfPayment(world, await paid(world, student), 'created')
    const { instalments = [], payments = [] } = (await shownOf(world, student.id)) ?? {}
    expect(instalments.map(({ instalmentno, duedate, paid }) => [instalmentno, duedate, paid])).toEqual([
      [1, '2026-09-15', '1400.07'],
      [2, '2026-11-15', '0.00'],
    ])
    // One noted in the student record was never a record: it goes.
    expect(payments.map(({ slot }) => slot)).toEqual([null])
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '700.03' })
  })

  test('of the student record is paid by the records that name the instalment', async () => {
    const student = await payer(world, flat)
    await paid(world, student, { Installment_No: 8, Payment_Amount: 400 })
    await paid(world, student, { Installment_No: 8, Payment_Amount: 99, Payment_Type: 'Books Fees' })
    await toldOfPayment(world, await paid(world, student, { Installment_No: 0, Payment_Amount: 1 }), 'created')
    expect((await shownOf(world, student.id))?.instalments.map(({ instalmentno, paid }) => [instalmentno, paid])).toEqual([
      [1, '0.00'],
      [8, '400.00'],
    ])
  })
})

describe('currencies', () => {
  test('that differ are shown each on its own, without a remaining amount, and staff are told', async () => {
    const student = await payer(world)
    expect(await toldOfPayment(world, await paid(world, student, { Currency: 'TRY' }), 'created')).toMatchObject({
      status: 'completed',
      needs_attention: true,
      verdict_code: 'finance.currencies_differ',
      verdict_params: { currencies: 'USD, TRY' },
    })
    expect(await sumsOf(world, student.id)).toEqual({ paid: '0.00', remaining: null, net: null })
  })

  test('of payments for other things are no trouble', async () => {
    const student = await payer(world)
    const books = await paid(world, student, { Currency: 'TRY', Payment_Type: 'Books Fees' })
    expect(await toldOfPayment(world, books, 'created')).toMatchObject({ needs_attention: false })
    expect(await sumsOf(world, student.id)).toMatchObject({ remaining: '2800.14' })
  })

  test('that are not said are those of the student', async () => {
    const student = await payer(world)
    await toldOfPayment(world, await paid(world, student, { Currency: null }), 'created')
    expect(await sumsOf(world, student.id)).toMatchObject({ paid: '700.03' })
  })
})

describe('what cannot be read keeps all of it as it was, and names the field', () => {
  test.each([
    ['an unknown currency', { Currency: 'ZZZ' }, 'finance.currency_unknown', { field: 'Currency', currency: 'ZZZ' }],
    ['a currency in words', { Currency: 'Dollars' }, 'finance.field_unreadable', { field: 'Currency', form: 'Aaaaaaa' }],
    ['no currency', { Currency: null }, 'finance.field_empty', { field: 'Currency' }],
    [
      'a sum in words',
      { Registration_Fees: '250 USD' },
      'finance.field_unreadable',
      { field: 'Registration_Fees', form: '999 AAA' },
    ],
    ['a percentage above 100', { Scholarship_Percentage: 133 }, 'finance.field_unreadable', { form: '999' }],
    ['an instalment below zero', { rd_Payment: -5 }, 'finance.below_zero', { field: 'rd_Payment' }],
    ['a transfer in no currency', { Amount_Transferred: 5 }, 'finance.field_empty', { field: 'Currency_of_transferred_amount' }],
  ])('%s', async (_what, fields, code, params) => {
    const student = await payer(world)
    await world.edit('BTEC_Students', student.id, fields)
    const since = await world.lastCall()
    expect(await told(world, student)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: code,
      verdict_params: { module: 'BTEC_Students', record: student.id, ...params },
    })
    expect(await writes(since)).toEqual([])
    expect(await sumsOf(world, student.id)).toMatchObject({ net: '2800.14' })
    // Corrected, the older failure is over.
    await world.edit('BTEC_Students', student.id, {
      Currency: 'USD',
      Registration_Fees: null,
      Scholarship_Percentage: 33.33,
      rd_Payment: null,
      Amount_Transferred: null,
    })
    await told(world, student)
    expect(await world.events(`status = 'failed' and record_id = $1 and resolved_by is null`, [student.id])).toEqual([])
  })

  test('a payment without an amount', async () => {
    const student = await payer(world)
    const payment = await paid(world, student, { Payment_Amount: null })
    expect(await toldOfPayment(world, payment, 'created')).toMatchObject({
      status: 'failed',
      verdict_code: 'finance.field_empty',
      verdict_params: { module: 'BTEC_Payments', record: payment.id, field: 'Payment_Amount' },
    })
    expect((await shownOf(world, student.id))?.payments).toEqual([])
    // Whatever else is told of the student does not close it.
    await told(world, student)
    expect(await world.events(`status = 'failed' and resolved_by is null and record_id = $1`, [payment.id])).toHaveLength(1)
    // What a person does about it does: the payment was a mistake.
    await world.remove('BTEC_Payments', payment.id)
    expect(await toldOfPayment(world, payment, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'finance.in_step' })
    expect(await world.events(`status = 'failed' and resolved_by is null and record_id = $1`, [payment.id])).toEqual([])
  })

  test('a row of a schedule without a number, and two with the same', async () => {
    const student = await payer(world)
    const registration = await registered(world, student, [{ Installment_Amount: 5 }])
    expect(await told(world, student)).toMatchObject({
      verdict_code: 'finance.field_empty',
      verdict_params: { module: 'Payment_Schedule', record: registration.id, field: 'Installment_No' },
    })
    await world.remove('BTEC_Registrations', registration.id)
    const twice = await registered(world, student, [
      { Installment_No: 1, Installment_Amount: 5 },
      { Installment_No: 1, Installment_Amount: 6 },
    ])
    expect(await told(world, student)).toMatchObject({
      verdict_code: 'finance.instalment_twice',
      verdict_params: { record: twice.id, number: 1 },
    })
  })
})

describe('what contradicts itself', () => {
  test.each([
    ['a scholarship that is none, of some per cent', { Scholarship: 'Non-scholarship', Scholarship_Percentage: 20 }],
    ['more to be subtracted than there is', { Discount_Amount: 4000 }],
  ])('%s: the rest is shown, and staff are told', async (_what, fields) => {
    const student = await world.student({ Currency: 'USD', Total_Amount: 4200, Scholarship_Percentage: 33.33, ...fields })
    expect(await told(world, student, 'created')).toMatchObject({
      status: 'completed',
      needs_attention: true,
      verdict_code: 'finance.fee_unclear',
    })
    expect((await shownOf(world, student.id))?.finance).toMatchObject({ totalamount: '4200.00', netamount: null })
  })
})

test('a deleted student keeps everything in Moodle; restored, the money is compared again', async () => {
  const student = await payer(world)
  await toldOfPayment(world, await paid(world, student), 'created')
  await world.deleteStudent(student.id)
  expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
  const { rows } = await world.look.query('select gone_at is not null as gone from moodle_finance_info where zoho_id = $1', [
    student.id,
  ])
  expect(rows).toEqual([{ gone: true }])
  expect((await shownOf(world, student.id))?.payments).toMatchObject([{ voided: 0 }])
  await world.student({ ...student, Total_Amount: 5000 })
  expect(await told(world, student)).toMatchObject({ status: 'completed' })
  expect((await shownOf(world, student.id))?.finance).toMatchObject({ totalamount: '5000.00' })
})
