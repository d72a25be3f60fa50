import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { mappingsOf } from '../../src/mapping/field-sets.ts'
import type { ZohoQuestion } from '../../src/ports/zoho.ts'
import { routesOf } from '../../src/router/routes.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import type { BulkOptions } from '../../src/sync/bulk-options.ts'
import { bulkSync } from '../../src/sync/bulk-sync.ts'
import { takeSyncRun } from '../../src/sync/sync-runs.store.ts'
import { createZohoWorld, type ZohoWorld } from '../zoho-world.ts'

let world: ZohoWorld
let database: Database
let options: BulkOptions
beforeAll(async () => {
  world = await createZohoWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.reset()
  const connected = world.connect({ pageSize: 20 })
  database = connected.database
  await database.withTenant(DEFAULT_TENANT, async (tx) => {
    await tx.query('delete from integration_events_log')
    await tx.query('delete from extension_sync_runs')
  })
  const settings = await settingsOf(database, DEFAULT_TENANT)
  options = {
    database,
    tenant: DEFAULT_TENANT,
    settings,
    ledger: createLedger({ database, routesOf, afterCommit: () => {} }),
    mappings: mappingsOf(settings),
    zoho: connected.port('bulk'),
  }
})

const take = (tx: Parameters<typeof takeSyncRun>[0]) => takeSyncRun(tx, 'students', 'a test')
const syncStudents = (given: BulkOptions) => bulkSync(take, given)
const running = { code: 'sync.running' }
const sql = (statement: string) => database.withTenant(DEFAULT_TENANT, async (tx) => (await tx.query(statement)).rows)
const written = async () => (await sql('select record_id from integration_events_log')).map((row) => row.record_id)

test('a sync that was interrupted goes on behind its last page, and hints at nobody twice', async () => {
  const stopping = new AbortController()
  const first = await syncStudents({ ...options, signal: stopping.signal, onPage: () => stopping.abort() })
  expect(first).toMatchObject({ read: 20, interrupted: true, resumed: false })
  expect(await written()).toHaveLength(20)

  const reads = (await world.asked('coql')).length
  const second = await syncStudents(options)
  expect(second).toMatchObject({ read: 60, added: 60, interrupted: false, resumed: true })
  expect(second.runId).toBe(first.runId)
  expect((await world.asked('coql')).length - reads).toBeLessThanOrEqual(3)
  expect((await written()).toSorted()).toEqual(world.students().toSorted())
})

test('a page whose progress was lost is read again, and its hints are known already', async () => {
  await syncStudents(options)
  await sql(`update extension_sync_runs set status = 'running', read_up_to = null, read = 0, added = 0,
    seen_at = now() - interval '61 seconds'`)
  expect(await syncStudents(options)).toMatchObject({ read: 60, resumed: true })
  expect(await written()).toHaveLength(60)
})

test('there is one sync at a time; one whose process has been silent for a minute is taken over', async () => {
  const run = await database.withTenant(DEFAULT_TENANT, take)
  await expect(syncStudents(options)).rejects.toMatchObject(running)
  await sql(`update extension_sync_runs set seen_at = now() - interval '61 seconds'`)
  expect(await syncStudents(options)).toMatchObject({ resumed: true, runId: run.runId, prefix: `sync:${run.runId}:` })
})

test('a process whose sync was taken over stops before it writes over the other’s progress', async () => {
  const takeOver = () => sql(`update extension_sync_runs set read_up_to = '5725767000000400999'`)
  const zoho = {
    async *allRecords(question: ZohoQuestion) {
      for await (const page of options.zoho.allRecords(question)) {
        yield page
        await takeOver()
      }
    },
  }
  await expect(syncStudents({ ...options, zoho })).rejects.toMatchObject(running)
})

test('a finished sync is not gone on with: the next one reads everybody', async () => {
  await syncStudents(options)
  expect(await syncStudents(options)).toMatchObject({ read: 60, resumed: false })
})
