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

export async function templateOf(world: World, { id }: { id: string }): Promise<Template | undefined> {
  const rows = await world.inMoodle<{ id: string; name: string; description: string; criteria: string }>('templates')
  const row = rows.find((one) => one.id === id)
  return row === undefined
    ? undefined
    : { name: row.name, description: row.description, criteria: JSON.parse(row.criteria) as Criterion[] }
}

/** What teachers do with a template: `marks` such as `P2 (3)`, and the counts of its copies. */
export const inUse = (world: World, { id }: { id: string }, fields: Record<string, unknown>): Promise<unknown> =>
  world.control('PATCH', `/moodle/records/templates/${id}`, fields)
