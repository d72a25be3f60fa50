import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whileBusy } from '../busy.ts'
import { aPerson, aProgram, type Person } from '../enrolment-world.ts'
import { retriedByPerson } from '../in-step.ts'
import { syncEverything } from '../sync-everything.ts'
import { told, writesSince } from '../told.ts'
import { createWorld, type EventRow, type World, type ZohoRecord } from '../world.ts'

type Cohort = { id: number; name: string; idnumber: string }
type Instalment = {
  registration: string
  instalmentno: number
  amount: string
  paid: string
  currency: string
  duedate: string | null
}

let world: World
let program: ZohoRecord
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.per_hour': 1000 } })
  program = await aProgram(world)
})
afterAll(() => world.stop())

const hint = (record: { id: string }, eventType = 'updated'): Promise<EventRow> =>
  told(world, record, eventType, 'BTEC_Registrations')
const register = (person: { id: string }, fields: Record<string, unknown> = {}): Promise<ZohoRecord> =>
  world.put('BTEC_Registrations', {
    Student_ID: { id: person.id },
    Program: { id: program.id },
    Registration_Status: 'Active',
    Registration_Date: '2026-09-01',
    Currency: 'USD',
    ...fields,
  })
const cohortOf = async ({ id }: { id: string }): Promise<Cohort | undefined> =>
  (await world.inMoodle<Cohort>('cohorts')).find(({ idnumber }) => idnumber === `zoho:Products:${id}`)
async function isMember(person: Person, of = program): Promise<boolean> {
  const cohort = await cohortOf(of)
  const members = await world.inMoodle<{ cohortid: number; userid: number }>('cohort_members')
  return members.some(({ cohortid, userid }) => cohortid === cohort?.id && userid === person.user)
}
const byHand = (row: Record<string, unknown>) => world.control('PUT', '/moodle/records/cohort_members', row)

describe('on a site without the plugin', () => {
  test('the first student of a programme makes its cohort, the second joins it, and each is marked in Zoho', async () => {
    const [first, second] = [await aPerson(world), await aPerson(world)]
    const record = await register(first)
    const event = await hint(record, 'created')
    expect(event).toMatchObject({ status: 'completed', needs_attention: false, verdict_code: 'registration.updated' })
    expect(event.verdict).toContain('no plugin')
    expect(await cohortOf(program)).toMatchObject({ name: program.Product_Name })
    expect(await isMember(first)).toBe(true)
    expect(await world.recordNow('BTEC_Registrations', record.id)).toMatchObject({ Synced_to_Moodle: true })
    await hint(await register(second, { Registration_Status: 'New' }), 'created')
    expect(await isMember(second)).toBe(true)
    expect((await world.inMoodle<Cohort>('cohorts')).length).toBe(1)
  })

  test('who is a member already is left alone, and a second look writes nothing', async () => {
    const person = await aPerson(world)
    await byHand({ cohortid: (await cohortOf(program))?.id, userid: person.user })
    const record = await register(person, { Synced_to_Moodle: true })
    const since = await world.lastCall()
    expect(await hint(record, 'created')).toMatchObject({ verdict_code: 'registration.in_step' })
    await retriedByPerson(world, (await hint(record)).event_id)
    expect(await writesSince(world, since)).toEqual([])
  })

  test('a graduate stays, one who withdraws stays too, and nobody new with such a status is added', async () => {
    const person = await aPerson(world)
    const record = await register(person)
    await hint(record, 'created')
    for (const status of ['Graduated', 'Withdraw']) {
      await world.edit('BTEC_Registrations', record.id, { Registration_Status: status })
      expect(await hint(record)).toMatchObject({ status: 'completed' })
      expect(await isMember(person)).toBe(true)
    }
    const other = await aPerson(world)
    const frozen = await register(other, { Registration_Status: 'Freeze' })
    expect(await hint(frozen, 'created')).toMatchObject({ verdict_code: 'registration.in_step' })
    expect(await isMember(other)).toBe(false)
    expect(await world.recordNow('BTEC_Registrations', frozen.id)).not.toMatchObject({ Synced_to_Moodle: true })
  })

  test('with cohorts.remove one who leaves is taken out, unless another registration wants him in', async () => {
    await world.setSetting('cohorts.remove', true)
    const person = await aPerson(world)
    const [one, two] = [await register(person), await register(person)]
    await hint(one, 'created')
    await hint(two, 'created')
    await world.edit('BTEC_Registrations', one.id, { Registration_Status: 'Withdraw' })
    await hint(one)
    expect(await isMember(person)).toBe(true)
    await world.edit('BTEC_Registrations', two.id, { Registration_Status: 'Withdraw' })
    await hint(two)
    expect(await isMember(person)).toBe(false)

    const other = await aProgram(world)
    await world.edit('BTEC_Registrations', two.id, { Registration_Status: 'Active' })
    await hint(two)
    await world.edit('BTEC_Registrations', two.id, { Program: { id: other.id } })
    await hint(two)
    expect([await isMember(person), await isMember(person, other)]).toEqual([false, true])
    await world.remove('BTEC_Registrations', two.id)
    expect(await hint(two, 'deleted')).toMatchObject({ verdict_code: 'registration.gone' })
    expect(await isMember(person, other)).toBe(false)
    await world.look.query(`delete from app_settings where key = 'cohorts.remove'`)
  })

  test('a missing programme, a status nobody explained and a programme that is gone need a person, by name', async () => {
    const person = await aPerson(world)
    const record = await register(person, { Program: null })
    expect(await hint(record, 'created')).toMatchObject({
      status: 'failed',
      verdict_code: 'registration.missing_field',
      verdict_params: { record: record.id, field: 'Program' },
    })
    await world.edit('BTEC_Registrations', record.id, { Program: { id: program.id }, Registration_Status: 'Paused' })
    expect(await hint(record)).toMatchObject({
      verdict_code: 'registration.unknown_status',
      verdict_params: { record: record.id, status: 'Paused' },
    })
    await world.edit('BTEC_Registrations', record.id, { Registration_Status: 'Special' })
    expect(await hint(record)).toMatchObject({ status: 'completed', needs_attention: false })
    expect(await isMember(person)).toBe(true)
  })

  test('a student without an account for now: skipped, and found when there is one', async () => {
    const student = await world.student({ Status: 'Pending' })
    await told(world, student, 'created')
    const record = await register(student)
    expect(await hint(record, 'created')).toMatchObject({ status: 'skipped', verdict_code: 'parent.not_ready' })
    await world.editStudent(student.id, { Status: 'Active' })
    await told(world, student)
    await world.quiet()
    const account = await world.accountOf(student.id)
    expect(await isMember({ id: student.id, user: account?.id ?? 0 })).toBe(true)
  })

  test('a rehearsal says that it would make the cohort, and does nothing', async () => {
    const person = await aPerson(world)
    const fresh = await aProgram(world)
    const record = await register(person, { Program: { id: fresh.id } })
    await world.setSetting('system.dry_run', { enabled: true })
    const since = await world.lastCall()
    const event = await hint(record, 'created')
    await world.setSetting('system.dry_run', { enabled: false })
    expect(event).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
    expect(event.verdict).toContain(String(fresh.Product_Name))
    expect(await writesSince(world, since)).toEqual([])
  })

  test('forty registrations at once take a few calls', async () => {
    const people: Person[] = []
    for (let nr = 0; nr < 40; nr += 1) people.push(await aPerson(world))
    const records: ZohoRecord[] = []
    for (const person of people) records.push(await register(person))
    const since = await world.lastCall()
    await whileBusy(
      world.look,
      records.map(({ id }) => id),
      async () => {
        for (const { id } of records) await world.zohoSends(id, 'created', undefined, 'BTEC_Registrations')
      },
      'registrations',
    )
    await world.quiet()
    for (const person of people) expect(await isMember(person)).toBe(true)
    expect((await world.calls('zoho', since)).length).toBeLessThanOrEqual(6)
    expect((await world.calls('moodle', since)).length).toBeLessThanOrEqual(6)
  })
})

