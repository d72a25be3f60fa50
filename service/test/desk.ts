import { type Database, openDatabase } from '../src/db/database.ts'
import { DEFAULT_TENANT } from '../src/domain/ids.ts'
import type { Desk } from '../src/verbs/desk.ts'
import type { World } from './world.ts'

/** Does something at the desk of a college, as its command line would: in another process than the one that works. */
export async function atDesk<T>(world: World, work: (desk: Desk & { database: Database }) => Promise<T>): Promise<T> {
  const database = openDatabase(world.databaseUrl, { max: 3, onError: () => {} })
  try {
    return await work({ database, tenant: DEFAULT_TENANT, who: 'test', afterCommit: () => {} })
  } finally {
    await database.end()
  }
}
