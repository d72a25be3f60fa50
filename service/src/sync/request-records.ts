import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { prefixOfRequest, requestHint } from './hints.ts'
import { type SyncName, sourcesOf } from './sources.ts'
import { noteRequest } from './sync-runs.store.ts'

/**
 * Hints for the records a person named: they overtake bulk work, and both sides are compared whatever we last knew. Of `finance` the ids
 * are students', of `enrolments` those of the linking records.
 */
export async function requestRecords(
  {
    database,
    ledger,
    tenant,
    askedBy,
  }: { database: Pick<Database, 'withTenant'>; ledger: Pick<Ledger, 'receive'>; tenant: TenantId; askedBy: string },
  name: SyncName,
  ids: readonly ZohoId[],
): Promise<{ runId: string; prefix: string }> {
  const wanted = [...new Set(ids)]
  const [source] = sourcesOf(name)
  if (source === undefined) throw new RangeError(`Nothing is read for ${name}`)
  const runId = await database.withTenant(tenant, (tx) => noteRequest(tx, name, wanted.length, askedBy))
  await Promise.all(
    wanted.map((recordId) => {
      const hint = requestHint(runId, { module: source.module, recordId, eventType: 'updated' })
      // Whose business an enrolment is stands in the record: its module's own signpost reads it.
      const routes = name === 'enrolments' ? [] : source.routesOfLost(recordId, [])
      return routes.length === 0 ? ledger.receive(tenant, hint) : ledger.receive(tenant, hint, routes)
    }),
  )
  return { runId, prefix: prefixOfRequest(runId) }
}
