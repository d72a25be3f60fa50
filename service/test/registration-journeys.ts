import { expect } from 'vitest'
import { aPerson, aProgram, type Person } from './enrolment-world.ts'
import type { Journey } from './journey.ts'
import type { World, ZohoRecord } from './world.ts'

const CREATE = 'core_cohort_create_cohorts'
const ADD = 'core_cohort_add_cohort_members'
const SHOW = 'local_campusbridge_set_registrations'
const HIDE = 'local_campusbridge_delete_registrations'
const MARK = 'PUT /crm/v8/BTEC_Registrations'

/** Whose registration it is, beside the record: a deleted one does not tell any more. */
const arranged = new Map<string, { person: Person; program: ZohoRecord }>()

const ofRegistrations: readonly Omit<Journey, 'module' | 'expectInStep' | 'repeatable'>[] = [
  {
    name: 'the first registration on a programme',
    arrange: (world, count) => many(count, () => register(world)),
    change: async () => {},
    eventType: 'created',
    writes: [CREATE, ADD, SHOW, MARK],
  },
  {
    name: 'a registration with another status',
    arrange: registered,
    change: (world, { id }) => world.edit('BTEC_Registrations', id, { Registration_Status: 'Freeze' }),
    eventType: 'updated',
    writes: [SHOW, MARK],
    mayBeLeftOut: [MARK],
  },
  {
    name: 'a registration that was deleted',
    arrange: registered,
    change: (world, { id }) => world.remove('BTEC_Registrations', id),
    eventType: 'deleted',
    writes: [HIDE],
  },
]

/** On a site with the plugin. */
export const registrationJourneys: readonly Journey[] = ofRegistrations.map((journey) => ({
  ...journey,
  module: 'BTEC_Registrations',
  // What the plugin has cannot be read, so it is told once more and says that it knows.
  repeatable: [SHOW, HIDE],
  expectInStep,
}))

async function expectInStep(world: World, { id }: ZohoRecord): Promise<void> {
  const { person, program } = arranged.get(id) ?? {}
  const [cohort] = await world.inMoodle<{ id: number }>('cohorts', `idnumber=zoho:Products:${program?.id}`)
  expect(await world.inMoodle('cohort_members', `cohortid=${cohort?.id}&userid=${person?.user}`)).toHaveLength(1)
  const [shown] = await world.inMoodle('registrations', `zohoid=${id}`)
  const record = await world.recordNow('BTEC_Registrations', id)
  if (record === undefined) {
    expect(shown).toMatchObject({ deleted: 1 })
    return
  }
  expect(shown).toMatchObject({ deleted: 0, userid: person?.user, status: record.Registration_Status })
  expect(record).toMatchObject({ Synced_to_Moodle: true })
}

async function register(world: World): Promise<ZohoRecord> {
  const person = await aPerson(world)
  const program = await aProgram(world)
  const record = await world.put('BTEC_Registrations', {
    Student_ID: { id: person.id },
    Program: { id: program.id },
    Registration_Status: 'Active',
    Currency: 'USD',
  })
  arranged.set(record.id, { person, program })
  return record
}

async function registered(world: World, count: number): Promise<ZohoRecord[]> {
  const records = await many(count, () => register(world))
  for (const { id } of records) await world.zohoSends(id, 'created', undefined, 'BTEC_Registrations')
  await world.quiet()
  return records
}

async function many(count: number, make: () => Promise<ZohoRecord>): Promise<ZohoRecord[]> {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < count; nr += 1) records.push(await make())
  return records
}
