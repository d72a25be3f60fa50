import { expect } from 'vitest'
import { known } from './told.ts'
import type { World, ZohoRecord } from './world.ts'

export type Class = { record: ZohoRecord; course: number }
export type Person = { id: string; user: number }
export type Enrolled = Record<string, unknown> & {
  id: number
  userid: number
  courseid: number
  enrol: string
  status: string
  timestart: number
  timeend: number
}

/** A record that we linked to an object in Moodle some time ago. */
export async function link(world: World, module: string, zohoId: string, moodleId: number): Promise<void> {
  await world.look.query(`insert into identity_links (tenant_id, module, zoho_id, moodle_id) values ('default', $1, $2, $3)`, [
    module,
    zohoId,
    moodleId,
  ])
}

/** A class with its programme, both as we would have brought them into Moodle. */
export async function aClass(world: World, fields: Record<string, unknown> = {}): Promise<Class> {
  const program = await aProgram(world)
  const record = await world.put('BTEC_Classes', {
    Class_Name: 'Networking',
    Class_Status: 'Active',
    BTEC_Program: { id: program.id },
    ...fields,
  })
  const idnumber = `zoho:BTEC_Classes:${record.id}`
  const course = await world.control<{ id: number }>('PUT', '/moodle/records/courses', {
    fullname: record.Class_Name,
    shortname: `Networking ${record.id.slice(-6)}`,
    idnumber,
  })
  await link(world, 'BTEC_Classes', record.id, course.id)
  return { record, course: course.id }
}

export async function aProgram(world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> {
  const program = await world.put('Products', { Product_Name: `HND ${Math.random().toString(36).slice(2)}`, ...fields })
  const category = await world.control<{ id: number }>('PUT', '/moodle/records/categories', {
    name: program.Product_Name,
    idnumber: `zoho:Products:${program.id}`,
  })
  await link(world, 'Products', program.id, category.id)
  return program
}

/** A student whom both sides know. */
export async function aPerson(world: World, fields: Record<string, unknown> = {}): Promise<Person> {
  const { student, account } = await known(world, fields)
  return { id: student.id, user: account.id }
}

/** A linking record as Zoho makes it when somebody puts a student into a class. */
export const enrol = (
  world: World,
  person: { id: string },
  into: { record: { id: string } },
  fields: Record<string, unknown> = {},
): Promise<ZohoRecord> =>
  world.put('BTEC_Enrollments', { Enrolled_Students: { id: person.id }, Classes: { id: into.record.id }, ...fields })

export const subjectOf = (person: { id: string }, of: { record: { id: string } }): string => `${person.id}:${of.record.id}`

/** The manual enrolment of an account in a course. */
export async function enrolmentIn(world: World, user: number, course: number): Promise<Enrolled | undefined> {
  const all = await world.inMoodle<Enrolled>('enrolments', `userid=${user}&courseid=${course}`)
  return all.find(({ enrol: method }) => method === 'manual')
}

export async function rolesIn(world: World, user: number, course: number): Promise<number[]> {
  const all = await world.inMoodle<{ roleid: number }>('role_assignments', `userid=${user}&courseid=${course}`)
  return all.map(({ roleid }) => roleid)
}

/** One active enrolment, and Zoho knows the course; or a suspended one, if Zoho has nothing of the pair any more. */
export async function expectEnrolmentInStep(world: World, person: Person, of: Class, record: string): Promise<void> {
  const now = await world.recordNow('BTEC_Enrollments', record)
  const enrolment = await enrolmentIn(world, person.user, of.course)
  if (now === undefined) {
    expect(enrolment).toMatchObject({ status: 'suspended' })
    return
  }
  expect(enrolment).toMatchObject({ status: 'active' })
  expect(await rolesIn(world, person.user, of.course)).toEqual([5])
  expect(now).toMatchObject({ Moodle_Course_ID: String(of.course), Synced_to_Moodle: true })
  expect(now.Last_Sync_Date).toMatch(/^20\d\d-/)
}
