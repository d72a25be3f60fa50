import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Mapping, Reading } from '../mapping/mapping.ts'
import type { Zoho, ZohoQuestion, ZohoRecord } from '../ports/zoho.ts'
import { sortByLastKnown } from './differing-records.ts'
import { knownInRange } from './lost-records.store.ts'
import { type Source, type SyncName, sourcesOf } from './sources.ts'

/** A subject that a sync would look at. */
export type Looked = {
  subject: string
  label: string
  /** As it was just read, where the subject is a record of its own. */
  record: ZohoRecord | undefined
  question: ZohoQuestion
}

type Context = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  mappings: Mappings
  zoho: Pick<Zoho, 'records' | 'allRecords'>
}

/** The subjects of a name that a sync would look at, page by page and each once: those of the records named, or all that differ or are gone. */
export async function* subjectsToLookAt(context: Context, name: SyncName, ids?: readonly ZohoId[]): AsyncIterable<Looked[]> {
  const seen = new Set<string>()
  const once = (looked: readonly Looked[]): Looked[] =>
    looked.filter(({ subject }) => !seen.has(subject) && seen.add(subject) !== undefined)
  const [first, ...others] = sourcesOf(name)
  if (first === undefined) return
  if (ids !== undefined) {
    const mapping = mappingOf(context, first)
    const records = await context.zoho.records(mapping.question, ids)
    yield once([...records.values()].flatMap((record) => lookedAt(first, mapping, record)))
    return
  }
  for (const source of [first, ...others]) for await (const page of differing(context, source)) yield once(page)
}

async function* differing(context: Context, source: Source): AsyncIterable<Looked[]> {
  const mapping = mappingOf(context, source)
  let after: ZohoId | undefined
  for await (const records of context.zoho.allRecords(mapping.question)) {
    const sorted = await sortByLastKnown(
      context,
      source.table,
      mapping,
      records.map((record) => mapping.read(record)),
    )
    const known = new Set(sorted.unchanged)
    yield records.filter(({ id }) => !known.has(id)).flatMap((record) => lookedAt(source, mapping, record))
    const upTo = records.at(-1)?.id
    yield lost(context, source, mapping, { after, upTo }, records)
    after = upTo ?? after
  }
  yield lost(context, source, mapping, { after, upTo: undefined }, [])
}

const mappingOf = ({ mappings }: Context, source: Source): Mapping => mappings[source.set]

const lookedAt = (source: Source, mapping: Mapping, record: ZohoRecord): Looked[] => {
  const reading = mapping.read(record)
  return source.routesOf(reading as never).map(({ subject }) => ({
    subject,
    label: subject === record.id ? nameOf(reading) : '',
    record: subject === record.id ? record : undefined,
    question: mapping.question,
  }))
}

async function lost(
  { database, tenant }: Context,
  source: Source,
  { question }: Mapping,
  range: { after: ZohoId | undefined; upTo: ZohoId | undefined },
  found: readonly ZohoRecord[],
): Promise<Looked[]> {
  const gone = await database.withTenant(tenant, (tx) =>
    knownInRange(
      tx,
      source.table,
      range,
      found.map(({ id }) => id),
    ),
  )
  return gone
    .flatMap(({ id, owners }) => source.routesOfLost(id, owners))
    .map(({ subject }) => ({ subject, label: '', record: undefined, question }))
}

function nameOf(reading: Reading): string {
  const text = (field: string): string => {
    const value: unknown = Reflect.get(reading, field)
    return typeof value === 'string' ? value : ''
  }
  return `${text('firstName')} ${text('lastName')}`.trim() || text('name') || text('number') || '(no name)'
}
