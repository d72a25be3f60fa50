import type { ZohoId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

/** A criterion of a BTEC grading form: `P1`, `M2`, `D3`. */
export type TemplateCriterion = { shortname: string; description: string }

/** The shared grading template of a unit, in the order of its form. */
export type GradingTemplate = { zohoid: ZohoId; name: string; description: string; criteria: readonly TemplateCriterion[] }

export type TemplateChange = {
  subject: string
  template: GradingTemplate
  /** What stands there now; null: there is none. */
  before: GradingTemplate | null
}

/** What became of a template and of its copies in assignments. */
export type TemplateWritten = {
  /** Copies that followed. */
  copiesUpdated: number
  /** Copies that somebody has been marked with or that were edited: a person must decide. */
  copiesBehind: number
}

/** BTEC grading templates, through the plugin. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodleTemplates = {
  /** Units without a template are absent. */
  templatesOf(units: readonly ZohoId[]): Promise<Map<ZohoId, GradingTemplate>>
  /** Criteria are changed in place by short name; the removal of one that has marks is refused (`template.criterion_has_marks`). */
  setTemplates(changes: readonly TemplateChange[]): Promise<Written<TemplateWritten>[]>
}
