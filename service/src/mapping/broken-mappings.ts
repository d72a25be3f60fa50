import { checkMapping, type MappingProblem } from './check-mapping.ts'
import { type FieldSetName, fieldSets } from './field-sets.ts'
import type { FieldSet } from './mapping.ts'
import { fieldsInContract } from './zoho-contract.ts'

export type BrokenRule = MappingProblem & { set: string }

/** What the contract says against the mappings that hold unless a college says otherwise. */
export const brokenRules = (sets: Readonly<Record<string, FieldSet>> = fieldSets): BrokenRule[] =>
  Object.entries(sets).flatMap(([set, { module, rules, tellsTime }]) => {
    const fields = fieldsInContract(module)
    const timeless = tellsTime && !fields.some(({ apiName, type }) => apiName === 'Modified_Time' && type === 'datetime')
    return [
      ...checkMapping(rules, fields).map((problem) => ({ ...problem, set })),
      ...(timeless ? [{ set, field: 'modifiedTime', from: 'Modified_Time', wrong: 'unknown_field' as const }] : []),
    ]
  })

/** Two of our own files disagree: no college could be served rightly. */
export class BrokenMappingError extends Error {
  constructor(broken: readonly BrokenRule[]) {
    const named = broken.map(({ set, field, from, wrong }) => `${set}.${field} ← ${from}: ${wrong}`)
    super(`Field mappings that contract/zoho-fields.json does not bear out:\n${named.join('\n')}`)
    this.name = 'BrokenMappingError'
  }
}

/** @throws BrokenMappingError */
export function refuseBrokenMappings(sets?: Readonly<Record<string, FieldSet>>): void {
  const broken = brokenRules(sets)
  if (broken.length > 0) throw new BrokenMappingError(broken)
}

export const isFieldSetName = (name: string): name is FieldSetName => Object.hasOwn(fieldSets, name)
