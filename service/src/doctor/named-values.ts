import type { FieldSetName, Mappings } from '../mapping/field-sets.ts'
import type { Mapping, ValueTable } from '../mapping/mapping.ts'
import type { AllSettings, SettingKey } from '../settings/definitions.ts'

/** Fields whose every value a setting gives a meaning to; whoever adds such a setting adds its line here. */
const namedIn = [
  { set: 'students', field: 'status', setting: 'students.statuses' },
  { set: 'classes', field: 'status', setting: 'classes.statuses' },
  { set: 'registrations', field: 'status', setting: 'registrations.statuses' },
] as const satisfies readonly {
  set: FieldSetName
  field: string
  setting: SettingKey
}[]

/** A picklist of Zoho and the values that a setting names. */
export type NamedValues = {
  /** Of the check. */
  name: string
  module: string
  /** Zoho's API name of the field. */
  from: string
  setting: SettingKey
  values: readonly string[]
  /** What the college's mapping makes of some of them. */
  translated: ValueTable
}

export const namedValuesOf = (mappings: Mappings, settings: AllSettings): NamedValues[] =>
  namedIn.flatMap(({ set, field, setting }) => {
    const mapping: Mapping = mappings[set]
    const rule = mapping.rules[field]
    if (rule === undefined) return []
    return {
      name: `zoho.${setting}`,
      module: mapping.set.module,
      from: rule.from,
      setting,
      values: Object.values(settings[setting]).flat(),
      translated: rule.values ?? {},
    }
  })
