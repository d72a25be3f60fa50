import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { type Status, settledStatuses, statuses, transitions } from '../../src/domain/statuses.ts'
import { writeVerdicts } from '../../src/ledger/settle.store.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, { onError: () => {} })
})
afterAll(async () => {
  await database.end()
  await testDatabase.drop()
})

let nr = 0
/** What is left in the ledger when a run says `to` of an event that is `from`. */
async function after(from: Status, to: Exclude<Status, 'processing'>): Promise<Status> {
  nr += 1
  const { id } = await database.withTenant(DEFAULT_TENANT, async (tx) => {
    const { rows } = await tx.query<{ id: number }>(
      `insert into integration_events_log (tenant_id, source, event_id, name, event_type, module, record_id, body_hash, lane, flow, subject, routes, status)
       values ('default', 'zoho', $1, 'zoho.student.updated', 'updated', 'BTEC_Students', '1', '', 0, 'students', '1', 1, $2) returning id`,
      [`status-${nr}`, from],
    )
    return rows[0] ?? { id: 0 }
  })
  await database.withTenant(DEFAULT_TENANT, (tx) =>
    writeVerdicts(
      tx,
      [
        {
          job: {
            id: 0,
            tenant: DEFAULT_TENANT,
            flow: 'students',
            subject: '1',
            lane: 'live',
            hints: [id],
            attempts: 0,
            expiredLeases: 0,
            fence: 0,
          },
          hints: [id],
          verdict: { status: to, needsAttention: false, code: 'record.echo', params: {} },
          retryCount: 0,
          nextAttemptAt: undefined,
        },
      ],
      new Date(),
    ),
  )
  const { rows } = await database.withTenant(DEFAULT_TENANT, (tx) =>
    tx.query<{ status: Status }>('select status from integration_events_log where id = $1', [id]),
  )
  return rows[0]?.status ?? from
}

const others = statuses.filter((status) => status !== 'processing')

test.each(statuses)('from %s a run leads only where the table says, and is otherwise refused', async (from) => {
  for (const to of others) expect([to, await after(from, to)]).toEqual([to, transitions[from].includes(to) ? to : from])
})

describe('in words', () => {
  test('an event with an answer gets another one only by being put back in line or run again', () => {
    for (const status of settledStatuses) expect(transitions[status].toSorted()).toEqual(['pending', 'processing'])
  })

  test('every answer can come from a run', () => {
    expect(transitions.processing.toSorted()).toEqual([...statuses].toSorted())
  })

  test('no status is a dead end', () => {
    for (const status of statuses) expect(transitions[status].length).toBeGreaterThan(0)
  })
})
