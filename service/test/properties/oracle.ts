import { expect } from 'vitest'
import { rowsSent } from '../told.ts'
import type { Account, OutsideCall, Student, World } from '../world.ts'

/** What Moodle must say in the end, worked out from Zoho alone and without a line of the product. */

const MOODLE_TAKES = 100
const COUNTRIES: Record<string, string> = { Jordan: 'JO', Turkey: 'TR', 'United Kingdom': 'GB' }
const OPEN = ['Active', 'Registered', 'Graduated']
const CLOSED = ['Freeze', 'Withdraw']

const shortened = (text: unknown): string => [...String(text ?? '')].slice(0, MOODLE_TAKES).join('').trimEnd()

const profileOf = (student: Student) => ({
  firstname: shortened(student.First_Name),
  lastname: shortened(student.Last_Name),
  email: student.Academic_Email,
  city: shortened(student.City),
  country: COUNTRIES[String(student.Country)] ?? '',
})

/** At most one account each, saying what Zoho says; Zoho knows it; nobody else's was touched. */
export async function expectMoodleEqualsZoho(world: World, people: readonly Student[]): Promise<void> {
  const accounts = await world.accounts()
  for (const { id } of people) {
    const student = await world.studentNow(id)
    const theirs = accounts.filter(({ idnumber }) => idnumber === id)
    expect(theirs.length, `accounts of ${id}`).toBeLessThanOrEqual(1)
    const [account] = theirs
    if (student === undefined) {
      if (account !== undefined) expect(account, 'of a deleted student').toMatchObject({ suspended: true })
      continue
    }
    const status = String(student.Status)
    if (OPEN.includes(status)) {
      expect(account, `of a student who is ${status}`).toMatchObject({ ...profileOf(student), suspended: false })
      expect(student.Student_Moodle_ID).toBe(String(account?.id))
    }
    if (CLOSED.includes(status) && account !== undefined) {
      expect(account, `of a student who is ${status}`).toMatchObject({ ...profileOf(student), suspended: true })
      expect(student.Student_Moodle_ID).toBe(String(account.id))
    }
  }
}

/** Whether the far end did what it was asked. */
const tookEffect = ({ fault, rows }: OutsideCall & { rows?: { written: number } }): boolean =>
  (fault === undefined || fault === 'lose') && (rows?.written ?? 1) > 0

/**
 * Plays the calls again in their order, as Moodle and Zoho saw them: nobody who has an account is given one, and no value is sent that
 * stands there already.
 */
export function expectNoIdleWrites(calls: readonly OutsideCall[], accounts: readonly Account[]): void {
  const madeFor = new Map<string, Record<string, string>>()
  const idnumberOf = new Map(accounts.map(({ id, idnumber }) => [String(id), String(idnumber)]))
  const inZoho = new Map<string, string>()
  for (const call of calls.filter(tookEffect)) {
    // Its items may be repeated: the plugin itself leaves alone what stands there, and says so.
    if (call.operation === 'local_campusbridge_upsert_users') {
      for (const item of itemsSent(call).filter(({ userid }) => userid !== undefined))
        expect(Object.keys(item).length, `an update of ${String(item.zohoid)} without a field`).toBeGreaterThan(KEYS_OF_AN_ITEM)
    }
    if (call.operation === 'core_user_create_users') {
      for (const row of rowsSent(call)) {
        const whose = row.idnumber ?? ''
        expect(madeFor.has(whose), `a second account for ${whose}`).toBe(false)
        madeFor.set(whose, { city: '', country: '', ...row, suspended: '0' })
      }
    }
    if (call.operation === 'core_user_update_users') {
      for (const { id = '', ...sent } of rowsSent(call)) {
        const whose = idnumberOf.get(id) ?? ''
        const stands = madeFor.get(whose) ?? {}
        expect(Object.keys(sent).length, `an update of ${whose} without a field`).toBeGreaterThan(0)
        for (const [field, value] of Object.entries(sent))
          expect([whose, field, value], 'sent although it stood there already').not.toEqual([whose, field, stands[field]])
        madeFor.set(whose, { ...stands, ...sent })
      }
    }
    if (call.operation === 'PUT /crm/v8/BTEC_Students') {
      const { data, trigger } = JSON.parse(call.body) as { data: { id: string; Student_Moodle_ID: string }[]; trigger: unknown }
      expect(trigger, 'a write that would fire our own webhook').toEqual([])
      for (const { id, ...written } of data) {
        expect(Object.keys(written)).toEqual(['Student_Moodle_ID'])
        expect(inZoho.get(id), `the Moodle id of ${id} told twice`).not.toBe(written.Student_Moodle_ID)
        inZoho.set(id, written.Student_Moodle_ID)
      }
    }
  }
}

/** zohoid, userid, foreignidnumber and as_of. */
const KEYS_OF_AN_ITEM = 4

const itemsSent = ({ body }: OutsideCall): Record<string, unknown>[] => JSON.parse(new URLSearchParams(body).get('items') ?? '[]')

/** Every hint has a good end, nothing is promised, the counters are at rest, and the service has nothing to reproach itself with. */
export async function expectAllSettled(
  { world, troubles }: { world: World; troubles: readonly string[] },
  people: readonly Student[],
): Promise<void> {
  expect(troubles).toEqual([])
  const ids = people.map(({ id }) => id)
  const open = await world.events(`record_id = any($1) and (status not in ('completed', 'skipped') or needs_attention)`, [ids])
  expect(open.map(({ event_id, status, verdict }) => [event_id, status, verdict])).toEqual([])
  const { rows: jobs } = await world.look.query('select subject, state, waits_for from queue_jobs')
  expect(jobs).toEqual([])
  const { rows: causes } = await world.look.query('select cause, events from causes where events <> 0')
  expect(causes).toEqual([])
}
