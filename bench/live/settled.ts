import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { BenchDatabase } from '../cluster.ts'

export type Look = {
  rows<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Until no event is open any more. @returns how many still are when the patience is at its end */
  untilSettled(patienceMs: number): Promise<number>
  close(): Promise<void>
}

/** Looks into a contestant's ledger past row-level security. */
export function lookInto(database: BenchDatabase): Look {
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  pool.on('error', () => {})
  const rows = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>(text, values)).rows
  return {
    rows,
    async untilSettled(patienceMs) {
      const deadline = Date.now() + patienceMs
      for (;;) {
        const [row] = await rows<{ open: number }>(
          `select count(*)::int as open from integration_events_log where status in ('pending', 'processing', 'waiting')`,
        )
        if (row?.open === 0 || Date.now() > deadline) return row?.open ?? 0
        await pause(100)
      }
    },
    close: () => pool.end(),
  }
}
