import type { ZohoId } from '../domain/ids.ts'
import { type Reading, stateHashOf } from '../mapping/mapping.ts'
import type { ZohoRecord } from '../ports/zoho.ts'
import type { SyncName } from '../sync/sources.ts'
import { differingIn, lostAmong } from './differing.ts'
import type { Place } from './drift.ts'
import { knownBetween, type Settled, settledOf } from './known-states.store.ts'
import { type AnySource, mappingOfSource, type Sweeping, sourcesOf } from './sweeping.ts'

/** A subject to compare, and what was last known of the record that brought it. */
export type Walked = {
  subject: string
  record: ZohoId
  settledAt: Date | null
  neverSeen: boolean
  changedInZoho: boolean
  /** It has something over there. */
  hasTargets: boolean
  /** It is known, and was not there any more when its stretch was read. */
  lost: boolean
}

/** So many records are compared together (docs/decisions/0007). */
const PER_STRETCH = 100

/** A part of a flow's subjects, in the order of their records' ids. */
export type Stretch = {
  subjects: Walked[]
  /** As they were read a moment ago. */
  records: ReadonlyMap<ZohoId, ZohoRecord>
  /** Its last record; null of the last stretch, behind which nothing comes. */
  upTo: ZohoId | null
}

/** A flow's subjects from one record to another. */
export type Leg = { name: SyncName; after: ZohoId | undefined; until: ZohoId | undefined }

/** All flows, once round: from where the last comparison stopped to the end, and from the beginning to there. */
export function legsFrom(names: readonly SyncName[], began: Pick<Place, 'name' | 'after'> | null): Leg[] {
  const whole = (name: SyncName): Leg => ({ name, after: undefined, until: undefined })
  const at = began === null ? -1 : names.indexOf(began.name)
  if (began === null || at < 0) return names.map(whole)
  const after = began.after ?? undefined
  return [
    { name: began.name, after, until: undefined },
    ...names.slice(at + 1).map(whole),
    ...names.slice(0, at).map(whole),
    ...(after === undefined ? [] : [{ name: began.name, after: undefined, until: after }]),
  ]
}

/** Walks the subjects of a leg, those in Zoho and those that are only known, whatever was last known of them. */
export async function* walk(sweeping: Sweeping, { name, after, until }: Leg): AsyncIterable<Stretch> {
  const [main, ...others] = sourcesOf(name)
  const changedElsewhere = new Set<string>()
  for (const source of others) await noteChanged(sweeping, source, changedElsewhere)

  let last = after
  for await (const page of sweeping.zoho.allRecords(mappingOfSource(sweeping, main).question, after)) {
    const inLeg = until === undefined ? page : page.filter(({ id }) => BigInt(id) <= BigInt(until))
    for (let from = 0; from < inLeg.length; from += PER_STRETCH) {
      const part = inLeg.slice(from, from + PER_STRETCH)
      const upTo = part.at(-1)?.id
      if (upTo === undefined) break
      yield await stretchOf(sweeping, main, { after: last, upTo, records: part, changedElsewhere })
      last = upTo
    }
    if (inLeg.length < page.length) break
  }
  const tail = await stretchOf(sweeping, main, { after: last, upTo: until, records: [], changedElsewhere })
  for (let from = 0; from < tail.subjects.length; from += PER_STRETCH) {
    yield { ...tail, subjects: tail.subjects.slice(from, from + PER_STRETCH) }
  }
}

async function stretchOf(
  sweeping: Sweeping,
  source: AnySource,
  part: {
    after: ZohoId | undefined
    upTo: ZohoId | undefined
    records: readonly ZohoRecord[]
    changedElsewhere: ReadonlySet<string>
  },
): Promise<Stretch> {
  const { after, upTo, changedElsewhere } = part
  const mapping = mappingOfSource(sweeping, source)
  const records = new Map(part.records.map((record) => [record.id, record]))
  const { settled, known } = await sweeping.database.withTenant(sweeping.tenant, async (tx) => ({
    settled: await settledOf(tx, source.table, [...records.keys()]),
    known: await knownBetween(tx, source.table, after, upTo),
  }))
  const subjects = new Map<string, Walked>()
  for (const raw of records.values()) {
    const record = mapping.read(raw)
    const was = settled.get(record.id)
    const hash = stateHashOf(mapping, record)
    for (const { subject } of source.routesOf(record)) {
      subjects.set(subject, walked(subject, record, was, changedElsewhere.has(subject) || was?.stateHash !== hash))
    }
  }
  for (const { key, owners, settledAt } of known) {
    if (records.has(key)) continue
    for (const { subject } of source.routesOfLost(key, owners)) {
      const there = subjects.get(subject)
      if (there === undefined)
        subjects.set(subject, {
          subject,
          record: key,
          settledAt,
          neverSeen: false,
          changedInZoho: true,
          hasTargets: false,
          lost: true,
        })
    }
  }
  return { subjects: [...subjects.values()], records, upTo: part.records.length === 0 ? null : (upTo ?? null) }
}

const walked = (subject: string, { id }: Reading, was: Settled | undefined, changedInZoho: boolean): Walked => ({
  subject,
  record: id,
  settledAt: was?.settledAt ?? null,
  neverSeen: was === undefined,
  changedInZoho,
  hasTargets: was?.hasTargets === true && !was.gone,
  lost: false,
})

/** The subjects of which a part kept in another module differs from what was last settled: its payments, its rows. */
async function noteChanged(sweeping: Sweeping, source: AnySource, changed: Set<string>): Promise<void> {
  const note = (findings: Awaited<ReturnType<typeof differingIn>>): void => {
    for (const { routes } of findings) for (const { subject } of routes) changed.add(subject)
  }
  let last: ZohoId | undefined
  const noteLost = async (upTo: ZohoId | undefined, read: readonly ZohoRecord[]): Promise<void> => {
    const known = await sweeping.database.withTenant(sweeping.tenant, (tx) => knownBetween(tx, source.table, last, upTo))
    note(lostAmong(source, known, new Set(read.map(({ id }) => id))))
    last = upTo
  }
  for await (const page of sweeping.zoho.allRecords(mappingOfSource(sweeping, source).question)) {
    note(await differingIn(sweeping, source, page))
    await noteLost(page.at(-1)?.id, page)
  }
  await noteLost(undefined, [])
}
