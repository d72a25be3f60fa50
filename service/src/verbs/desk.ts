import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'

/** Where a verb is asked for: in which college, by whom, and whom to tell that there is new work. */
export type Desk = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  /** As the history of settings shows it, such as `key admin` or `cli registrar`. */
  who: string
  /** Called after a commit that put work in line: wakes the worker. */
  afterCommit: () => void
}
