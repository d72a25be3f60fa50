import type { Mappings } from '../../mapping/field-sets.ts'

/** A student as Zoho tells it, in our words. */
export type Student = ReturnType<Mappings['students']['read']>
