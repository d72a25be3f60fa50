import type { NeedsAttentionError } from '../../domain/errors.ts'

/** What `Moodle_Grading_Template` says of a unit whose template is in step: the word that the college's own code used. */
export const SYNCED = 'Synced'

/** The field's length in Zoho (contract/zoho-fields.json). */
const MAX_LENGTH = 255

/** What it says of one that Moodle refused: `Failed: ` and why, for whoever looks at the unit in Zoho. */
export function failedBecause({ code, params }: NeedsAttentionError): string {
  const why =
    code === 'template.criterion_has_marks'
      ? `students are already marked on ${params.criteria}, so these criteria cannot be removed. Put them back, or remove them in Moodle first.`
      : code === 'moodle.record_refused'
        ? `Moodle refuses ${params.field}: ${params.reason}.`
        : 'Moodle refused the template. Campusbridge says more.'
  return Array.from(`Failed: ${why}`).slice(0, MAX_LENGTH).join('')
}
