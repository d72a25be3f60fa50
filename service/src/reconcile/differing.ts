import type { ZohoId } from '../domain/ids.ts'
import { type Reading, stateHashOf } from '../mapping/mapping.ts'
import type { ZohoRecord } from '../ports/zoho.ts'
import { type KnownKey, type Settled, settledOf } from './known-states.store.ts'
import { type AnySource, type Finding, finding, isSubform, mappingOfSource, type Sweeping } from './sweeping.ts'

/** The records of a page that differ from what was last settled, each as a hint. */
export async function differingIn(
  sweeping: Pick<Sweeping, 'database' | 'tenant' | 'mappings'>,
  source: AnySource,
  page: readonly ZohoRecord[],
): Promise<Finding[]> {
  const mapping = mappingOfSource(sweeping, source)
  const known = await sweeping.database.withTenant(sweeping.tenant, (tx) =>
    settledOf(
      tx,
      source.table,
      page.map(({ id }) => id),
    ),
  )
  return page.flatMap((raw) => {
    const record = mapping.read(raw)
    const settled = known.get(record.id)
    const hash = stateHashOf(mapping, record)
    if (settled !== undefined && !settled.gone && settled.stateHash === hash) return []
    const recordId = isSubform(sweeping, source) ? (parentOf(record) ?? record.id) : record.id
    const eventId = `sweep:${source.set}:${record.id}:${hash.slice(0, 16)}:${stampOf(settled)}`
    return [finding(eventId, { module: source.module, recordId }, source.routesOf(record))]
  })
}

/** Known records that a read of their stretch did not bring, each as a hint. */
export const lostAmong = (source: AnySource, known: readonly KnownKey[], read: ReadonlySet<ZohoId>): Finding[] =>
  known
    .filter(({ key }) => !read.has(key))
    .map(({ key, owners, settledAt }) => {
      const routes = source.routesOfLost(key, owners)
      const about = { module: source.module, recordId: key, eventType: 'deleted' } as const
      return finding(`sweep:${source.set}:${key}:lost:${settledAt.getTime()}`, about, routes)
    })

/**
 * Tells one difference from the next with the same content: a record that goes back to a former value is news. One that is remembered
 * without its content (its parent is not ready) is settled by each of its runs, and is looked at once a day.
 */
function stampOf(settled: Settled | undefined): string {
  if (settled === undefined) return 'new'
  if (settled.stateHash === '' && !settled.gone) return new Date().toISOString().slice(0, 10)
  return String(settled.settledAt.getTime())
}

const parentOf = (record: Reading): ZohoId | null => ('parent' in record ? (record.parent as ZohoId | null) : null)
