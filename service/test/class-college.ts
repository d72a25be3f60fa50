import { told } from './told.ts'
import type { EventRow, World, ZohoRecord } from './world.ts'

/** Programmes, teachers and classes as a registrar would type them, and what Moodle makes of them. */

export type Course = {
  id: number
  fullname: string
  shortname: string
  idnumber: string
  category: number
  visible: boolean
  startdate: number
  enddate: number
}
export type Category = { id: number; name: string; idnumber: string; parent: number }
export type Enrolment = { id: number; userid: number; courseid: number; status: string; timestart: number; timeend: number }

let counter = 0
const unique = (): string => String(++counter).padStart(4, '0')

export const program = (world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> =>
  world.put('Products', { Product_Name: `Computing ${unique()}`, ...fields })

/** A programme whose category is there. */
export async function linkedProgram(world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> {
  const record = await program(world, fields)
  await told(world, record, 'created', 'Products')
  return (await world.recordNow('Products', record.id)) ?? record
}

export const classOf = (world: World, of: ZohoRecord, fields: Record<string, unknown> = {}): Promise<ZohoRecord> => {
  const nr = unique()
  return world.put('BTEC_Classes', {
    Class_Name: `Networking ${nr}`,
    Class_Short_Name: `NET-${nr}`,
    BTEC_Program: { id: of.id },
    Class_Status: 'Active',
    Start_Date: '2026-09-14',
    End_Date: '2027-01-29',
    ...fields,
  })
}

/** A class whose course is there. */
export async function linkedClass(world: World, of: ZohoRecord, fields: Record<string, unknown> = {}) {
  const record = await classOf(world, of, fields)
  const { verdict } = await told(world, record, 'created', 'BTEC_Classes')
  const course = await courseOf(world, record)
  if (course === undefined) throw new Error(`No course was made: ${verdict}`)
  return { record: (await world.recordNow('BTEC_Classes', record.id)) ?? record, course }
}

/** A teacher with an account, linked by hand: their own flow is not what is tried here. */
export async function linkedTeacher(world: World): Promise<{ teacher: ZohoRecord; user: number }> {
  const nr = unique()
  const email = `teacher.${nr}@college.example`
  const teacher = await world.put('BTEC_Teachers', { Name: `Samir Nasser ${nr}`, Academic_Email: email })
  const { id: user } = await world.account({ username: email, firstname: 'Samir', lastname: `Nasser ${nr}`, email })
  await linkTeacher(world, teacher.id, user)
  return { teacher, user }
}

export const linkTeacher = (world: World, teacher: string, user: number) =>
  world.look.query(
    `insert into identity_links (tenant_id, module, zoho_id, moodle_id) values ('default', 'BTEC_Teachers', $1, $2)`,
    [teacher, user],
  )

export const toldOfClass = (world: World, record: { id: string }, eventType = 'updated'): Promise<EventRow> =>
  told(world, record, eventType, 'BTEC_Classes')

export async function courseOf(world: World, { id }: { id: string }): Promise<Course | undefined> {
  const [course] = await world.inMoodle<Omit<Course, 'visible'> & { visible: 0 | 1 }>(
    'courses',
    `idnumber=zoho:BTEC_Classes:${id}`,
  )
  return course === undefined ? undefined : { ...course, visible: course.visible === 1 }
}

export const categoryOf = async (world: World, { id }: { id: string }): Promise<Category | undefined> =>
  (await world.inMoodle<Category>('categories', `idnumber=zoho:Products:${id}`))[0]

/** Who is in a course and how: user → status. */
export const peopleIn = async (world: World, course: number): Promise<Record<number, string>> =>
  Object.fromEntries(
    (await world.inMoodle<Enrolment>('enrolments', `courseid=${course}`)).map(({ userid, status }) => [userid, status]),
  )
