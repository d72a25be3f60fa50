import { NeedsAttentionError, type RetryLaterError } from '../../domain/errors.ts'
import type { Written } from '../../domain/written.ts'
import type { TemplateChange } from '../../ports/moodle-templates.ts'

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

/** A refusal that counts criteria (`criteria[2].description`) is told with the criterion's own name (`P7`). */
export function withNames<T>(written: Written<T> | undefined, { template }: TemplateChange): Written<T> | undefined {
  if (written?.outcome !== 'refused') return written
  return { outcome: 'refused', error: named(written.error, template.criteria) }
}

function named(error: NeedsAttentionError | RetryLaterError, criteria: TemplateChange['template']['criteria']): typeof error {
  const { subject = '', field = '', reason = '' } = error.params
  const [, index] = /^criteria\[(\d+)\]/.exec(String(field)) ?? []
  if (error.code !== 'moodle.record_refused' || index === undefined) return error
  return new NeedsAttentionError('moodle.record_refused', { subject, field: criteria[Number(index)]?.shortname ?? field, reason })
}
