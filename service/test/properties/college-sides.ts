import type { World, ZohoRecord } from '../world.ts'
import type { Entered } from './college-entered.ts'
import type { Module } from './college-histories.ts'

/** Both sides as they stand, for an oracle to compare. */

export type Difference = { what: string; of: string[]; zoho: unknown; moodle: unknown }
export type Row = Record<string, unknown> & { id: number }
export type Both = {
  zoho: Record<Module | 'BTEC_Enrollments', Map<string, ZohoRecord>>
  moodle: Record<string, Row[]>
  entered: Entered
}

const MODULES = [
  'Products',
  'BTEC_Teachers',
  'BTEC_Students',
  'BTEC',
  'BTEC_Classes',
  'BTEC_Registrations',
  'BTEC_Payments',
  'BTEC_Enrollments',
] as const
const TABLES = [
  'users',
  'categories',
  'courses',
  'cohorts',
  'cohort_members',
  'enrolments',
  'role_assignments',
  'grading_definitions',
  'registrations',
  'instalments',
  'payments',
  'finance',
]

export async function bothSides(world: World, entered: Entered): Promise<Both> {
  const zoho = await Promise.all(
    MODULES.map(async (module) => {
      const { records } = await world.control<{ records: ZohoRecord[] }>('GET', `/zoho/records/${module}`)
      return [module, new Map(records.map((record) => [record.id, record]))] as const
    }),
  )
  const moodle = await Promise.all(TABLES.map(async (table) => [table, await world.inMoodle<Row>(table)] as const))
  return { zoho: Object.fromEntries(zoho) as Both['zoho'], moodle: Object.fromEntries(moodle), entered }
}

export const idOf = (lookup: unknown): string | undefined => (lookup as { id?: string } | null | undefined)?.id
export const from = (both: Both, table: string): Row[] => both.moodle[table] ?? []

export const accountOf = (both: Both, id: string): Row | undefined =>
  from(both, 'users').find(({ idnumber, deleted }) => idnumber === id && deleted !== true && deleted !== 1)