describe('where the plugin shows registrations', () => {
  beforeAll(async () => {
    await world.stop()
    world = await createWorld({ settings: { 'deletions.per_hour': 1000 } })
    program = await aProgram(world)
    await world.installPlugin()
  })
  const shown = async (id: string) => (await world.inMoodle('registrations', `zohoid=${id}`))[0]
  const schedule = async (id: string): Promise<Instalment[]> =>
    (await world.inMoodle<Instalment>('instalments')).filter(({ registration }) => registration === id)
  /** Rows that are sent without an id are added; the others must be taken away. */
  const reschedule = async (id: string, wanted: Record<string, unknown>[]): Promise<unknown> => {
    const now = ((await world.recordNow('BTEC_Registrations', id))?.Payment_Schedule ?? []) as { id: string }[]
    return world.edit('BTEC_Registrations', id, {
      Payment_Schedule: [...now.map((row) => ({ id: row.id, _delete: null })), ...wanted],
    })
  }
  const rows = [
    { Installment_No: 2, Due_Date: '2026-11-01', Installment_Amount: 1000, Installment_Status: 'Pending' },
    { Installment_No: 1, Due_Date: '2026-09-01', Installment_Amount: 1500.5, Installment_Status: 'Paid' },
  ]

  test('a student sees programme, status, date and instalments; the money of the student is looked at next', async () => {
    const person = await aPerson(world, { Currency: 'USD' })
    const record = await register(person, { Payment_Schedule: rows })
    const { event_id: eventId } = await hint(record, 'created')
    expect(await shown(record.id)).toMatchObject({
      student: person.id,
      userid: person.user,
      programme: program.Product_Name,
      status: 'Active',
      startdate: '2026-09-01',
    })
    expect((await schedule(record.id)).toSorted((a, b) => a.instalmentno - b.instalmentno)).toMatchObject([
      { instalmentno: 1, amount: '1500.50', paid: '1500.50', currency: 'USD', duedate: '2026-09-01' },
      { instalmentno: 2, amount: '1000.00', paid: '0.00' },
    ])
    const { rows: outcomes } = await world.look.query(
      `select o.flow, o.subject from integration_event_outcomes o join integration_events_log e on e.id = o.event where e.event_id = $1`,
      [eventId],
    )
    expect(outcomes).toContainEqual({ flow: 'finance', subject: person.id })
    await world.quiet()
  })

  test('the echo needs nothing, a change of the schedule alone is no echo, and a row that went is gone', async () => {
    const person = await aPerson(world, { Currency: 'USD' })
    const record = await register(person, { Payment_Schedule: rows })
    await hint(record, 'created')
    const since = await world.lastCall()
    expect(await hint(record)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await writesSince(world, since)).toEqual([])
    await reschedule(record.id, [
      { Installment_No: 1, Due_Date: '2026-09-01', Installment_Amount: 900, Installment_Status: 'Pending' },
    ])
    expect(await hint(record)).toMatchObject({ verdict_code: 'registration.updated' })
    expect(await schedule(record.id)).toMatchObject([{ instalmentno: 1, amount: '900.00', paid: '0.00' }])
    const { rows: known } = await world.look.query(
      `select count(*) filter (where gone_at is null)::int as living from sync_schedule_rows where owners = $1`,
      [[record.id]],
    )
    expect(known).toEqual([{ living: 1 }])
  })

  test('a number that stands twice and an amount that is missing need a person; the cohort is seen to all the same', async () => {
    const person = await aPerson(world, { Currency: 'USD' })
    const record = await register(person, { Payment_Schedule: [rows[0], rows[0]] })
    expect(await hint(record, 'created')).toMatchObject({
      status: 'failed',
      verdict_code: 'registration.schedule_number_twice',
      verdict_params: { record: record.id, number: 2 },
    })
    expect(await isMember(person)).toBe(true)
    await reschedule(record.id, [{ Installment_No: 1 }])
    expect(await hint(record)).toMatchObject({
      verdict_code: 'registration.unreadable_field',
      verdict_params: { record: record.id, field: 'Installment_Amount' },
    })
    await reschedule(record.id, [])
    expect(await hint(record)).toMatchObject({ status: 'completed', needs_attention: false })
  })

  test('deleted in Zoho it is not shown any more, restored it is; the cohort keeps him', async () => {
    const person = await aPerson(world, { Currency: 'USD' })
    const record = await register(person)
    await hint(record, 'created')
    await world.remove('BTEC_Registrations', record.id)
    expect(await hint(record, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'registration.gone' })
    expect(await shown(record.id)).toMatchObject({ deleted: 1 })
    expect(await isMember(person)).toBe(true)
    await world.control('POST', '/zoho/restore', { module: 'BTEC_Registrations', id: record.id })
    expect(await hint(record)).toMatchObject({ status: 'completed', verdict_code: 'registration.updated' })
    expect(await shown(record.id)).toMatchObject({ deleted: 0, status: 'Active' })
  })

  test('deletions obey the hourly limit', async () => {
    await world.look.query(`update sync_registrations set gone_at = now() - interval '2 hours' where gone_at is not null`)
    await world.setSetting('deletions.per_hour', 1)
    const events = []
    for (const person of [await aPerson(world, { Currency: 'USD' }), await aPerson(world, { Currency: 'USD' })]) {
      const record = await register(person)
      await hint(record, 'created')
      await world.remove('BTEC_Registrations', record.id)
      events.push(await hint(record, 'deleted'))
    }
    await world.setSetting('deletions.per_hour', 1000)
    expect(events.map(({ verdict_code }) => verdict_code)).toEqual(['registration.gone', 'removal.held'])
  })

  test('a programme with another name: its registrations say it, whoever tells us of the name', async () => {
    const person = await aPerson(world, { Currency: 'USD' })
    const record = await register(person)
    await hint(record, 'created')
    const first = `${program.Product_Name} (new)`
    await world.edit('Products', program.id, { Product_Name: first })
    await told(world, program, 'updated', 'Products')
    await world.quiet()
    expect(await shown(record.id)).toMatchObject({ programme: first })
    const second = `${program.Product_Name} (newer)`
    await world.edit('Products', program.id, { Product_Name: second })
    await syncEverything(world, ['programs'])
    await world.quiet()
    expect(await shown(record.id)).toMatchObject({ programme: second })
  })

  test('a name of the programme that nobody told us of is met with a registration: the programme looks, and tells the others', async () => {
    const one = await register(await aPerson(world, { Currency: 'USD' }))
    const other = await register(await aPerson(world, { Currency: 'USD' }))
    await hint(one, 'created')
    await hint(other, 'created')
    const renamed = `${program.Product_Name} (newest)`
    await world.edit('Products', program.id, { Product_Name: renamed })
    await hint(one)
    await world.quiet()
    expect(await shown(one.id)).toMatchObject({ programme: renamed })
    expect(await shown(other.id)).toMatchObject({ programme: renamed })
    expect(await world.events(`record_id = '${program.id}' and source = 'dependency'`)).toHaveLength(1)
  })
})
