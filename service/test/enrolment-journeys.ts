import { aClass, aPerson, type Class, enrol, expectEnrolmentInStep, type Person, subjectOf } from './enrolment-world.ts'
import type { Journey } from './journey.ts'
import type { World, ZohoRecord } from './world.ts'

const CORE = 'enrol_manual_enrol_users'
const PLUGIN = 'local_campusbridge_set_enrolments'
const WRITE_BACK = 'PUT /crm/v8/BTEC_Enrollments'

/** Whose linking record it is, beside the record: a deleted one does not tell any more. */
const pairs = new Map<string, { person: Person; into: Class }>()

const pairOf = (record: ZohoRecord): { person: Person; into: Class } => {
  const pair = pairs.get(record.id)
  if (pair === undefined) throw new Error(`Nobody arranged ${record.id}`)
  return pair
}

const ofPairs: readonly Omit<Journey, 'module' | 'expectInStep' | 'auditSubjects'>[] = [
  {
    name: 'a student put into a class',
    arrange: newPairs,
    change: async () => {},
    eventType: 'created',
    writes: [CORE, WRITE_BACK],
  },
  {
    name: 'an enrolment with other days',
    arrange: enrolled,
    change: (world, { id }) => world.edit('BTEC_Enrollments', id, { Start_Date: '2020-09-01', End_Date: '2099-06-30' }),
    eventType: 'updated',
    writes: [CORE, WRITE_BACK],
    mayBeLeftOut: [WRITE_BACK],
  },
  {
    name: 'a student taken out of a class',
    arrange: enrolled,
    change: (world, { id }) => world.remove('BTEC_Enrollments', id),
    eventType: 'deleted',
    writes: [CORE],
  },
  {
    name: 'a student put back into a class',
    arrange: async (world, count) => {
      const records = await enrolled(world, count)
      for (const { id } of records) {
        await world.remove('BTEC_Enrollments', id)
        await world.zohoSends(id, 'deleted', undefined, 'BTEC_Enrollments')
      }
      await world.quiet()
      return records
    },
    change: (world, { id }) => world.control('POST', '/zoho/restore', { module: 'BTEC_Enrollments', id }),
    eventType: 'updated',
    writes: [CORE, WRITE_BACK],
    mayBeLeftOut: [WRITE_BACK],
  },
]

export const enrolmentJourneys: readonly Journey[] = ofPairs.map((journey) => ({
  ...journey,
  module: 'BTEC_Enrollments',
  // Core does not show the dates of an enrolment, so what a broken run gave is given once more, and told again.
  repeatable: [CORE, WRITE_BACK],
  async expectInStep(world, record) {
    const { person, into } = pairOf(record)
    await expectEnrolmentInStep(world, person, into, record.id)
  },
  auditSubjects(record) {
    const { person, into } = pairOf(record)
    return [subjectOf(person, into)]
  },
}))

/** The same where Moodle has our plugin. */
export const enrolmentsThroughPlugin: readonly Journey[] = enrolmentJourneys.map(({ repeatable: _none, ...journey }) => ({
  ...journey,
  writes: journey.writes.map((write) => (write === CORE ? PLUGIN : write)),
}))

/** All in one class: of many students it is read once. */
async function newPairs(world: World, count: number): Promise<ZohoRecord[]> {
  const into = await aClass(world)
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < count; nr += 1) {
    const person = await aPerson(world)
    const record = await enrol(world, person, into)
    pairs.set(record.id, { person, into })
    records.push(record)
  }
  return records
}

async function enrolled(world: World, count: number): Promise<ZohoRecord[]> {
  const records = await newPairs(world, count)
  for (const { id } of records) await world.zohoSends(id, 'created', undefined, 'BTEC_Enrollments')
  await world.quiet()
  return records
}

/** The time zone of the organisation is asked for once an hour: a storm would find that call only once. */
export const inAmman = (world: World): Promise<void> => world.setSetting('college.time_zone', 'Asia/Amman')
