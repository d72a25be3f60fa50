import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../service/src/db/embedded/start-embedded-postgres.ts'
import { migrate } from '../service/src/db/migrate.ts'

const TEMPLATE = 'bench_template'

/** One contestant's own database in the cluster that all of them share. */
export type BenchDatabase = {
  /** As the service's role, which row-level security binds. */
  url: string
  /** As the superuser: to look, and for peers that make schemas of their own. */
  superuserUrl: string
}

export type Cluster = {
  /** A database with the service's tables, nothing in them but what the migrations put there. */
  migrated(name: string): Promise<BenchDatabase>
  /** An empty database. */
  empty(name: string): Promise<BenchDatabase>
  stop(): Promise<void>
}

/** One PostgreSQL for all contestants, with everything forced to the disk as in production. */
export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'campusbridge-bench-'))
  const server = await startEmbeddedPostgres({ dataDir, durable: true })
  const at = (url: string, name: string): string => {
    const other = new URL(url)
    other.pathname = `/${name}`
    return other.href
  }
  const administer = async (...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: server.superuserUrl })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const create = async (name: string, template: string): Promise<BenchDatabase> => {
    await administer(
      `drop database if exists ${name} with (force)`,
      `create database ${name} owner campusbridge template ${template}`,
    )
    return { url: at(server.databaseUrl, name), superuserUrl: at(server.superuserUrl, name) }
  }

  const template = await create(TEMPLATE, 'template0')
  const pool = new pg.Pool({ connectionString: template.url, max: 1 })
  await migrate(pool).finally(() => pool.end())

  return {
    migrated: (name) => create(name, TEMPLATE),
    empty: (name) => create(name, 'template0'),
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
