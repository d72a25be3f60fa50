import type { Database } from '../db/database.ts'

/** Asks the database for a sign of life. @throws what the driver says when there is none */
export async function databaseHealth(database: Pick<Database, 'query'>): Promise<{ ms: number; migration: string | null }> {
  const started = performance.now()
  const { rows } = await database.query<{ name: string | null }>('select max(name) as name from schema_migrations')
  return { ms: Math.round(performance.now() - started), migration: rows[0]?.name ?? null }
}
