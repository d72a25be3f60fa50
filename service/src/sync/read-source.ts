import { CodedError } from '../domain/errors.ts'
import type { ZohoId } from '../domain/ids.ts'
import { distinctRoutes, type Route } from '../domain/route.ts'
import type { Mapping, Reading, Rules } from '../mapping/mapping.ts'
import type { BulkOptions } from './bulk-options.ts'
import { type Sorted, sortByLastKnown } from './differing-records.ts'
import { bulkHint } from './hints.ts'
import { noteLost } from './lost-records.store.ts'
import { hintAtLost } from './lost-records.ts'
import { lookAtMovedParents } from './moved-parents.ts'
import type { RunProgress } from './run-progress.ts'
import type { Source } from './sources.ts'
import { stillInLine } from './sync-history.store.ts'
import type { SyncRun } from './sync-runs.store.ts'

/** Reads one source to its end, or until it is told to stop. */
export async function readSource(
  run: SyncRun,
  source: Source,
  progress: RunProgress,
  options: BulkOptions,
): Promise<'done' | 'interrupted'> {
  const mapping = options.mappings[source.set] as unknown as Mapping
  try {
    for await (const records of options.zoho.allRecords(mapping.question, progress.place.readUpTo)) {
      const page = records.map((record) => mapping.read(record))
      const last = page.at(-1)?.id
      if (last === undefined) continue
      const sorted = await sortByLastKnown(options, source.table, mapping, page)
      await writeHints(run, source, sorted, options)
      const range = { after: progress.place.readUpTo, upTo: last }
      const found = page.map(({ id }) => id)
      await progress.keep(
        { source: source.set, readUpTo: last },
        { read: page.length, added: sorted.added.length, changed: sorted.changed.length, unchanged: sorted.unchanged.length },
        (tx) => noteLost(tx, run, source, range, found),
      )
      if (options.signal?.aborted) return 'interrupted'
    }
  } catch (error) {
    if (source.partOf === undefined || !isUnreadable(error)) throw error
    return lookAtMovedParents(run, { ...source, partOf: source.partOf }, progress, options)
  }
  // What is known behind the last record of all is not there any more either.
  const behind = { after: progress.place.readUpTo, upTo: undefined }
  await progress.keep(progress.place, {}, (tx) => noteLost(tx, run, source, behind, []))
  return hintAtLost(run, source, progress, options)
}

const unreadable = new Set(['zoho.call_refused', 'zoho.module_missing', 'zoho.no_permission'])

/** Not every organisation lets the module of a subform be read by itself (reference/zoho.md §2.10): the answer to the first call tells. */
const isUnreadable = (error: unknown): boolean => error instanceof CodedError && unreadable.has(error.code)

/** All at once: the ledger lets them share commits. */
async function writeHints(run: SyncRun, source: Source, sorted: Sorted<Rules>, options: BulkOptions): Promise<void> {
  const differing: { id: ZohoId; routes: readonly Route[] }[] = [
    ...sorted.added.map((record) => ({ id: record.id, routes: routesOf(source, record) })),
    ...sorted.changed.map((record) => ({
      id: record.id,
      // Whoever it belonged to has to let go of it.
      routes: distinctRoutes([
        ...routesOf(source, record),
        ...source.routesOfLost(record.id, sorted.ownersBefore.get(record.id) ?? []),
      ]),
    })),
  ]
  if (source.partOf !== undefined)
    return hintAtParents(
      run,
      source.partOf,
      source,
      differing.flatMap(({ routes }) => routes),
      options,
    )
  const { ledger, tenant } = options
  await Promise.all(
    differing.map(({ id, routes }) => {
      const hint = bulkHint(run.runId, source.set, { module: source.module, recordId: id, eventType: 'updated' })
      // A record that belongs to nobody has no key of its own: its module's flow says what is missing.
      return routes.length === 0 ? ledger.receive(tenant, hint) : ledger.receive(tenant, hint, routes)
    }),
  )
}

const routesOf = (source: Source, record: Reading): readonly Route[] => source.routesOf(record as never)

/** Rows of subforms: one hint for all of a parent's, and none where the parent's own hint of this run has not begun yet. */
async function hintAtParents(
  run: SyncRun,
  parents: string,
  source: Source,
  routes: readonly Route[],
  { database, ledger, tenant }: BulkOptions,
): Promise<void> {
  const hints = distinctRoutes(routes).map((route) => ({
    route,
    event: bulkHint(run.runId, source.set, { module: source.module, recordId: route.subject as ZohoId, eventType: 'updated' }),
    ofParent: bulkHint(run.runId, parents, { module: source.module, recordId: route.subject as ZohoId, eventType: 'updated' })
      .eventId,
  }))
  if (hints.length === 0) return
  const waiting = await database.withTenant(tenant, (tx) =>
    stillInLine(
      tx,
      hints.map(({ ofParent }) => ofParent),
    ),
  )
  await Promise.all(
    hints.filter(({ ofParent }) => !waiting.has(ofParent)).map(({ event, route }) => ledger.receive(tenant, event, [route])),
  )
}
