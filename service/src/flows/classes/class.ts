import type { Mappings } from '../../mapping/field-sets.ts'
import type { MoodleCourse } from '../../ports/moodle-courses.ts'
import type { NumberedTwin } from '../numbered-twins.ts'
import type { Living } from '../reading.ts'

/** A class as Zoho tells it, in our words. */
export type Class = ReturnType<Mappings['classes']['read']>

/** A class that can be read in Zoho, and why we look. */
export type LivingClass = Living<Mappings['classes']['rules']>

export type CourseTwin = NumberedTwin<'BTEC_Classes', MoodleCourse>
