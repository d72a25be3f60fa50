import { CodedError } from '../domain/errors.ts'
import type { ZohoId } from '../domain/ids.ts'
import type { ZohoSubformName } from '../domain/zoho-modules.ts'
import type { ZohoRecord } from '../ports/zoho.ts'
import { differingIn, lostAmong } from './differing.ts'
import { knownBetween, knownOf } from './known-states.store.ts'
import { moveSweepMark, readSweepMark, type SweepMark } from './sweep-marks.store.ts'
import { type AnySource, isSubform, mappingOfSource, type Sweeping, sourcesOf, sweptNames, writeFindings } from './sweeping.ts'

const MODIFIED_TIME = 'Modified_Time'
const HOUR = 60 * 60_000
/** A module is asked again after this long whether it tells the time. */
const PROBE_AGAIN_MS = 24 * HOUR
/** Where the first sweep begins: what is older was read by the first sync, or is by the next comparison. */
const FIRST_LOOK_BACK_MS = 24 * HOUR

export type Swept = { read: number; hinted: number }

/**
 * Looks at everything that has changed in Zoho since the last look, and writes a hint for each record that differs from what was last
 * settled: so a webhook that got lost is made good. The mark of a source moves only behind what is in the ledger.
 */
export async function sweepChanges(sweeping: Sweeping, signal?: AbortSignal): Promise<Swept> {
  const swept: Swept = { read: 0, hinted: 0 }
  for (const name of sweptNames(sweeping)) {
    const [main, ...others] = sourcesOf(name)
    const subforms = others.filter((source) => isSubform(sweeping, source))
    for (const source of [main, ...others.filter((other) => !subforms.includes(other))]) {
      if (signal?.aborted) return swept
      const one = await sweepSource(sweeping, source, source === main ? subforms : [])
      swept.read += one.read
      swept.hinted += one.hinted
    }
  }
  return swept
}

async function sweepSource(sweeping: Sweeping, source: AnySource, subforms: readonly AnySource[]): Promise<Swept> {
  const { database, tenant, settings } = sweeping
  const startedAt = new Date()
  const mark = await database.withTenant(tenant, (tx) => readSweepMark(tx, `changes:${source.set}`))
  if (mark?.timelessAt == null || startedAt.getTime() - mark.timelessAt.getTime() >= PROBE_AGAIN_MS) {
    try {
      return await readChanges(sweeping, source, subforms, mark, startedAt)
    } catch (error) {
      if (!isTimeless(error)) throw error
      const swept = await scan(sweeping, source)
      await database.withTenant(tenant, (tx) => moveSweepMark(tx, `changes:${source.set}`, null, true))
      return swept
    }
  }
  if (startedAt.getTime() - mark.lookedAt.getTime() < settings['reconcile.scan_minutes'] * 60_000) return { read: 0, hinted: 0 }
  const swept = await scan(sweeping, source)
  await database.withTenant(tenant, (tx) => moveSweepMark(tx, `changes:${source.set}`, null))
  return swept
}

/** Zoho knows whole seconds, and many records share one: so the last look is looked at again, with some overlap. */
async function readChanges(
  sweeping: Sweeping,
  source: AnySource,
  subforms: readonly AnySource[],
  mark: SweepMark | undefined,
  startedAt: Date,
): Promise<Swept> {
  const { database, tenant, zoho, settings } = sweeping
  const { question } = mappingOfSource(sweeping, source)
  const overlapMs = settings['reconcile.overlap_seconds'] * 1000
  const from = mark?.seenUpTo?.getTime() ?? startedAt.getTime() - FIRST_LOOK_BACK_MS
  const asked = { ...question, fields: [...new Set([...question.fields, MODIFIED_TIME])] }
  const swept: Swept = { read: 0, hinted: 0 }
  let latest = from
  for await (const page of zoho.recordsChangedSince(asked, new Date(from - overlapMs))) {
    const findings = await differingIn(sweeping, source, page)
    for (const subform of subforms) findings.push(...(await rowsOf(sweeping, subform, page)))
    swept.read += page.length
    swept.hinted += await writeFindings(sweeping, findings)
    latest = Math.max(latest, ...page.map(({ values }) => Date.parse(String(values[MODIFIED_TIME])) || 0))
  }
  // What changed while the pages were read is behind our start, should a record of a page before it have changed once more.
  const seenUpTo = new Date(Math.min(latest, startedAt.getTime()))
  await database.withTenant(tenant, (tx) => moveSweepMark(tx, `changes:${source.set}`, seenUpTo))
  return swept
}

/** A row that comes, goes or changes moves its parent's time, but nothing else that we read of the parent. */
async function rowsOf(sweeping: Sweeping, subform: AnySource, parents: readonly ZohoRecord[]) {
  const ids = parents.map(({ id }) => id)
  const { question } = mappingOfSource(sweeping, subform)
  const rows = await sweeping.zoho.subformRows(
    { name: question.module as ZohoSubformName, parent: subform.module, fields: question.fields },
    ids,
  )
  const present = [...rows.values()].flat()
  const known = await sweeping.database.withTenant(sweeping.tenant, (tx) => knownOf(tx, subform.table, ids))
  return [...(await differingIn(sweeping, subform, present)), ...lostAmong(subform, known, new Set(present.map(({ id }) => id)))]
}

/** Reads a module whole, by id: what differs, and what is known and not there any more. */
async function scan(sweeping: Sweeping, source: AnySource): Promise<Swept> {
  const swept: Swept = { read: 0, hinted: 0 }
  const lost = async (after: ZohoId | undefined, upTo: ZohoId | undefined, read: readonly ZohoRecord[]): Promise<void> => {
    const known = await sweeping.database.withTenant(sweeping.tenant, (tx) => knownBetween(tx, source.table, after, upTo))
    swept.hinted += await writeFindings(sweeping, lostAmong(source, known, new Set(read.map(({ id }) => id))))
  }
  let last: ZohoId | undefined
  for await (const page of sweeping.zoho.allRecords(mappingOfSource(sweeping, source).question)) {
    swept.read += page.length
    swept.hinted += await writeFindings(sweeping, await differingIn(sweeping, source, page))
    const end = page.at(-1)?.id
    await lost(last, end, page)
    last = end
  }
  await lost(last, undefined, [])
  return swept
}

/** The module does not know the field, or Zoho takes no query here: then it is read whole (through its list, if need be). */
const isTimeless = (error: unknown): boolean =>
  error instanceof CodedError &&
  ((error.code === 'zoho.field_missing' && error.params.field === MODIFIED_TIME) ||
    ['zoho.call_refused', 'zoho.scope_missing', 'zoho.no_permission'].includes(error.code))
