import type { FieldSetName, Mappings } from '../mapping/field-sets.ts'
import type { Mapping, ValueTable } from '../mapping/mapping.ts'
import type { AllSettings, SettingKey } from '../settings/definitions.ts'

/**
 * Fields whose values a setting names; whoever adds such a setting adds its line here.
 *   all     the setting gives each value a meaning, so it must know every one there is
 *   some    the setting picks values out, so each of those must be there
 */
const namedIn = [
  { set: 'students', field: 'status', setting: 'students.statuses', names: 'all' },
  { set: 'classes', field: 'status', setting: 'classes.statuses', names: 'all' },
  { set: 'registrations', field: 'status', setting: 'registrations.statuses', names: 'all' },
  { set: 'enrolments', field: 'type', setting: 'enrolments.types', names: 'all' },
  { set: 'payments', field: 'type', setting: 'finance.types_that_reduce_the_fee', names: 'some' },
] as const satisfies readonly { set: FieldSetName; field: string; setting: SettingKey; names: 'all' | 'some' }[]

/** A picklist of Zoho and the values that a setting names. */
export type NamedValues = {
  /** Of the check. */
  name: string
  module: string
  /** Zoho's API name of the field. */
  from: string
  setting: SettingKey
  names: 'all' | 'some'
  values: readonly string[]
  /** What the college's mapping makes of some of them. */
  translated: ValueTable
}

export const namedValuesOf = (mappings: Mappings, settings: AllSettings): NamedValues[] =>
  namedIn.flatMap(({ set, field, setting, names }) => {
    const mapping: Mapping = mappings[set]
    const rule = mapping.rules[field]
    if (rule === undefined) return []
    return {
      name: `zoho.${setting}`,
      module: mapping.set.module,
      from: rule.from,
      setting,
      names,
      values: valuesIn(settings[setting]),
      translated: rule.values ?? {},
    }
  })

/** A list of values, lists by what they mean, or what each means. */
function valuesIn(setting: object): string[] {
  const isText = (value: unknown): value is string => typeof value === 'string'
  if (Array.isArray(setting)) return (setting as readonly unknown[]).filter(isText)
  return Object.entries(setting).flatMap(([name, meant]: [string, unknown]) =>
    Array.isArray(meant) ? (meant as readonly unknown[]).filter(isText) : [name],
  )
}
