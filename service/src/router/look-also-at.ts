import { createHash } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import { subjectOfModule } from '../domain/zoho-modules.ts'
import { insertEvents } from '../ledger/receive.store.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { routesOf } from './routes.ts'
import type { Run } from './run.ts'

export type LookAlso = { module: ZohoModule; recordId: string; because: ClaimedJob }

/** Writes our own questions down as hints, in the transaction that raised them: a lost webhook of a parent heals in seconds. */
export async function lookAlsoAt(tx: Tx, run: Run, records: readonly LookAlso[]): Promise<void> {
  if (records.length === 0) return
  await insertEvents(
    tx,
    run.tenant,
    records.map(({ module, recordId, because }) => {
      const payload = { module, record_id: recordId, because_of: because.hints.at(-1) ?? null }
      const event = {
        source: 'dependency' as const,
        eventId: `dependency:${run.id}:${recordId}`,
        name: `zoho.${subjectOfModule[module]}.updated`,
        eventType: 'updated',
        module,
        recordId,
        payload,
        bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
        lane: 'live' as const,
      }
      return { event, routes: routesOf(event) }
    }),
  )
}
