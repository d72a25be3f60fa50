import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import { stateHashOf } from '../flows/students/state.ts'
import type { ZohoStudent } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { stateHashes } from './students.store.ts'

/** A page of students as Zoho tells them, sorted by what we last settled. */
export type Sorted = { added: ZohoStudent[]; changed: ZohoStudent[]; unchanged: ZohoId[] }

/** Compares a page with the last known state: every field the flow reads, and what the statuses mean. */
export async function sortByLastKnown(
  { database, tenant, settings }: { database: Pick<Database, 'withTenant'>; tenant: TenantId; settings: AllSettings },
  page: readonly ZohoStudent[],
): Promise<Sorted> {
  const known = await database.withTenant(tenant, (tx) =>
    stateHashes(
      tx,
      page.map(({ id }) => id),
    ),
  )
  const sorted: Sorted = { added: [], changed: [], unchanged: [] }
  for (const student of page) {
    const hash = known.get(student.id)
    if (hash === undefined) sorted.added.push(student)
    else if (hash === stateHashOf(student, settings['students.statuses'])) sorted.unchanged.push(student.id)
    else sorted.changed.push(student)
  }
  return sorted
}
