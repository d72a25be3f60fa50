import type pg from 'pg'

/** A statement with parameters. One with a name is parsed and planned once per connection: for the hot ones. */
export type Statement = { name?: string; text: string; values?: readonly unknown[] }

export type Queryable = {
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>
}

/** An open transaction. It cannot be used after its function has ended. */
export type Tx = Queryable
