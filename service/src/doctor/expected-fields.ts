import type { ZohoModule, ZohoSubformName } from '../domain/zoho-modules.ts'
import { isWritten } from '../mapping/check-mapping.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import { kinds } from '../mapping/kinds.ts'
import type { Mapping } from '../mapping/mapping.ts'

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

export type ExpectedFields = ReadonlyMap<ZohoModule | ZohoSubformName, Readonly<Record<string, ExpectedField>>>

/** An id of Moodle in decimal digits. */
const LONGEST_ID = 10

/**
 * Per module, what this college's mappings read and write of it; what several sets need of one field holds together. A reading that names
 * a field which is not there is refused as a whole or comes back without it, so every one of them is needed.
 */
export function expectedFieldsOf(mappings: Mappings): ExpectedFields {
  const modules = new Map<ZohoModule | ZohoSubformName, Record<string, ExpectedField>>()
  for (const { set, rules } of Object.values(mappings) as Mapping[]) {
    const fields = modules.get(set.module) ?? {}
    for (const rule of Object.values(rules)) {
      const { types } = kinds[rule.as]
      fields[rule.from] = both(fields[rule.from], {
        types,
        needed: true,
        ...(isWritten(rule) ? { written: true, ...(rule.as === 'text' ? { minLength: LONGEST_ID } : {}) } : {}),
      })
    }
    if (set.tellsTime) fields.Modified_Time = { types: ['datetime'], needed: true }
    modules.set(set.module, fields)
  }
  return modules
}

const both = (one: ExpectedField | undefined, other: ExpectedField): ExpectedField =>
  one === undefined ? other : { ...one, ...other, types: one.types.filter((type) => other.types.includes(type)) }
