import pg from 'pg'
import { columnTypes } from './column-types.ts'
import { isUnreachable } from './database-errors.ts'
import type { Queryable, Statement, Tx } from './queryable.ts'

export { isRetryable, isUnreachable } from './database-errors.ts'
export type { Queryable, Statement, Tx } from './queryable.ts'
export { refuseIfRlsCanBeBypassed } from './rls-guard.ts'

export type Database = Queryable & {
  /**
   * Runs `fn` in a transaction that sees and writes the rows of this tenant only. Commits when it returns, rolls back when it throws.
   */
  withTenant<T>(tenantId: string, fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Runs `fn` in a transaction that sees the queue's table of all tenants, and nothing else. */
  asQueue<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** The connections themselves, for the migrations and for Kysely. */
  pool: pg.Pool
  end(): Promise<void>
}

export type TransactionOptions = {
  /** False does not wait for the disk: for notes whose loss in a crash of the database would change nothing. Default true. */
  durable?: boolean
  /**
   * Named statements keep one plan, whatever their parameters: for the hot ones, whose arrays would have them planned anew each time.
   * Default false.
   */
  keepsPlans?: boolean
}

export type DatabaseOptions = {
  /** Most connections at a time. Default 10. */
  max?: number
  /** Told when a connection breaks, used or idle. Without it a broken connection would end the process. */
  onError: (error: Error) => void
  /** False behind PgBouncer in transaction mode: the next transaction may meet another server that never saw the name. Default true. */
  preparedStatements?: boolean
}

const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,39}$/
/** A request that waits longer is better answered with 503. */
const CONNECT_WITHIN_MS = 5_000

/** Opens a pool of connections; the first is made when it is needed. */
export function openDatabase(url: string, { max = 10, onError, preparedStatements = true }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Statements travel without waiting for the answer to the one before (node-postgres.com/features/pipelining).
    pipeline: true,
    fallback_application_name: 'campusbridge',
    types: columnTypes(),
  })
  // The pool listens only to idle connections; one that breaks in use would end the process. This listener hears both.
  pool.on('connect', (client) => client.on('error', onError))
  pool.on('error', () => {})

  const query = <Row extends pg.QueryResultRow>(
    client: pg.PoolClient,
    statement: string | Statement,
    values?: readonly unknown[],
  ) => client.query<Row>(toQuery(statement, values, preparedStatements))

  async function withConnection<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let broken = false
    try {
      return await use(client)
    } catch (error) {
      // After a failover this includes a connection that leads to a standby: it is alive, and useless.
      broken = isUnreachable(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  const inTransaction = <T>(begin: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
    withConnection(async (client) => {
      let open = true
      const tx: Tx = {
        async query(statement, values) {
          if (!open) throw new Error('This transaction has ended; a statement was sent without waiting for it')
          return query(client, statement, values)
        },
      }
      // It travels with the first statement. When it fails, so does all that follows.
      const begun = client.query(begin)
      begun.catch(() => {})
      try {
        const result = await fn(tx)
        open = false
        await begun
        const { command } = await client.query('commit')
        if (command === 'COMMIT') return result
        throw new Error('Nothing was stored: a statement of this transaction failed, and its error was swallowed')
      } catch (error) {
        open = false
        // Fails only on a dead connection, which the pool drops by itself. After a commit there is nothing left to undo.
        await client.query('rollback').catch(() => {})
        await begun
        throw error
      }
    })

  return {
    pool,
    query: (statement, values) => withConnection((client) => query(client, statement, values)),
    async withTenant(tenantId, fn, { durable = true, keepsPlans = false } = {}) {
      if (!TENANT_ID.test(tenantId)) throw new TypeError(`Not a tenant id: ${JSON.stringify(tenantId)}`)
      // One round trip. The id needs no quoting: the pattern above leaves nothing to quote.
      const begin = [
        'begin',
        'set local role campusbridge_tenant',
        ...(durable ? [] : ['set local synchronous_commit = off']),
        ...(keepsPlans ? ['set local plan_cache_mode = force_generic_plan'] : []),
        `select set_config('app.tenant_id', '${tenantId}', true)`,
      ]
      return inTransaction(begin.join('; '), fn)
    },
    asQueue: (fn) => inTransaction('begin; set local role campusbridge_queue', fn),
    end: () => pool.end(),
  }
}

function toQuery(
  statement: string | Statement,
  values: readonly unknown[] | undefined,
  preparedStatements: boolean,
): pg.QueryConfig {
  const { name, text, values: own } = typeof statement === 'string' ? ({ text: statement } as Statement) : statement
  const parameters = values ?? own
  return {
    text,
    ...(name !== undefined && preparedStatements ? { name } : {}),
    ...(parameters === undefined ? {} : { values: [...parameters] }),
  }
}
