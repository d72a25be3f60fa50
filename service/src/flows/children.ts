import type { ZohoId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import type { KnownRecord, StateTable } from '../ports/memory.ts'
import type { FlowContext } from './flow.ts'

type Child = Pick<KnownRecord, 'key' | 'owners'>

/** Which key brings a record of this table into step. */
const routeOf = {
  classes: ({ key }: Child): Route[] => [{ flow: 'classes', subject: key }],
  registrations: ({ key }: Child): Route[] => [{ flow: 'registrations', subject: key }],
  finance: ({ key }: Child): Route[] => [{ flow: 'finance', subject: key }],
  enrollments: ({ owners: [student, of] }: Child): Route[] =>
    student === undefined || of === undefined ? [] : [{ flow: 'enrolments', subject: `${student}:${of}` }],
} satisfies Partial<Record<StateTable, (child: Child) => Route[]>>

export type ChildTable = keyof typeof routeOf
export const childTables = Object.keys(routeOf) as ChildTable[]
export const routesOfChild = (table: ChildTable, child: Child): Route[] => routeOf[table](child)

/**
 * The keys of the records that belong to any of these parents, by parent: to be fed by a run that has just linked the parent, because
 * they were skipped or refused while it had no twin.
 */
export async function childrenOf(
  parents: readonly ZohoId[],
  tables: readonly ChildTable[],
  { records }: Pick<FlowContext, 'records'>,
): Promise<Map<ZohoId, Route[]>> {
  if (parents.length === 0) return new Map()
  const wanted = new Set(parents)
  const children = new Map<ZohoId, Route[]>()
  for (const table of tables) {
    for (const child of await records.ownedBy(table, parents)) {
      for (const parent of child.owners.filter((owner) => wanted.has(owner))) {
        children.set(parent, [...(children.get(parent) ?? []), ...routeOf[table](child)])
      }
    }
  }
  return children
}
