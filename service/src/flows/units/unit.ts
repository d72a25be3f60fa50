import type { Mappings } from '../../mapping/field-sets.ts'
import type { TemplateCriterion } from '../../ports/moodle-templates.ts'
import type { Living } from '../reading.ts'

/** A unit as Zoho tells it, in our words. */
export type Unit = ReturnType<Mappings['units']['read']>

/** A row of its subform: the criteria behind P10. */
export type TemplateRow = ReturnType<Mappings['templateRows']['read']>

/** A unit that can be read in Zoho with its rows, and why we look. */
export type LivingUnit = Living<Mappings['units']['rules']> & { rows: readonly TemplateRow[] }

const own = [
  ...numbers(10).map((n) => `P${n}` as const),
  ...numbers(9).map((n) => `M${n}` as const),
  ...numbers(6).map((n) => `D${n}` as const),
]
const behindP10 = numbers(10).map((n) => `P${n + 10}` as const)
const levels = ['P', 'M', 'D']

/** All that a unit may have. */
export const criterionNames: readonly string[] = [...own, ...behindP10]

function numbers(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1)
}

type Criteria = Readonly<Record<string, unknown>>

/**
 * The criteria of a unit in the order of a form: P1 to P20, M1 to M9, D1 to D6. Empty ones are left out. Of several rows of the subform
 * the first that has a criterion counts.
 */
export function criteriaOf(unit: Unit, rows: readonly TemplateRow[]): TemplateCriterion[] {
  const row = rows.find((one) => behindP10.some((name) => textOf(one, name) !== ''))
  return [
    ...own.map((name) => ({ shortname: name, description: textOf(unit, name) })),
    ...(row === undefined ? [] : behindP10.map((name) => ({ shortname: name, description: textOf(row, name) }))),
  ]
    .filter(({ description }) => description !== '')
    .toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** As the plugin keeps it: without the white space around it, and with plain line breaks. */
const textOf = (from: Criteria, name: string): string => {
  const text = from[name]
  return typeof text === 'string' ? text.replaceAll('\r\n', '\n').trim() : ''
}

const rankOf = ({ shortname }: TemplateCriterion): number =>
  levels.indexOf(shortname.charAt(0)) * 100 + Number(shortname.slice(1))
