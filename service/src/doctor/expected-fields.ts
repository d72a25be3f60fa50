import type { Mappings } from '../mapping/field-sets.ts'
import { kinds } from '../mapping/kinds.ts'
import type { Rule } from '../mapping/mapping.ts'

/** What the flows need of a Zoho field. */
export type ExpectedField = {
  /** Zoho's data types that will do. */
  types: readonly string[]
  /** The least length, in characters, for what we write into it. */
  minLength?: number
  /** We write it, so the API must be allowed to. */
  written?: boolean
  /** Without it the flow can do nothing; otherwise it only leaves something empty. */
  needed: boolean
}

/** Moodle's ids have at most ten digits. */
const LONGEST_ID = 10

/**
 * By module, whatever this college's mappings read of it and write into it. A reading that names a field which is not there is refused as
 * a whole or comes back without it, so all of them are needed.
 */
export function expectedFields(mappings: Mappings): Readonly<Record<string, Readonly<Record<string, ExpectedField>>>> {
  const modules: Record<string, Record<string, ExpectedField>> = {}
  for (const { question, rules, set } of Object.values(mappings)) {
    const fields: Record<string, ExpectedField> = modules[question.module] ?? {}
    modules[question.module] = fields
    for (const rule of Object.values<Rule>(rules)) fields[rule.from] = both(fields[rule.from], fieldFor(rule))
    if (set.tellsTime) fields.Modified_Time = { types: ['datetime'], needed: true }
  }
  return modules
}

const fieldFor = ({ as, owner }: Rule): ExpectedField => ({
  types: kinds[as].types,
  needed: true,
  ...(owner === 'moodle' ? { written: true, minLength: LONGEST_ID } : {}),
})

/** Two sets may read one field: it must be of a type that does for both. */
const both = (one: ExpectedField | undefined, other: ExpectedField): ExpectedField =>
  one === undefined ? other : { ...one, ...other, types: one.types.filter((type) => other.types.includes(type)) }
