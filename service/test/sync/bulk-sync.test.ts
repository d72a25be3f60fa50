import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_TENANT, type ZohoId, zohoId } from '../../src/domain/ids.ts'
import { completed } from '../../src/domain/verdicts.ts'
import { mappingsOf } from '../../src/mapping/field-sets.ts'
import { stateHashOf } from '../../src/mapping/mapping.ts'
import type { ZohoRecord } from '../../src/ports/zoho.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import type { BulkOptions } from '../../src/sync/bulk-options.ts'
import { bulkSync } from '../../src/sync/bulk-sync.ts'
import { requestRecords } from '../../src/sync/request-records.ts'
import { storeStates } from '../../src/sync/states.store.ts'
import { takeSyncRun } from '../../src/sync/sync-runs.store.ts'
import { syncStatus } from '../../src/sync/sync-status.ts'
import { listEvents } from '../../src/verbs/list-events.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

const PAGE = 3

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const zohoStudent = (n: number, fields: Record<string, unknown> = {}): ZohoRecord => ({
  id: zohoId(student(n)),
  values: {
    First_Name: 'Maya',
    Last_Name: `Haddad ${n}`,
    Academic_Email: `maya.${n}@college.example`,
    City: 'Amman',
    Country: 'Jordan',
    Status: 'Active',
    Student_Moodle_ID: null,
    Modified_Time: '2026-01-25T10:00:00+01:00',
    ...fields,
  },
})

/** A Zoho with so many students, in pages of three; it goes away before the page behind student `failAfter`. */
function zohoWith(count: number, failAfter?: number): BulkOptions['zoho'] & { read: ZohoId[] } {
  const read: ZohoId[] = []
  return {
    read,
    async *allRecords(_question, after) {
      const rest = Array.from({ length: count }, (_, n) => zohoStudent(n + 1)).filter(
        ({ id }) => after === undefined || id > after,
      )
      for (let from = 0; from < rest.length; from += PAGE) {
        const page = rest.slice(from, from + PAGE)
        if (failAfter !== undefined && page.some(({ id }) => id > student(failAfter))) throw new Error('Zoho is away')
        read.push(...page.map(({ id }) => id))
        yield page
      }
    },
  }
}

const options = async (zoho: BulkOptions['zoho'], more: Partial<BulkOptions> = {}): Promise<BulkOptions> => ({
  database: world.database,
  ledger: world.ledger,
  tenant: DEFAULT_TENANT,
  mappings: mappingsOf(await settingsOf(world.database, DEFAULT_TENANT)),
  settings: await settingsOf(world.database, DEFAULT_TENANT),
  zoho,
  ...more,
})
const syncStudents = (given: BulkOptions) => bulkSync((tx) => takeSyncRun(tx, 'students', 'a test'), given)
const written = async (): Promise<string[]> =>
  (await listEvents(world.desk(), {}, { limit: 500 })).events.map(({ recordId }) => recordId).toSorted()
const all = (count: number): string[] => Array.from({ length: count }, (_, n) => student(n + 1))

test('each student who differs from the last known state gets one event, in the bulk lane; the others get none', async () => {
  const { students } = mappingsOf(await settingsOf(world.database, DEFAULT_TENANT))
  const known = (n: number, city: string) => ({
    table: 'students' as const,
    key: zohoId(student(n)),
    fieldHashes: {},
    stateHash: stateHashOf(students, students.read(zohoStudent(n, { City: city }))),
    targets: {},
    owners: [],
    modifiedTime: null,
    gone: false,
    changed: false,
  })
  await world.database.withTenant(DEFAULT_TENANT, (tx) => storeStates(tx, [known(1, 'Amman'), known(2, 'Irbid')]))
  const synced = await syncStudents(await options(zohoWith(4)))
  expect(synced).toMatchObject({ read: 4, added: 2, changed: 1, unchanged: 1, resumed: false, interrupted: false })
  expect(await written()).toEqual([student(2), student(3), student(4)])
  const { events } = await listEvents(world.desk(), {}, { limit: 9 })
  expect(events.every(({ source, lane, eventId }) => source === 'sync' && lane === 'bulk' && eventId.startsWith('sync:'))).toBe(
    true,
  )
})

test('a sync that failed half-way is gone on with', async () => {
  await expect(syncStudents(await options(zohoWith(8, 3)))).rejects.toThrow('Zoho is away')
  expect(await syncStudents(await options(zohoWith(8)))).toMatchObject({ read: 8, resumed: true })
  expect(await written()).toEqual(all(8))
})

test('an interruption of days ago is not gone on with: too much may have changed in what was read', async () => {
  await expect(syncStudents(await options(zohoWith(8, 3)))).rejects.toThrow()
  await world.sql(`update extension_sync_runs set seen_at = now() - interval '2 days'`)
  expect(await syncStudents(await options(zohoWith(8)))).toMatchObject({ read: 8, resumed: false })
})

test('what became of the hints can be asked while they run', async () => {
  const { runId } = await syncStudents(await options(zohoWith(3)))
  const status = () => syncStatus(world.database, DEFAULT_TENANT, runId)
  expect(await status()).toMatchObject({ status: 'completed', events: { written: 3, inLine: 3, done: 0 } })
  await world.runAll(() => completed('student.in_step', { user: 7, note: '' }))
  expect(await status()).toMatchObject({ events: { written: 3, inLine: 0, done: 3 } })
  await expect(syncStatus(world.database, DEFAULT_TENANT, 'no run')).rejects.toMatchObject({ code: 'api.not_found' })
})

test('students whom a person names are people’s work: live, once each, whatever was last known', async () => {
  const { database, ledger } = world
  const asked = { database, ledger, tenant: DEFAULT_TENANT, askedBy: 'a test' }
  const { runId } = await requestRecords(asked, 'students', [student(2), student(1), student(2)].map(zohoId))
  const { events } = await listEvents(world.desk(), {}, { limit: 9 })
  expect(events.map(({ source, lane }) => [source, lane])).toEqual([
    ['person', 'live'],
    ['person', 'live'],
  ])
  expect(await syncStatus(database, DEFAULT_TENANT, runId)).toMatchObject({ kind: 'request', read: 2, events: { written: 2 } })
})
