import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startShell } from '../../shell.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from '../moodle.ts'

const shell = await startShell({
  port: 0,
  seed: 'college',
  build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
  addresses: () => ({}),
})
afterAll(() => shell.stop())
const { moodle } = shell.systems
beforeEach(() => {
  moodle.reset('college')
  moodle.configure({ plugin: true })
})

const set = async (name: string, ...items: object[]): Promise<string[]> => {
  const form = { wstoken: DEFAULT_MOODLE_TOKEN, moodlewsrestformat: 'json', wsfunction: `local_campusbridge_${name}` }
  const body = new URLSearchParams({ ...form, items: JSON.stringify(items) })
  const answer = await fetch(`${shell.url}/moodle/webservice/rest/server.php`, { method: 'POST', body })
  return ((await answer.json()) as { results: { status: string }[] }).results.map(({ status }) => status)
}
const recordsOf = async (table: string) =>
  ((await (await fetch(`${shell.url}/__sim/moodle/records/${table}`)).json()) as { records: { id: string }[] }).records

const ZOHO = (n: number) => `999900000000000000${n}`
const common = { userid: 2, as_of: 1_700_000_000_000 }
const full = {
  zohoid: ZOHO(1),
  ...common,
  currency: 'EUR',
  scholarship: 'Merit/Need',
  scholarship_reason: '“gut”\u2028 "x" \\ é',
  net_amount: '1200',
  instalments: [
    { number: 2, amount: '5', currency: 'EUR' },
    { number: 1, amount: '5', currency: 'EUR', registration: ZOHO(3) },
  ],
  payments: [
    { slot: 2, amount: '-1', currency: 'EUR', reduces_fee: true },
    { zohoid: ZOHO(4), amount: '1', currency: 'EUR', reduces_fee: false, instalment: 1 },
  ],
}
const bare = { zohoid: ZOHO(2), ...common, currency: 'EUR', instalments: [], payments: [] }

/** What a real site cannot be asked for in a conformance run. The rest stands in `conformance.test.ts`. */
describe('student records in the simulated Moodle', () => {
  test('carry the hash that the plugin on a real Moodle made of the same items', async () => {
    await set('set_finance', full, bare)
    expect(moodle.records.list('finance').map(({ hash }) => hash)).toEqual([
      'f650de92a662c28555ca37a7b30b4bf3607b6fe18507af69de2813d116d46486',
      '620b3da4c522d1d5d352d8485362057f1c8ffea6d5f28890a54ce574fbfdb072',
    ])
  })

  test('are records on the control surface, by Zoho id', async () => {
    await set('set_finance', full)
    await set('set_registrations', { zohoid: ZOHO(5), ...common, student: ZOHO(1), programme: 'Business' })
    await set('set_profiles', { zohoid: ZOHO(1), ...common, student_id: 'S-1' })
    await set('set_classes', { zohoid: ZOHO(6), as_of: common.as_of, name: 'A' })
    const grade = { unit_name: 'U', result: 'P', status: 'Released', attempt: 1, criteria: [{ code: 'P1', met: true }] }
    await set('set_grades', { zohoid: ZOHO(7), ...common, ...grade })

    expect(await recordsOf('finance')).toMatchObject([{ id: ZOHO(1), userid: 2, netamount: '1200.00', asof: common.as_of }])
    expect(await recordsOf('payments')).toMatchObject([
      { id: `${ZOHO(1)}-slot-2`, student: ZOHO(1), amount: '-1.00' },
      { id: ZOHO(4), zohoid: ZOHO(4), instalmentno: 1, voided: 0 },
    ])
    expect((await recordsOf('instalments')).map(({ id }) => id)).toEqual([`${ZOHO(1)}-own-2`, `${ZOHO(1)}-${ZOHO(3)}-1`])
    expect(await recordsOf('registrations')).toMatchObject([{ id: ZOHO(5), programme: 'Business', deleted: 0 }])
    expect(await recordsOf('profiles')).toMatchObject([{ id: ZOHO(1), studentid: 'S-1' }])
    expect(await recordsOf('classes')).toMatchObject([{ id: ZOHO(6), name: 'A' }])
    expect(await recordsOf('results')).toMatchObject([{ id: ZOHO(7), criteria: '[{"code":"P1","met":true}]' }])
    expect(await recordsOf('dashboard')).toEqual([])
    expect((await fetch(`${shell.url}/__sim/moodle/records/payments/${ZOHO(1)}-slot-2`)).status).toBe(200)
  })

  test('are kept between two starts and gone after a reset', async () => {
    await set('set_finance', full)
    const kept: unknown = JSON.parse(JSON.stringify(moodle.snapshot()))
    moodle.reset('college')
    expect(moodle.records.list('payments')).toEqual([])
    moodle.restore(kept)
    expect(await set('set_finance', full)).toEqual(['skipped'])
    expect(moodle.records.list('payments')).toHaveLength(2)
  })

  test('a call that the plugin would refuse in the middle leaves nothing of the item it refused', async () => {
    const other = { ...full, zohoid: ZOHO(8), payments: [full.payments[1], { ...full.payments[0], slot: 3 }] }
    expect(await set('set_finance', full, other)).toEqual(['created', 'refused'])
    expect(moodle.records.list('finance')).toHaveLength(1)
    expect(moodle.records.list('payments')).toHaveLength(2)
    expect(moodle.records.list('instalments')).toHaveLength(2)
  })

  test('count as rows written and found, for the pace', async () => {
    await set('set_finance', full, bare)
    await set('set_finance', full, { ...bare, net_amount: '1', as_of: common.as_of + 1 })
    const { calls } = (await (await fetch(`${shell.url}/__sim/calls?operation=set_finance`)).json()) as {
      calls: { rows: object }[]
    }
    expect(calls.slice(-2).map(({ rows }) => rows)).toEqual([
      { written: 2, found: 0 },
      { written: 1, found: 1 },
    ])
  })
})
