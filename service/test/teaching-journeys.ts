import { expect } from 'vitest'
import { categoryOf, classOf, courseOf, linkedClass, linkedProgram, linkedTeacher, peopleIn, program } from './class-college.ts'
import type { Journey } from './journey.ts'
import { syncedUnit, templateOf, unit } from './unit-college.ts'
import type { World, ZohoRecord } from './world.ts'

const ENROL = 'enrol_manual_enrol_users'
const SET_TEMPLATES = 'local_campusbridge_set_grading_templates'

async function many(count: number, make: (nr: number) => Promise<ZohoRecord>): Promise<ZohoRecord[]> {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < count; nr += 1) records.push(await make(nr))
  return records
}

const idOf = (lookup: unknown): string => String((lookup as { id: string }).id)

async function categoryInStep(world: World, { id }: ZohoRecord): Promise<void> {
  const record = await world.recordNow('Products', id)
  expect(await world.inMoodle('categories', `idnumber=zoho:Products:${id}`)).toHaveLength(1)
  const category = await categoryOf(world, { id })
  expect(category?.name).toBe(record?.Product_Name)
  expect(record?.MoodleID).toBe(String(category?.id))
  for (const cohort of await world.inMoodle('cohorts', `idnumber=zoho:Products:${id}`))
    expect(cohort.name).toBe(record?.Product_Name)
}

/** A programme with a cohort. */
async function withCohort(world: World): Promise<ZohoRecord> {
  const record = await linkedProgram(world)
  await world.control('PUT', '/moodle/records/cohorts', { name: record.Product_Name, idnumber: `zoho:Products:${record.id}` })
  return record
}

export const programJourneys: readonly Journey[] = [
  {
    name: 'a new programme',
    eventType: 'created' as const,
    arrange: (world: World, count: number) => many(count, () => program(world)),
    change: async () => {},
    writes: ['core_course_create_categories', 'PUT /crm/v8/Products'],
  },
  {
    name: 'a renamed programme',
    eventType: 'updated' as const,
    arrange: (world: World, count: number) => many(count, () => withCohort(world)),
    change: (world: World, { id }: ZohoRecord) => world.edit('Products', id, { Product_Name: `Renamed ${id}` }),
    writes: ['core_course_update_categories', 'core_cohort_update_cohorts'],
  },
].map((journey) => ({ ...journey, module: 'Products' as const, expectInStep: categoryInStep }))

/** The course of a class says what Zoho says, its teacher is in it, and everybody who was before is suspended. */
async function courseInStep(world: World, before: ZohoRecord): Promise<void> {
  const record = await world.recordNow('BTEC_Classes', before.id)
  expect(await world.inMoodle('courses', `idnumber=zoho:BTEC_Classes:${before.id}`)).toHaveLength(1)
  const course = await courseOf(world, before)
  if (record === undefined) {
    expect(course?.visible).toBe(false)
    return
  }
  expect(course).toMatchObject({ fullname: record.Class_Name, shortname: record.Class_Short_Name, visible: true })
  expect(record.Moodle_Class_ID).toBe(String(course?.id))
  const { rows } = await world.look.query(
    `select moodle_id::int as user from identity_links where module = 'BTEC_Teachers' and zoho_id = $1`,
    [idOf(record.Teacher)],
  )
  const people = await peopleIn(world, course?.id ?? 0)
  expect(Object.entries(people).filter(([, status]) => status === 'active')).toEqual([[String(rows[0].user), 'active']])
}

let home: { world: World; computing: Promise<ZohoRecord> } | undefined
/** One programme for all classes of a world. */
function programmeIn(world: World): Promise<ZohoRecord> {
  if (home?.world !== world) home = { world, computing: linkedProgram(world) }
  return home.computing
}

async function withTeacher(world: World): Promise<ZohoRecord> {
  const { teacher } = await linkedTeacher(world)
  return (await linkedClass(world, await programmeIn(world), { Teacher: { id: teacher.id } })).record
}

export const classJourneys: readonly Journey[] = [
  {
    name: 'a new class with its teacher',
    eventType: 'created' as const,
    arrange: (world: World, count: number) =>
      many(count, async () => {
        const { teacher } = await linkedTeacher(world)
        return classOf(world, await programmeIn(world), { Teacher: { id: teacher.id } })
      }),
    change: async () => {},
    writes: ['core_course_create_courses', ENROL, 'PUT /crm/v8/BTEC_Classes'],
  },
  {
    name: 'a class that gets another name and another teacher',
    eventType: 'updated' as const,
    arrange: (world: World, count: number) => many(count, () => withTeacher(world)),
    async change(world: World, { id }: ZohoRecord) {
      const { teacher } = await linkedTeacher(world)
      await world.edit('BTEC_Classes', id, { Class_Name: `Renamed ${id}`, Teacher: { id: teacher.id } })
    },
    writes: ['core_course_update_courses', ENROL, ENROL],
  },
  {
    name: 'a deleted class',
    eventType: 'deleted' as const,
    arrange: (world: World, count: number) => many(count, () => withTeacher(world)),
    change: (world: World, { id }: ZohoRecord) => world.remove('BTEC_Classes', id),
    writes: ['core_course_update_courses'],
  },
  {
    name: 'a restored class',
    eventType: 'updated' as const,
    arrange: (world: World, count: number) =>
      many(count, async () => {
        const record = await withTeacher(world)
        await world.remove('BTEC_Classes', record.id)
        const { eventId } = await world.zohoSends(record.id, 'deleted', undefined, 'BTEC_Classes')
        await world.settled(eventId)
        return record
      }),
    change: (world: World, record: ZohoRecord) => world.put('BTEC_Classes', { ...record }),
    writes: ['core_course_update_courses'],
  },
].map((journey) => ({ ...journey, module: 'BTEC_Classes' as const, expectInStep: courseInStep }))

async function templateInStep(world: World, { id }: ZohoRecord): Promise<void> {
  const record = await world.recordNow('BTEC', id)
  const template = await templateOf(world, { id })
  expect(template?.name).toBe(record?.Name)
  const said = Object.fromEntries((template?.criteria ?? []).map(({ shortname, description }) => [shortname, description]))
  expect(said).toMatchObject({ P1: record?.P1_description, M1: record?.M1_description })
  expect(Object.hasOwn(said, 'P2')).toBe(record?.P2_description !== null)
  expect(record?.Moodle_Grading_Template).toBe('Synced')
}

/** Of a world with the plugin. */
export const unitJourneys: readonly Journey[] = [
  {
    name: 'a new unit',
    eventType: 'created' as const,
    arrange: (world: World, count: number) => many(count, () => unit(world)),
    change: async () => {},
    writes: [SET_TEMPLATES, 'PUT /crm/v8/BTEC'],
  },
  {
    name: 'a unit that gets other criteria',
    eventType: 'updated' as const,
    arrange: (world: World, count: number) => many(count, () => syncedUnit(world)),
    change: (world: World, { id }: ZohoRecord) => world.edit('BTEC', id, { P1_description: 'Other.', P2_description: null }),
    writes: [SET_TEMPLATES, 'PUT /crm/v8/BTEC'],
  },
].map((journey) => ({
  ...journey,
  module: 'BTEC' as const,
  // Zoho's times are whole seconds: of two writes within one it cannot be told whether the second was made.
  repeatable: ['PUT /crm/v8/BTEC'],
  expectInStep: templateInStep,
}))
