import type { ZohoModule } from '../domain/zoho-modules.ts'
import { goneLately, knownAmong } from './known-states.store.ts'
import { moveSweepMark, readSweepMark } from './sweep-marks.store.ts'
import {
  type AnySource,
  type Finding,
  finding,
  isSubform,
  mappingOfSource,
  type Sweeping,
  sweptSources,
  writeFindings,
} from './sweeping.ts'

const FIRST_LOOK_BACK_MS = 24 * 60 * 60_000
/** More restored records than this at once are found by the next looks. */
const MOST_RESTORED = 500

export type SweptDeletions = { deleted: number; restored: number }

/** Looks at Zoho's deleted lists: a hint for each record that we know and that went, and for each we let go that can be read again. */
export async function sweepDeleted(sweeping: Sweeping, signal?: AbortSignal): Promise<SweptDeletions> {
  const swept: SweptDeletions = { deleted: 0, restored: 0 }
  for (const [module, sources] of byModule(sweeping)) {
    if (signal?.aborted) return swept
    swept.deleted += await sweepModule(sweeping, module, sources)
    for (const source of sources) swept.restored += await sweepRestored(sweeping, source)
  }
  return swept
}

/** One event of a record feeds all who read it. */
function byModule(sweeping: Sweeping): Map<ZohoModule, AnySource[]> {
  const modules = new Map<ZohoModule, AnySource[]>()
  for (const source of sweptSources(sweeping)) {
    if (!isSubform(sweeping, source)) modules.set(source.module, [...(modules.get(source.module) ?? []), source])
  }
  return modules
}

async function sweepModule(sweeping: Sweeping, module: ZohoModule, sources: readonly AnySource[]): Promise<number> {
  const { database, tenant, zoho, settings } = sweeping
  const startedAt = Date.now()
  const mark = await database.withTenant(tenant, (tx) => readSweepMark(tx, `deleted:${module}`))
  const from = mark?.seenUpTo?.getTime() ?? startedAt - FIRST_LOOK_BACK_MS
  const deleted = await zoho.deletedSince(module, new Date(from - settings['reconcile.overlap_seconds'] * 1000))

  const deletedAt = new Map(deleted.map(({ id, deletedAt: at }) => [id, at]))
  const findings = new Map<string, Finding>()
  for (const source of sources) {
    const known = await database.withTenant(tenant, (tx) => knownAmong(tx, source.table, [...deletedAt.keys()]))
    for (const { key, owners } of known) {
      const routes = [...(findings.get(key)?.routes ?? []), ...source.routesOfLost(key, owners)]
      const eventId = `sweep:deleted:${module}:${key}:${deletedAt.get(key)?.getTime() ?? 0}`
      findings.set(key, finding(eventId, { module, recordId: key, eventType: 'deleted' }, routes))
    }
  }
  const written = await writeFindings(sweeping, [...findings.values()])
  const latest = Math.max(from, ...deleted.map(({ deletedAt: at }) => at.getTime()))
  await database.withTenant(tenant, (tx) => moveSweepMark(tx, `deleted:${module}`, new Date(Math.min(latest, startedAt))))
  return written
}

/** A record that came back out of the waste bin has changed nothing of itself, so no look at changes finds it. */
async function sweepRestored(sweeping: Sweeping, source: AnySource): Promise<number> {
  const { database, tenant, zoho } = sweeping
  const gone = await database.withTenant(tenant, (tx) => goneLately(tx, source.table, MOST_RESTORED))
  if (gone.length === 0) return 0
  const mapping = mappingOfSource(sweeping, source)
  const found = await zoho.records(
    mapping.question,
    gone.map(({ key }) => key),
  )
  return writeFindings(
    sweeping,
    gone.flatMap(({ key, goneAt }) => {
      const record = found.get(key)
      if (record === undefined) return []
      const eventId = `sweep:restored:${source.set}:${key}:${goneAt.getTime()}`
      return [finding(eventId, { module: source.module, recordId: key }, source.routesOf(mapping.read(record)))]
    }),
  )
}
