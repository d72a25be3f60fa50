import type { Database } from './database.ts'

/** A table that changed by as much as it held when PostgreSQL last looked at it is not what its plans were made for. */
const GROWN_BY = 1
const AT_LEAST_ROWS = 500

/**
 * Has PostgreSQL look at the tables that grew a lot. It does so by itself only once a minute; a first sync fills empty tables in seconds, and
 * a plan that was made for an empty table reads the whole of it for each row.
 */
export async function refreshStatistics(database: Pick<Database, 'query'>): Promise<void> {
  const { rows } = await database.query<{ name: string }>({
    name: 'tables-that-grew',
    text: `select format('%I', s.relname) as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where s.schemaname = current_schema() and n_mod_since_analyze > greatest($1, $2 * c.reltuples)`,
    values: [AT_LEAST_ROWS, GROWN_BY],
  })
  for (const { name } of rows) await database.query(`analyze ${name}`)
}
