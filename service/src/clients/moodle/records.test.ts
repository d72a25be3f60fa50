import { beforeEach, describe, expect, test } from 'vitest'
import { refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import type {
  ClassRecord,
  FinanceRecord,
  PaymentRecord,
  ProfileRecord,
  RecordChange,
  RegistrationRecord,
} from '../../ports/moodle-records.ts'

const site = simulatedMoodle()
beforeEach(() => site.setSite({ plugin: true }))

const DONE = { outcome: 'done', value: undefined }
const UNCHANGED = { outcome: 'unchanged' }
const change = <R>(n: number, record: R): RecordChange<R> => ({ subject: subjectOf(n), record, before: {} })
const person = async (n: number): Promise<MoodleUserId> =>
  moodleUserId((await site.put({ username: `p${n}`, email: `p${n}@college.example` })).id)

const profile = (n: number, userid: MoodleUserId, fields: Partial<ProfileRecord> = {}) =>
  change<ProfileRecord>(n, { zohoid: subjectOf(n), userid, student_id: `S${n}`, email: `p${n}@college.example`, ...fields })
const registration = (n: number, userid: MoodleUserId, fields: Partial<RegistrationRecord> = {}) =>
  change<RegistrationRecord>(n, {
    zohoid: subjectOf(n),
    student: subjectOf(900),
    userid,
    programme: 'HND Computing',
    level: '4',
    status: 'Active',
    start_date: '2026-09-01',
    end_date: null,
    ...fields,
  })
const payment: PaymentRecord = {
  zohoid: subjectOf(500),
  slot: null,
  number: 'R-1',
  date: '2026-10-02',
  amount: '200.00',
  currency: 'GBP',
  method: 'Card',
  purpose: 'Fee',
  reduces_fee: true,
  instalment: 1,
  registration: null,
  voided: false,
}
const finance = (userid: MoodleUserId, fields: Partial<FinanceRecord> = {}): FinanceRecord => ({
  zohoid: subjectOf(900),
  userid,
  scholarship: 'Merit',
  scholarship_reason: '',
  scholarship_percentage: '10.00',
  currency: 'GBP',
  amount_transferred: null,
  transferred_currency: null,
  payment_method: 'Bank',
  payment_mode: '',
  bank_name: '',
  bank_holder: '',
  registration_fees: '50.00',
  invoice_reg_fees: '',
  total_amount: '1000.00',
  discount_amount: null,
  scholarship_amount: null,
  net_amount: '900.00',
  instalments: [{ number: 1, due_date: '2026-10-01', amount: '450.00', paid: '0.00', currency: 'GBP', registration: null }],
  payments: [
    payment,
    { ...payment, zohoid: null, slot: 2, number: '', date: null, amount: '-5.00', reduces_fee: false, instalment: null },
  ],
  ...fields,
})

test('profiles are written a hundred in a call; the same once more is unchanged', async () => {
  const maya = await person(1)
  const profiles = Array.from({ length: 120 }, (_, n) => profile(n, maya))
  expect(await site.port().setProfiles(profiles)).toEqual(profiles.map(() => DONE))
  expect(await site.received('local_campusbridge_set_profiles')).toHaveLength(2)
  expect(await site.port().setProfiles(profiles.slice(0, 2))).toEqual([UNCHANGED, UNCHANGED])
})

test('what was read in Zoho before something newer was applied is not written, and is read again', async () => {
  const maya = await person(1)
  const early = site.port()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await site.port().setProfiles([profile(1, maya)])
  expect(refusalsIn(await early.setProfiles([profile(1, maya, { student_id: 'old' })]))).toMatchObject([
    { code: 'moodle.newer_applied', params: { function: 'local_campusbridge_set_profiles' } },
  ])
})

test('a refused record fails alone, with the field and what would be right', async () => {
  const maya = await person(1)
  const written = await site
    .port()
    .setRegistrations([
      registration(1, maya),
      registration(2, maya, { start_date: '2026-13-01' }),
      registration(3, maya, { programme: '' }),
      registration(4, moodleUserId(4711)),
      registration(5, maya, { instalments: [{ number: 1, due_date: null, amount: '12,50', paid: null, currency: 'GBP' }] }),
    ])
  expect(written[0]).toEqual(DONE)
  expect(refusalsIn(written)).toMatchObject([
    {
      place: 1,
      code: 'moodle.record_refused',
      params: { subject: subjectOf(2), field: 'start_date', reason: expect.stringContaining('YYYY-MM-DD') },
    },
    { place: 2, params: { subject: subjectOf(3), field: 'programme', reason: 'it is blank' } },
    { place: 3, params: { field: 'userid', reason: 'the account was deleted in Moodle' } },
    { place: 4, params: { field: 'instalments[0].amount', reason: expect.stringContaining('such as "1234.50"') } },
  ])
})

test('a registration is taken from sight once', async () => {
  const maya = await person(1)
  await site.port().setRegistrations([registration(1, maya)])
  const gone = [1, 2].map((n) => ({ subject: subjectOf(n), zohoid: subjectOf(n) }))
  expect(await site.port().deleteRegistrations(gone)).toEqual([DONE, UNCHANGED])
  expect(await site.port().deleteRegistrations(gone)).toEqual([UNCHANGED, UNCHANGED])
})

test('a class without course, teacher or days is written; what is unknown is left out', async () => {
  const record: ClassRecord = {
    zohoid: subjectOf(1),
    courseid: null,
    name: 'Unit 1 A',
    unit_code: 'U1',
    unit_name: 'Programming',
    teacherid: null,
    start_date: null,
    end_date: null,
    status: 'Active',
  }
  expect(await site.port().setClasses([change(1, record)])).toEqual([DONE])
  const [sent] = await site.received('local_campusbridge_set_classes')
  expect(decodeURIComponent(sent?.body ?? '')).not.toMatch(/null|courseid|start_date/)
})

describe('finance', () => {
  test('comes back as it was sent, and without it a student is absent', async () => {
    const maya = await person(1)
    const record = finance(maya)
    expect(await site.port().setFinance([change(900, record)])).toEqual([DONE])
    const found = await site.port().financeOf([subjectOf(900), subjectOf(901), subjectOf(900)])
    expect([...found.keys()]).toEqual([subjectOf(900)])
    const told = found.get(subjectOf(900))
    expect({ ...told, payments: [] }).toEqual({ ...record, payments: [] })
    expect(told?.payments).toHaveLength(2)
    expect(told?.payments).toEqual(expect.arrayContaining([...record.payments]))
    expect(await site.port().setFinance([change(900, record)])).toEqual([UNCHANGED])
  })

  test('of a payment that is no longer told stays as voided', async () => {
    const maya = await person(1)
    await site.port().setFinance([change(900, finance(maya))])
    await site.port().setFinance([change(900, finance(maya, { payments: [] }))])
    const told = (await site.port().financeOf([subjectOf(900)])).get(subjectOf(900))
    expect(told?.payments).toEqual([{ ...payment, voided: true }])
  })

  test('of many students with many payments goes in calls that Moodle takes', async () => {
    const maya = await person(1)
    const payments = (of: number) =>
      Array.from({ length: 400 }, (_, n) => ({ ...payment, zohoid: subjectOf(10_000 + of * 1_000 + n), purpose: 'رسوم' }))
    const records = Array.from({ length: 12 }, (_, n) =>
      change(n, finance(maya, { zohoid: subjectOf(n), payments: payments(n) })),
    )
    expect(refusalsIn(await site.port().setFinance(records))).toEqual([])
    const sent = await site.received('local_campusbridge_set_finance')
    expect(sent.length).toBeGreaterThan(1)
    for (const { body } of sent) expect(body.length).toBeLessThan(4_000_000)
  })
})

test('without the plugin the connection is held', async () => {
  await site.setSite({ plugin: false })
  const maya = await person(1)
  const missing = (name: string) => ({
    code: 'moodle.function_missing',
    system: 'moodle',
    params: { function: `local_campusbridge_${name}` },
  })
  await expect(site.port().setProfiles([profile(1, maya)])).rejects.toMatchObject(missing('set_profiles'))
  await expect(site.port().financeOf([subjectOf(1)])).rejects.toMatchObject(missing('get_finance'))
  expect(await site.port().setProfiles([])).toEqual([])
})

test('a call whose answer is lost is an outage; when it is one of two, its records wait', async () => {
  const maya = await person(1)
  await site.breakCall('local_campusbridge_set_profiles', 'lose')
  await expect(site.port().setProfiles([profile(1, maya)])).rejects.toMatchObject({ system: 'moodle' })
  await site.breakCall('local_campusbridge_set_profiles', '500', { nth: 2 })
  const lost = refusalsIn(await site.port().setProfiles(Array.from({ length: 150 }, (_, n) => profile(n, maya))))
  expect(lost).toHaveLength(50)
  expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['moodle.unreachable']))
})

