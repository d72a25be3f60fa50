import type { ZohoId } from '../domain/ids.ts'
import type { Records } from '../ports/memory.ts'

/**
 * Whose money was last worked out with these payments or registrations, or could not be because of them. Only the finance flow knows: the
 * record may be deleted, or go to another student, before a flow of its own has settled it.
 */
export async function whoseMoney(
  of: readonly ZohoId[],
  { records }: { records: Records },
): Promise<(record: ZohoId) => ZohoId[]> {
  const found = of.length === 0 ? [] : await records.ownedBy('finance', of)
  return (record) => found.filter(({ owners }) => owners.includes(record)).map(({ key }) => key)
}
