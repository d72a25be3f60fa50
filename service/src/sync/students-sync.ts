import { createHash, randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Zoho } from '../ports/zoho.ts'
import { sortByLastKnown } from './differing-records.ts'
import { endSyncRun, keepPage, type SyncCounts, type SyncRun, takeSyncRun } from './sync-runs.store.ts'

export type SyncOptions = {
  database: Pick<Database, 'withTenant'>
  ledger: Pick<Ledger, 'receive'>
  tenant: TenantId
  mappings: Mappings
  zoho: Pick<Zoho, 'allRecords'>
  /** Ends the reading after the current page; the next sync goes on from there. */
  signal?: AbortSignal
  onPage?: (counts: SyncCounts, resumed: boolean) => void
}

export type Synced = SyncCounts & {
  /** Their ids begin with this: how to follow what becomes of them. */
  written: EventsWritten
  resumed: boolean
  interrupted: boolean
}

export type EventsWritten = { source: 'sync' | 'person'; prefix: string }

/**
 * Reads every student in Zoho, page by page, and writes a hint for each whose fields differ from the last known state; the usual road
 * does the rest. A page whose hints were written but not its progress is written again, under the same ids, which changes nothing.
 * @throws SyncRunningError while another process does the same
 */
export async function syncStudents(options: SyncOptions): Promise<Synced> {
  const { database, tenant } = options
  const run = await database.withTenant(tenant, (tx) => takeSyncRun(tx, 'BTEC_Students'))
  try {
    const read = await readOn(run, options)
    await database.withTenant(tenant, (tx) => endSyncRun(tx, run.runId, read.interrupted ? 'interrupted' : 'completed'))
    return { ...read, written: { source: 'sync', prefix: prefixOf(run.runId) }, resumed: run.resumed }
  } catch (error) {
    await database.withTenant(tenant, (tx) => endSyncRun(tx, run.runId, 'failed'))
    throw error
  }
}

export const prefixOf = (runId: string): string => `sync:${runId}:`

async function readOn(run: SyncRun, options: SyncOptions): Promise<SyncCounts & { interrupted: boolean }> {
  const { database, ledger, tenant, zoho, signal } = options
  let { read, added, changed, unchanged, readUpTo } = run
  const { students } = options.mappings
  for await (const records of zoho.allRecords(students.question, readUpTo)) {
    const page = records.map((record) => students.read(record))
    const sorted = await sortByLastKnown(options, 'students', students, page)
    const differing = [...sorted.added, ...sorted.changed]
    // All at once: the ledger lets them share commits.
    await Promise.all(differing.map(({ id }) => ledger.receive(tenant, bulkHint(run.runId, id))))
    read += page.length
    added += sorted.added.length
    changed += sorted.changed.length
    unchanged += sorted.unchanged.length
    const last = page.at(-1)?.id
    if (last === undefined) continue
    const counts = { read, added, changed, unchanged }
    const kept = { runId: run.runId, readBefore: readUpTo, readUpTo: last, counts }
    await database.withTenant(tenant, (tx) => keepPage(tx, kept))
    readUpTo = last
    options.onPage?.(counts, run.resumed)
    if (signal?.aborted) break
  }
  return { read, added, changed, unchanged, interrupted: signal?.aborted ?? false }
}

/** Hints for the students a person named: they overtake bulk work, and both sides are compared whatever we last knew. */
export async function requestStudents(
  { ledger, tenant }: Pick<SyncOptions, 'ledger' | 'tenant'>,
  ids: readonly ZohoId[],
): Promise<EventsWritten> {
  const prefix = `person:${randomUUID()}:`
  await Promise.all(
    [...new Set(ids)].map((id) => ledger.receive(tenant, { ...hint(`${prefix}${id}`, id), source: 'person', lane: 'live' })),
  )
  return { source: 'person', prefix }
}

const bulkHint = (runId: string, id: ZohoId): NewEvent => ({
  ...hint(`${prefixOf(runId)}${id}`, id),
  source: 'sync',
  lane: 'bulk',
})

function hint(eventId: string, id: ZohoId): Omit<NewEvent, 'source' | 'lane'> {
  const payload = { module: 'BTEC_Students', record_id: id }
  return {
    eventId,
    name: 'zoho.student.updated',
    eventType: 'updated',
    module: 'BTEC_Students',
    recordId: id,
    payload,
    bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
  }
}
