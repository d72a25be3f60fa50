import { createHash } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import { subjectOfModule } from '../domain/zoho-modules.ts'
import type { LookAlsoAt } from '../flows/flow.ts'
import { insertEvents } from '../ledger/receive.store.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { routesOf } from './routes.ts'
import type { Run } from './run.ts'

export type LookAlso = LookAlsoAt & { because: ClaimedJob }

/** Writes our own questions down as hints, in the transaction that raised them: a lost webhook of a parent heals in seconds. */
export async function lookAlsoAt(tx: Tx, run: Run, records: readonly LookAlso[]): Promise<void> {
  if (records.length === 0) return
  // One hint per record: what several subjects of the set ask of it, and for which keys, is one question.
  const perRecord = Map.groupBy(records, ({ module, recordId }) => `${module} ${recordId}`)
  await insertEvents(
    tx,
    run.tenant,
    [...perRecord.values()].flatMap((asked) => {
      const [first] = asked
      if (first === undefined) return []
      const { module, recordId, because } = first
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
      const routes = asked.flatMap((record) =>
        'flow' in record ? [{ flow: record.flow, subject: record.subject }] : routesOf(event),
      )
      return [{ event, routes }]
    }),
  )
}
