import type { Mappings } from '../../mapping/field-sets.ts'
import type { MoodleCategory } from '../../ports/moodle-courses.ts'
import type { NumberedTwin } from '../numbered-twins.ts'
import type { Living } from '../reading.ts'

/** A programme as Zoho tells it, in our words. */
export type Program = ReturnType<Mappings['programs']['read']>

/** A programme that can be read in Zoho, and why we look. */
export type LivingProgram = Living<Mappings['programs']['rules']>

export type CategoryTwin = NumberedTwin<'Products', MoodleCategory>
