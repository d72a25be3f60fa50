import { type CauseRow, readCauses } from '../ledger/read.store.ts'
import type { Desk } from './desk.ts'

/** What stands in the way now: failed and waiting events, grouped by their reason. */
export const listCauses = ({ database, tenant }: Pick<Desk, 'database' | 'tenant'>): Promise<CauseRow[]> =>
  database.withTenant(tenant, readCauses)
