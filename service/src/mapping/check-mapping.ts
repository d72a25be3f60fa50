import { isSensitive } from '../domain/sensitive-fields.ts'
import { kinds } from './kinds.ts'
import type { Rule, Rules } from './mapping.ts'

/** What must be known of a field in Zoho to judge a rule about it. The contract tells it, and so does the organisation itself. */
export type FieldFacts = {
  apiName: string
  /** Zoho's `data_type`. */
  type: string
  writable: boolean
  picklist: readonly { display: string; actual: string }[]
}

/** What is wrong with one rule, and about which of our fields. */
export type MappingProblem = { field: string; from: string } & (
  | { wrong: 'unknown_field' }
  | { wrong: 'sensitive' }
  | { wrong: 'wrong_type'; type: string; expected: readonly string[] }
  | { wrong: 'read_only' }
  | { wrong: 'shared'; other: string }
  | { wrong: 'unknown_value'; value: string; known: readonly string[] }
  | { wrong: 'not_translatable' }
)

/**
 * Judges each rule of a set by the fields there are. At most one problem for each of our fields, the gravest first: a sensitive field is
 * not even looked for.
 */
export function checkMapping(rules: Rules, fields: readonly FieldFacts[]): MappingProblem[] {
  const byName = new Map(fields.map((field) => [field.apiName, field]))
  return Object.entries(rules).flatMap(([field, rule]) => {
    const problem = problemOf(field, rule, byName.get(rule.from), rules)
    return problem === undefined ? [] : [{ field, from: rule.from, ...problem }]
  })
}

type Wrong = MappingProblem extends infer P ? (P extends MappingProblem ? Omit<P, 'field' | 'from'> : never) : never

function problemOf(field: string, rule: Rule, facts: FieldFacts | undefined, rules: Rules): Wrong | undefined {
  if (isSensitive(rule.from)) return { wrong: 'sensitive' }
  if (facts === undefined) return { wrong: 'unknown_field' }
  const { types } = kinds[rule.as]
  if (!types.includes(facts.type)) return { wrong: 'wrong_type', type: facts.type, expected: types }
  if (isWritten(rule) && !facts.writable) return { wrong: 'read_only' }
  const other = Object.entries(rules).find(([name, { from }]) => name !== field && from === rule.from)
  // What we write into a field would overwrite what somebody else is to read from it.
  if (other !== undefined && (isWritten(rule) || isWritten(other[1]))) return { wrong: 'shared', other: other[0] }
  return problemOfValues(rule, facts)
}

/** Whether we write into the rule's field. */
export const isWritten = ({ owner }: Rule): boolean => owner !== 'zoho'

function problemOfValues(rule: Rule, { picklist }: FieldFacts): Wrong | undefined {
  const values = Object.keys(rule.values ?? {})
  if (values.length === 0) return undefined
  // What is written must come back as it was, and only a picklist says which values there are.
  if (isWritten(rule) || picklist.length === 0) return { wrong: 'not_translatable' }
  const known = new Set(picklist.flatMap(({ display, actual }) => [display, actual]))
  const value = values.find((each) => !known.has(each))
  return value === undefined ? undefined : { wrong: 'unknown_value', value, known: picklist.map(({ actual }) => actual) }
}
