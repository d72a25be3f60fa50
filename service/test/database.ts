import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of this run, started by `global-setup.ts`. */
    cluster: { databaseUrl: string; superuserUrl: string; template: string }
  }
}

export type TestDatabase = {
  /** Connects as the service's own role, which row-level security binds. */
  url: string
  /** Connects to the same database as the superuser, to look past row-level security. */
  superuserUrl: string
  drop(): Promise<void>
}

/** A migrated database of its own for a test file or a single test: a clone of the run's template, made in some 70 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { databaseUrl, superuserUrl, template } = inject('cluster')
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(superuserUrl, `create database ${name} owner campusbridge template ${template}`)
  return {
    url: inDatabase(databaseUrl, name),
    superuserUrl: inDatabase(superuserUrl, name),
    drop: () => dropDatabase(superuserUrl, name),
  }
}

const IN_USE = '55006'

/**
 * A pool says it has ended a moment before its last connection has, and one that is broken then is an error that belongs to no test: so
 * the connections get a second to go by themselves.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  for (let tries = 20; tries > 0; tries--) {
    try {
      return await administer(url, `drop database if exists ${name}`)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== IN_USE) throw error
      await pause(50)
    }
  }
  await administer(url, `drop database if exists ${name} with (force)`)
}

/** One statement as the superuser, outside any test database. */
export async function administer(superuserUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The same login in another database of the cluster. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
