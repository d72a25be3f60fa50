import { RejectedError } from '../domain/errors.ts'
import { isFieldSetName } from '../mapping/broken-mappings.ts'
import { type FieldSetName, fieldSets } from '../mapping/field-sets.ts'
import { type FieldSet, type Override, type Overrides, type Rule, rulesOf } from '../mapping/mapping.ts'
import { type MappingVersion, storeVersion, versionsOf } from '../mapping/overrides.store.ts'
import type { ZohoMetadata } from '../ports/zoho-metadata.ts'
import type { Desk } from './desk.ts'
import { refuseChanges } from './refuse-mapping.ts'

type Books = Pick<Desk, 'database' | 'tenant'>

/** What a person changes of a set, by our name of the field: null goes back to the standard. */
export type MappingChanges = Readonly<Record<string, Override | null>>

export type MappingView = {
  set: FieldSetName
  module: string
  /** 0 while the college has never changed it. */
  version: number
  fields: { field: string; rule: Rule; standard: Rule; isStandard: boolean }[]
}

/** Every set there is, with the rules in force. */
export async function listMappings(books: Books): Promise<MappingView[]> {
  const views: MappingView[] = []
  for (const set of Object.keys(fieldSets)) views.push(await showMapping(books, set))
  return views
}

/** One set: where each of our fields comes from, and whether that is the standard. @throws RejectedError `mapping.unknown_set` */
export async function showMapping({ database, tenant }: Books, name: string): Promise<MappingView> {
  const set = knownSet(name)
  const [newest] = await database.withTenant(tenant, (tx) => versionsOf(tx, set))
  return viewOf(set, newest)
}

/** Newest first; the standard is not among them. @throws RejectedError `mapping.unknown_set` */
export function historyOfMapping({ database, tenant }: Books, name: string): Promise<MappingVersion[]> {
  const set = knownSet(name)
  return database.withTenant(tenant, (tx) => versionsOf(tx, set))
}

/**
 * Changes where fields come from, once the organisation itself has borne it out. It is in force at once, and every record of the set is
 * looked at again by the next sync, because what was settled was read by other rules.
 * @param basedOn the version the person looked at, when the caller knows it
 * @throws RejectedError `mapping.…`, naming the field; nothing is stored then
 */
export async function setMapping(
  desk: Books & Pick<Desk, 'who'>,
  metadata: Pick<ZohoMetadata, 'fields'>,
  name: string,
  changes: MappingChanges,
  { note = '', basedOn }: { note?: string; basedOn?: number } = {},
): Promise<MappingView> {
  const set = knownSet(name)
  const [newest] = await historyOfMapping(desk, set)
  const version = newest?.version ?? 0
  if (basedOn !== undefined && basedOn !== version) throw changedMeanwhile(set, version)
  const overrides = await refuseChanges(metadata, set, newest?.overrides ?? {}, changes)
  if (isSame(overrides, newest?.overrides ?? {})) return viewOf(set, newest)
  return store(desk, set, version, { overrides, note, rolledBackTo: null })
}

/**
 * Goes back to an older version, or with 0 to the standard, by a new one that says the same.
 * @throws RejectedError `api.not_found`; `mapping.…` when Zoho does not have those fields any more
 */
export async function rollBackMapping(
  desk: Books & Pick<Desk, 'who'>,
  metadata: Pick<ZohoMetadata, 'fields'>,
  name: string,
  version: number,
  { note = '' }: { note?: string } = {},
): Promise<MappingView> {
  const set = knownSet(name)
  const versions = await historyOfMapping(desk, set)
  const [newest] = versions
  const wanted = version === 0 ? {} : versions.find((each) => each.version === version)?.overrides
  if (wanted === undefined) throw new RejectedError('api.not_found', { what: `version of ${set}`, id: String(version) }, 404)
  const current = newest?.overrides ?? {}
  if (isSame(wanted, current)) return viewOf(set, newest)
  const fields = [...new Set([...Object.keys(wanted), ...Object.keys(current)])].filter((field) =>
    Object.hasOwn(fieldSets[set].rules, field),
  )
  const changes = Object.fromEntries(fields.map((field) => [field, wanted[field] ?? null]))
  const overrides = await refuseChanges(metadata, set, current, changes)
  return store(desk, set, newest?.version ?? 0, { overrides, note, rolledBackTo: version })
}

async function store(
  { database, tenant, who }: Books & Pick<Desk, 'who'>,
  set: FieldSetName,
  after: number,
  version: Pick<MappingVersion, 'overrides' | 'note' | 'rolledBackTo'>,
): Promise<MappingView> {
  const stored = await database.withTenant(tenant, (tx) => storeVersion(tx, set, after, { ...version, createdBy: who }))
  if (stored === undefined) throw changedMeanwhile(set, after + 1)
  return viewOf(set, stored)
}

const changedMeanwhile = (set: string, version: number): RejectedError =>
  new RejectedError('mapping.changed_meanwhile', { set, version }, 409)

function viewOf(set: FieldSetName, newest: MappingVersion | undefined): MappingView {
  const definition: FieldSet = fieldSets[set]
  const rules = rulesOf(definition, newest?.overrides ?? {})
  return {
    set,
    module: definition.module,
    version: newest?.version ?? 0,
    fields: Object.entries(rules).map(([field, rule]) => {
      const standard = definition.rules[field] as Rule
      return { field, rule, standard, isStandard: rule.from === standard.from && rule.values === standard.values }
    }),
  }
}

const isSame = (one: Overrides, other: Overrides): boolean => sorted(one) === sorted(other)

const sorted = (overrides: Overrides): string =>
  JSON.stringify(byName(overrides).map(([field, { from, values = {} }]) => [field, from ?? null, byName(values)]))

const byName = <T>(all: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1))

/** @throws RejectedError `mapping.unknown_set` */
export function knownSet(name: string): FieldSetName {
  if (!isFieldSetName(name)) {
    throw new RejectedError('mapping.unknown_set', { set: name, known: Object.keys(fieldSets).join(', ') }, 404)
  }
  return name
}
