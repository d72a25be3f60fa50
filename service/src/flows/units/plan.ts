import { needsAttention, skipped, type Verdict } from '../../domain/verdicts.ts'
import type { GradingTemplate, TemplateChange } from '../../ports/moodle-templates.ts'
import { criteriaOf, type LivingUnit } from './unit.ts'

/** What is to be done for one unit, decided before anything is changed. `fields`: the criteria that come, go or say something else. */
export type Plan = LivingUnit &
  (
    | { do: 'write'; change: TemplateChange; fields: readonly string[] }
    | { do: 'keep'; there: GradingTemplate }
    | { do: 'nothing'; verdict: Verdict }
  )

/** Decides, without asking anybody anything. */
export function planFor(one: LivingUnit, there: GradingTemplate | undefined): Plan {
  const { record, rows } = one
  const criteria = criteriaOf(record, rows)
  if (criteria.length === 0) return { ...one, do: 'nothing', verdict: skipped('unit.no_criteria', { unit: record.id }) }
  if (record.name === '') return { ...one, do: 'nothing', verdict: needsAttention('unit.no_name', { unit: record.id }) }
  const template: GradingTemplate = { zohoid: record.id, name: record.name, description: there?.description ?? '', criteria }
  const fields = differing(there, template)
  if (there !== undefined && fields.length === 0) return { ...one, do: 'keep', there }
  return { ...one, do: 'write', fields, change: { subject: record.id, template, before: there ?? null } }
}

function differing(there: GradingTemplate | undefined, wanted: GradingTemplate): string[] {
  const was = described(there)
  const is = described(wanted)
  const names = [...new Set([...is.keys(), ...was.keys()])]
  const differing = names.filter((name) => was.get(name) !== is.get(name))
  // Somebody who moved criteria by hand is corrected too.
  const isMoved = differing.length === 0 && [...was.keys()].join() !== [...is.keys()].join()
  return isMoved ? ['order'] : differing
}

const described = (template: GradingTemplate | undefined): Map<string, string> =>
  new Map(
    template === undefined
      ? []
      : [['name', template.name], ...template.criteria.map(({ shortname, description }) => [shortname, description] as const)],
  )
