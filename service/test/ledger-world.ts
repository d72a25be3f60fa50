import { createHash } from 'node:crypto'
import { type Database, openDatabase } from '../src/db/database.ts'
import type { NewEvent } from '../src/domain/events.ts'
import { DEFAULT_TENANT, type TenantId } from '../src/domain/ids.ts'
import { completed, type Verdict } from '../src/domain/verdicts.ts'
import type { Answer, Flow } from '../src/flows/flow.ts'
import { createLedger } from '../src/ledger/ledger.ts'
import type { Receipt } from '../src/ledger/receive.store.ts'
import { claim } from '../src/queue/claim.ts'
import { createRouter } from '../src/router/router.ts'
import { routesOf } from '../src/router/routes.ts'
import { createTenant } from '../src/tenants/tenants.store.ts'
import type { Desk } from '../src/verbs/desk.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export type LedgerWorld = Awaited<ReturnType<typeof createLedgerWorld>>

export const student = (n: number): string => `57257670000004${String(n).padStart(5, '0')}`

/** A database with a ledger, a queue and a router, whose one flow answers what the test tells it. */
export async function createLedgerWorld() {
  const testDatabase: TestDatabase = await createTestDatabase()
  const database: Database = openDatabase(testDatabase.url, { max: 5, onError: () => {} })
  let wakeUps = 0
  const ledger = createLedger({ database, routesOf, afterCommit: () => {} })
  let serial = 0

  return {
    database,
    url: testDatabase.url,
    superuserUrl: testDatabase.superuserUrl,
    ledger,
    wakeUps: () => wakeUps,

    desk: (tenant: TenantId = DEFAULT_TENANT): Desk => ({ database, tenant, who: 'a test', afterCommit: () => void wakeUps++ }),

    another: (name: string): Promise<TenantId> => createTenant(database, { id: name, name }),

    receive(recordId: string, given: Partial<NewEvent> = {}, tenant: TenantId = DEFAULT_TENANT): Promise<Receipt> {
      const eventType = given.eventType ?? 'updated'
      const payload = { record_id: recordId }
      return ledger.receive(tenant, {
        source: 'zoho',
        eventId: `event-${++serial}`,
        name: `zoho.student.${eventType}`,
        eventType,
        module: 'BTEC_Students',
        recordId,
        payload,
        bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
        lane: 'live',
        ...given,
      })
    },

    /** Runs everything that is due, each subject with the verdict given for it. */
    async runAll(verdictOf: (subject: string) => Verdict | Answer = () => completed('student.in_step', { user: 7, note: '' })) {
      const flow: Flow = {
        name: 'students',
        systems: ['zoho', 'moodle'],
        run: async (subjects) =>
          new Map(
            subjects.map(({ id }) => {
              const said = verdictOf(id)
              return [id, 'status' in said ? { verdict: said } : said]
            }),
          ),
      }
      const run = createRouter({
        database,
        flows: [flow],
        // The flow above asks nobody anything.
        portsFor: async () => ({}) as never,
        log: () => {},
      })
      for (;;) {
        const set = await claim(database, {
          flows: ['students'],
          lanes: 'live and bulk',
          setSize: 50,
          worker: 'test',
          leaseMs: 60_000,
        })
        if (set === undefined) return
        await run(set)
      }
    },

    /** Looks past row-level security and the ledger's own rules: for making things old. */
    async sql(statement: string): Promise<Record<string, unknown>[]> {
      const superuser = openDatabase(testDatabase.superuserUrl, { max: 1, onError: () => {} })
      try {
        return (await superuser.query(statement)).rows
      } finally {
        await superuser.end()
      }
    },

    async stop() {
      await database.end()
      await testDatabase.drop()
    },
  }
}
