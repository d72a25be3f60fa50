import type { Mappings } from '../../mapping/field-sets.ts'
import type { Living } from '../reading.ts'

/** A student as Zoho tells it, in our words. */
export type Student = ReturnType<Mappings['students']['read']>

/** A student who can be read in Zoho, and why we look. */
export type LivingStudent = Living<Mappings['students']['rules']>
