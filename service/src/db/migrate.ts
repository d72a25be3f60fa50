import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export type Migration = { name: string; sql: string; checksum: string }

const FOLDER = join(import.meta.dirname, 'migrations')
const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/
/** Any number will do, as long as nobody else in this database locks it. */
const LOCK = 4_726_100_815

/**
 * Applies the migrations that this database has not seen, in order, each in a transaction of its own. Several processes may call it at once:
 * one does the work, the others find it done. The lock belongs to each transaction, so it also holds behind PgBouncer.
 * Throws, naming the file, when an applied file was edited, is missing, or when a new one stands before an applied one.
 */
export async function migrate(target: pg.Pool | pg.ClientBase, folder: string = FOLDER): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder)
  if (!(target instanceof pg.Pool)) return applyAll(target, migrations)
  const client = await target.connect()
  try {
    return await applyAll(client, migrations)
  } finally {
    client.release()
  }
}

async function applyAll(client: pg.ClientBase, migrations: Migration[]): Promise<{ applied: string[] }> {
  const applied: string[] = []
  for (;;) {
    const name = await applyNext(client, migrations)
    if (name === undefined) return { applied }
    applied.push(name)
  }
}

async function applyNext(client: pg.ClientBase, migrations: Migration[]): Promise<string | undefined> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const next = nextMigration(migrations, await appliedMigrations(client))
    if (next !== undefined) {
      await client.query(next.sql).catch((error: unknown) => {
        throw new Error(explain(next, error), { cause: error })
      })
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [next.name, next.checksum])
    }
    await client.query('commit')
    return next?.name
  } catch (error) {
    // A lost connection cannot roll back, and need not; the first error is the one to tell.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function appliedMigrations(client: pg.ClientBase): Promise<Omit<Migration, 'sql'>[]> {
  await client.query(`set local client_min_messages = warning`)
  await client.query(
    `create table if not exists schema_migrations (
       name text primary key,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  const { rows } = await client.query<Omit<Migration, 'sql'>>('select name, checksum from schema_migrations order by name')
  return rows
}

/** Decides which migration comes next, or undefined when all are applied. */
export function nextMigration(migrations: Migration[], applied: Omit<Migration, 'sql'>[]): Migration | undefined {
  for (const [position, { name, checksum }] of applied.entries()) {
    const migration = migrations[position]
    const known = migrations.find((candidate) => candidate.name === name)
    if (known === undefined)
      throw new Error(`The database has the migration ${name}, which this version does not know: install a newer one`)
    if (known.checksum !== checksum) {
      throw new Error(`${name} was edited after it had been applied: restore it, and put the change into a new migration`)
    }
    if (migration?.name !== name) {
      throw new Error(`${migration?.name} stands before ${name}, which is applied already: give it the next free number`)
    }
  }
  return migrations[applied.length]
}

/** Reads `NNNN_name.sql` files in the order of their numbers. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const numbers = new Map<string, string>()
  return Promise.all(
    names.map(async (name) => {
      const number = NAME.exec(name)?.[1]
      if (number === undefined) throw new Error(`${name} is no name for a migration: expected NNNN_lower_case_words.sql`)
      const other = numbers.get(number)
      if (other !== undefined) throw new Error(`${other} and ${name} have the same number`)
      numbers.set(number, name)
      const sql = await readFile(join(folder, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function explain({ name, sql }: Migration, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  return Number.isNaN(position) ? `${name}: ${message}` : `${name}, line ${sql.slice(0, position).split('\n').length}: ${message}`
}
