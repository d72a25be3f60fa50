import { createHash } from 'node:crypto'
import type { ZohoId } from '../domain/ids.ts'
import type { ZohoModule, ZohoSubformName } from '../domain/zoho-modules.ts'
import type { ZohoQuestion, ZohoRecord } from '../ports/zoho.ts'
import type { AllSettings, SettingKey } from '../settings/definitions.ts'
import { type Kind, type Kinds, kinds, MISFIT } from './kinds.ts'

/** Who decides about a value; the other side is corrected. */
export type Owner = 'zoho' | 'moodle' | 'first-writer'

/** Where one of our fields comes from. */
export type Rule<K extends Kind = Kind> = {
  /** Zoho's API name of the field. */
  from: string
  as: K
  owner: Owner
  /** Without a value the record cannot be brought into step. */
  required: boolean
  /** The college's words for ours, where they differ: a value of Zoho's picklist → what it means to us. */
  values?: ValueTable
}

export type ValueTable = Readonly<Record<string, string>>

export type Rules = Readonly<Record<string, Rule>>

/** What a flow reads of a module: its own names for the fields, each with the rule that holds unless a college says otherwise. */
export type FieldSet<R extends Rules = Rules> = {
  /** The set's name, such as `finance`: two flows may read one module. */
  name: string
  module: ZohoModule | ZohoSubformName
  rules: R
  /** Whether the module's records tell when they were changed (reference/zoho.md Appendix A: not all do). */
  tellsTime: boolean
  /** The settings that decide what becomes of a record: when they change, it is looked at again. */
  decidedBy: readonly SettingKey[]
}

export const fieldSet = <const R extends Rules>(
  name: string,
  module: FieldSet['module'],
  rules: R,
  { tellsTime = true, decidedBy = [] }: Partial<Pick<FieldSet, 'tellsTime' | 'decidedBy'>> = {},
): FieldSet<R> => ({ name, module, rules, tellsTime, decidedBy })

/** A rule in the usual case: Zoho decides. */
export const from = <K extends Kind>(field: string, as: K, rest: Partial<Pick<Rule, 'owner' | 'required'>> = {}): Rule<K> => ({
  from: field,
  as,
  owner: 'zoho',
  required: false,
  ...rest,
})

export type Values<R extends Rules> = { [Field in keyof R]: Kinds[R[Field]['as']] }

/** A value that could not be read as its rule says; the reading has it empty. */
export type Misfit = { field: string; from: string; value: string }

/** A record in our own words: its fields, and beside them what every record has. */
export type Reading<R extends Rules = Rules> = Values<R> & {
  id: ZohoId
  /** As Zoho wrote it; '' where the module has none. */
  modifiedTime: string
  misfits: readonly Misfit[]
}

/** What a college changed of a set, by our name of the field: another source for it, its own words for ours, or both. */
export type Override = { from?: string; values?: ValueTable }
export type Overrides = Readonly<Record<string, Override>>

/** A field set as it holds for one college. */
export type Mapping<R extends Rules = Rules> = {
  set: FieldSet<R>
  rules: R
  /** What is asked of Zoho. */
  question: ZohoQuestion
  /** Changes when the rules do, or a setting that decides: what was settled under others is looked at again. */
  fingerprint: string
  read(record: ZohoRecord): Reading<R>
}

const MODIFIED_TIME = 'Modified_Time'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export function mappingOf<R extends Rules>(set: FieldSet<R>, settings: AllSettings, overrides: Overrides = {}): Mapping<R> {
  const rules = rulesOf(set, overrides)
  const sources = [...new Set(Object.values(rules).map((rule) => rule.from))]
  return {
    set,
    rules,
    question: { module: set.module, fields: set.tellsTime ? [...sources, MODIFIED_TIME] : sources },
    fingerprint: sha256(
      JSON.stringify([
        Object.entries(rules).map(([field, { from: source, as, values }]) => [
          field,
          source,
          as,
          ...(values === undefined ? [] : [Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))]),
        ]),
        set.decidedBy.map((key) => settings[key]),
      ]),
    ).slice(0, 16),
    read: (record) => readingOf(rules, record),
  }
}

/** The rules of a set as a college has them. What it changed of fields that there are no more is let be. */
export const rulesOf = <R extends Rules>(set: FieldSet<R>, overrides: Overrides): R =>
  Object.fromEntries(Object.entries(set.rules).map(([field, rule]) => [field, { ...rule, ...overrides[field] }])) as R

function readingOf<R extends Rules>(rules: R, { id, values: raw }: ZohoRecord): Reading<R> {
  const misfits: Misfit[] = []
  const values: Record<string, unknown> = {}
  for (const field in rules) {
    const rule = rules[field] as Rule
    const kind = kinds[rule.as]
    const value = kind.read(inOurWords(raw[rule.from], rule.values))
    values[field] = value === MISFIT ? kind.empty : value
    if (value === MISFIT) misfits.push({ field, from: rule.from, value: shown(raw[rule.from]) })
  }
  return { ...(values as Values<R>), id, modifiedTime: timeIn(raw[MODIFIED_TIME]), misfits }
}

const inOurWords = (value: unknown, values: ValueTable | undefined): unknown =>
  typeof value === 'string' && values !== undefined && Object.hasOwn(values, value.trim()) ? values[value.trim()] : value

const timeIn = (value: unknown): string => (typeof value === 'string' ? value : '')

const shown = (value: unknown): string => (typeof value === 'string' ? value.trim() : JSON.stringify(value)).slice(0, 100)

/** Whether these fields, by our names, read as they did when the record was last settled. */
export const areAsSettled = <R extends Rules>(
  { rules }: Mapping<R>,
  fields: readonly (keyof R & string)[],
  values: Values<R>,
  known: { fieldHashes: Readonly<Record<string, string>> } | undefined,
): boolean => fields.every((field) => known?.fieldHashes[rules[field]?.from ?? ''] === hashOfField(values[field]))

const hashOfField = (value: unknown): string => sha256(JSON.stringify(value))

/** What is remembered of a reading: each field's hash by its source, and one over all. */
export function stateOf<R extends Rules>(
  mapping: Mapping<R>,
  values: Values<R>,
): { fieldHashes: Record<string, string>; stateHash: string } {
  return {
    fieldHashes: Object.fromEntries(
      Object.entries(mapping.rules).map(([field, rule]) => [rule.from, hashOfField(values[field])]),
    ),
    stateHash: stateHashOf(mapping, values),
  }
}

export const stateHashOf = <R extends Rules>(mapping: Mapping<R>, values: Values<R>): string =>
  sha256(JSON.stringify([mapping.fingerprint, Object.keys(mapping.rules).map((field) => values[field])]))
