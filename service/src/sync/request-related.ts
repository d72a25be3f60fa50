import { createHash, randomUUID } from 'node:crypto'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import { subjectOfModule, type ZohoModule } from '../domain/zoho-modules.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { routesOf } from '../router/routes.ts'

/**
 * Hints for records that a person named: they overtake bulk work, and both sides are compared whatever we last knew. A student's also
 * feeds the student's money.
 * @returns what the events' ids begin with
 */
export async function requestRelated(
  { ledger, tenant }: { ledger: Pick<Ledger, 'receive'>; tenant: TenantId },
  records: readonly { module: ZohoModule; record: ZohoId }[],
): Promise<{ prefix: string }> {
  const prefix = `person:${randomUUID()}:`
  await Promise.all(
    records.map(({ module, record }) => {
      const payload = { module, record_id: record }
      const event = {
        source: 'person' as const,
        lane: 'live' as const,
        eventId: `${prefix}${module}:${record}`,
        name: `zoho.${subjectOfModule[module]}.updated`,
        eventType: 'updated',
        module,
        recordId: record,
        payload,
        bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
      }
      const money = module === 'BTEC_Students' ? [{ flow: 'finance', subject: record }] : []
      return ledger.receive(tenant, event, [...routesOf({ module, recordId: record }), ...money])
    }),
  )
  return { prefix }
}