describe('a site that answers otherwise', () => {
  const answering = async (answer: (items: { zohoid: string }[]) => unknown) => {
    const server = await serverThat(async (form) =>
      JSON.stringify(answer(JSON.parse(new URLSearchParams(form).get('items') ?? '[]'))),
    )
    const connection = server.connect()
    const written = await site
      .port('live', connection)
      .setProfiles([1, 2, 3].map((n) => profile(n, moodleUserId(7))))
      .catch((error: unknown) => error)
    await connection.close()
    await server.stop()
    return written as Awaited<ReturnType<ReturnType<typeof site.port>['setProfiles']>>
  }
  const fault = (errorcode: string) => ({ exception: 'moodle_exception', errorcode, message: 'told in the site’s language' })
  const results = (items: unknown[], result: object) => ({ results: items.map(() => result) })

  test('over one bad record refuses that one only', async () => {
    const written = await answering((items) =>
      items.some(({ zohoid }) => zohoid === subjectOf(2)) ? fault('invalidparameter') : results(items, { status: 'created' }),
    )
    expect(written.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'done'])
    expect(refusalsIn(written)).toMatchObject([{ code: 'moodle.call_refused' }])
  })

  test('because another writer is at it, is asked later', async () => {
    expect(refusalsIn(await answering(() => fault('recordsbusy')))).toMatchObject(
      [1, 2, 3].map(() => ({ code: 'moodle.database_busy' })),
    )
    expect(
      refusalsIn(await answering((items) => results(items, { status: 'refused', error: 'dmlwriteexception' }))),
    ).toMatchObject([1, 2, 3].map(() => ({ code: 'moodle.database_busy' })))
  })

  test('with a permission that is missing holds the connection', async () => {
    expect(await answering((items) => results(items, { status: 'refused', error: 'nopermissions' }))).toMatchObject({
      code: 'moodle.access_denied',
      system: 'moodle',
    })
  })

  test('in words of its own is not quoted', async () => {
    const [first] = refusalsIn(
      await answering((items) => results(items, { status: 'refused', error: 'unexpected', message: 'Maya Lind is odd' })),
    )
    expect(first).toMatchObject({ params: { field: 'content', reason: 'Moodle says unexpected' } })
  })

  test('with a row too few is not believed', async () => {
    const written = await answering(() => ({ results: [{ status: 'created' }, { status: 'skipped' }] }))
    expect(written.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged', 'refused'])
    expect(refusalsIn(written)).toMatchObject([{ place: 2, code: 'moodle.answer_not_understood' }])
  })
})
