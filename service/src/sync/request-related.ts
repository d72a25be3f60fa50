import { randomUUID } from 'node:crypto'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { routesOf } from '../router/routes.ts'
import { prefixOfRequest, requestHint } from './hints.ts'

/**
 * Hints for a student that a person named and what belongs to the student. A student's also feeds the student's money.
 * @returns what the events' ids begin with
 */
export async function requestRelated(
  { ledger, tenant }: { ledger: Pick<Ledger, 'receive'>; tenant: TenantId },
  records: readonly { module: ZohoModule; record: ZohoId }[],
): Promise<{ prefix: string }> {
  const request = randomUUID()
  await Promise.all(
    records.map(({ module, record }) => {
      const money = module === 'BTEC_Students' ? [{ flow: 'finance', subject: record }] : []
      const hint = requestHint(request, { module, recordId: record, eventType: 'updated' })
      return ledger.receive(tenant, hint, [...routesOf(hint), ...money])
    }),
  )
  return { prefix: prefixOfRequest(request) }
}
