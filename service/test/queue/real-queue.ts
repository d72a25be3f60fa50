import pg from 'pg'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { claim } from '../../src/queue/claim.ts'
import { finish, handBack } from '../../src/queue/hand-back.ts'
import type { ClaimedJob } from '../../src/queue/job.ts'
import { recoverExpired } from '../../src/queue/leases.ts'
import { promise } from '../../src/queue/promise.ts'
import type { TestDatabase } from '../database.ts'
import type { Answer, Step, Worker } from './model.ts'

/** A row as the table shows it, with everything that matters for what happens next. */
export type StoredRow = {
  id: number
  subject: string
  state: 'waiting' | 'running'
  hints: number[]
  alone: boolean
  expired_leases: number
  worker: string | null
  fence: number | null
  run_at: string
}

/** The table, and what each worker has in its memory: all there is to know before the next step. */
export type Moment = { table: string; held: readonly [readonly ClaimedJob[], readonly ClaimedJob[]] }

const LONG_LEASE_MS = 3_600_000

export async function openRealQueue(testDatabase: TestDatabase) {
  const database: Database = openDatabase(testDatabase.url, { max: 2, onError: () => {} })
  const look = new pg.Client({ connectionString: testDatabase.superuserUrl })
  await look.connect()
  await look.query('set synchronous_commit = off')

  /** One step on the real queue. @returns what it answered, and what the worker holds from now on */
  async function make(step: Step, held: Moment['held'], keys: readonly string[], come: number) {
    const says = (jobs: readonly ClaimedJob[], recovered = 0): Answer => ({
      step,
      hints: jobs.map(({ subject, hints }) => [subject, hints] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      recovered,
    })
    switch (step.do) {
      case 'promise': {
        const hint = { flow: 'students', subject: keys[come] ?? '', lane: 'live', hint: come + 1 } as const
        await database.withTenant(DEFAULT_TENANT, (tx) => promise(tx, DEFAULT_TENANT, [hint]))
        return { answer: says([]), held }
      }
      case 'recover':
        return { answer: says([], await recoverExpired(database)), held }
      case 'claim': {
        const wanted = { flows: ['students'], lanes: 'live and bulk', setSize: 50, leaseMs: LONG_LEASE_MS } as const
        const jobs = (await claim(database, { ...wanted, worker: String(step.worker) }))?.jobs ?? []
        return { answer: says(jobs), held: holding(held, step.worker, jobs) }
      }
      case 'crash':
        await look.query(`update queue_jobs set lease_until = now() - interval '1 second' where worker = $1`, [
          String(step.worker),
        ])
        return { answer: says([]), held }
      case 'finish':
      case 'handBack': {
        const jobs = await database.withTenant(DEFAULT_TENANT, async (tx) => {
          const ours = await finish(tx, held[step.worker])
          const mine = held[step.worker].filter(({ id }) => ours.has(id))
          const back = { afterMs: 0, waitsFor: undefined, alone: true }
          if (step.do === 'handBack')
            await handBack(
              tx,
              mine.map((job) => ({ ...back, job, attempts: job.attempts + 1 })),
            )
          return mine
        })
        return { answer: says(jobs), held: holding(held, step.worker, []) }
      }
    }
  }

  return {
    make,
    async table(): Promise<string> {
      const { rows } = await look.query<{ table: string }>(
        `select coalesce(json_agg(job), '[]')::text as table from queue_jobs job`,
      )
      return rows[0]?.table ?? '[]'
    },
    /** Puts the table back to what it was at some moment. */
    async putBack(table: string): Promise<void> {
      await look.query(`delete from queue_jobs; insert into queue_jobs overriding system value
        select * from json_populate_recordset(null::queue_jobs, ${pg.escapeLiteral(table)})`)
    },
    async close(): Promise<void> {
      await look.end()
      await database.end()
    },
  }
}

const holding = (held: Moment['held'], worker: Worker, jobs: readonly ClaimedJob[]): Moment['held'] =>
  worker === 0 ? [jobs, held[1]] : [held[0], jobs]
