import { told } from './told.ts'
import type { EventRow, World, ZohoRecord } from './world.ts'

type Criterion = { shortname: string; description: string }
export type Template = { name: string; description: string; criteria: Criterion[] }

let counter = 0

export const unit = (world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> =>
  world.put('BTEC', {
    Name: `Programming ${String(++counter).padStart(4, '0')}`,
    Unit_Code: `U${counter}`,
    P1_description: 'Explain what a program is.',
    P2_description: 'Write one.',
    M1_description: 'Compare two ways of writing it.',
    D1_description: 'Judge which is better.',
    ...fields,
  })

export const toldOfUnit = (world: World, record: { id: string }, eventType = 'updated'): Promise<EventRow> =>
  told(world, record, eventType, 'BTEC')

/** A unit whose template is there. */
export async function syncedUnit(world: World, fields: Record<string, unknown> = {}): Promise<ZohoRecord> {
  const record = await unit(world, fields)
  const { verdict_code: code } = await toldOfUnit(world, record, 'created')
  if (code !== 'unit.created') throw new Error(`No template was made: ${code}`)
  return (await world.recordNow('BTEC', record.id)) ?? record
}

type Form = Template & { id: number }

const formOf = async (world: World, { id }: { id: string }): Promise<Form | undefined> =>
  (await world.inMoodle<Form>('grading_definitions', `zohoid=${id}&copiedfromid=0`))[0]

export async function templateOf(world: World, unit: { id: string }): Promise<Template | undefined> {
  const form = await formOf(world, unit)
  if (form === undefined) return undefined
  const criteria = form.criteria.map(({ shortname, description }) => ({ shortname, description }))
  return { name: form.name, description: form.description, criteria }
}

/** Somebody edits a form on its page in Moodle. */
const edited = (world: World, { id }: Form, fields: Partial<Template>): Promise<Form> =>
  world.control('PATCH', `/moodle/records/grading_definitions/${id}`, fields)

export async function editTemplate(world: World, unit: { id: string }, fields: Partial<Template>): Promise<void> {
  const form = await formOf(world, unit)
  if (form === undefined) throw new Error(`Unit ${unit.id} has no template`)
  await edited(world, form, fields)
}

/** A teacher picks the template in an assignment of a course. @returns its copy, and the assignment */
export async function copyOf(world: World, unit: { id: string }): Promise<{ copy: Form; assignment: number }> {
  const nr = ++counter
  const course = await world.control<{ id: number }>('PUT', '/moodle/records/courses', {
    fullname: `Assignments ${nr}`,
    shortname: `ASSIGN-${nr}`,
    category: 1,
  })
  const assignment = await world.control<{ id: number; cmid: number }>('PUT', '/moodle/records/assignments', {
    courseid: course.id,
    name: 'First assignment',
  })
  const { url, token } = world.simulators.moodle
  const wsfunction = 'local_campusbridge_attach_grading_template'
  const form = { wstoken: token, moodlewsrestformat: 'json', wsfunction, zohoid: unit.id, cmid: String(assignment.cmid) }
  await fetch(`${url}/webservice/rest/server.php`, { method: 'POST', body: new URLSearchParams(form) })
  const [copy] = await world.inMoodle<Form>('grading_definitions', `assignmentid=${assignment.id}`)
  if (copy === undefined) throw new Error('The template was not copied')
  return { copy, assignment: assignment.id }
}

/** Somebody is marked on a criterion. */
export async function markOn(world: World, unit: { id: string }, shortname: string): Promise<void> {
  const { assignment } = await copyOf(world, unit)
  const email = `marked.${assignment}@college.example`
  const { id: userid } = await world.account({ username: email, firstname: 'Mona', lastname: 'Marked', email })
  const criteria = [{ shortname, score: 1, remark: '' }]
  await world.control('PUT', '/moodle/records/grades', { assignmentid: assignment, userid, grade: 2, criteria })
}

/** An assignment whose copy somebody has edited: it does not follow any more. */
export async function editedCopyOf(world: World, unit: { id: string }): Promise<void> {
  const { copy } = await copyOf(world, unit)
  await edited(world, copy, { name: 'Edited by hand' })
}
