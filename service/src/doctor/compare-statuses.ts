import type { ZohoFieldInfo } from '../ports/zoho-metadata.ts'
import { type Check, fine, warning } from './check.ts'
import type { NamedValues } from './named-values.ts'

type Value = ZohoFieldInfo['picklist'][number]

/** Every value the field may take must mean something to us, in either of its spellings; or every value that is picked out be there. Zoho's `-None-` is none. */
export function compareStatuses(field: ZohoFieldInfo | undefined, named: NamedValues): Check[] {
  if (field === undefined || field.picklist.length === 0) return []
  if (named.names === 'some') return [compareChosen(field, named)]
  const { name, setting, module, from, translated } = named
  const known = new Set(named.values.map((value) => value.trim().toLowerCase()))
  const isKnown = (value: string): boolean => known.has((translated[value.trim()] ?? value).trim().toLowerCase())
  const picklist = field.picklist.filter(({ display }) => display !== '-None-')
  const unknown = picklist.filter(({ display, actual }) => !isKnown(display) && !isKnown(actual))
  const halfKnown = picklist.filter((value) => isKnown(value.display) !== isKnown(value.actual))
  return [
    unknown.length === 0
      ? fine(name, `The setting ${setting} knows every ${from} of ${module}.`)
      : warning(
          name,
          `The setting ${setting} does not know ${unknown.map(({ display }) => `“${display}”`).join(', ')}: such records need attention.`,
          `Add each to the setting: manage settings set ${setting} …`,
        ),
    halfKnown.length === 0
      ? fine(`${name}.spellings`, `Both spellings of each ${from} of ${module} are known.`)
      : warning(
          `${name}.spellings`,
          `Zoho shows ${halfKnown.map(spellings).join(', ')}, and the setting ${setting} knows only one spelling of each.`,
          'Add the other spelling beside the one that is there: Zoho may send either.',
        ),
  ]
}

function compareChosen({ picklist }: ZohoFieldInfo, { name, setting, module, from, values, translated }: NamedValues): Check {
  const there = new Set(picklist.flatMap(({ display, actual }) => [display, actual].map((value) => translated[value] ?? value)))
  const missing = values.filter((value) => !there.has(value))
  if (missing.length === 0) return fine(name, `Every value in the setting ${setting} is one of ${module}.${from}.`)
  return warning(
    name,
    `The setting ${setting} names ${missing.map((value) => `“${value}”`).join(', ')}, and ${module}.${from} has no such value.`,
    `Name the values as Zoho has them: manage settings set ${setting} …`,
  )
}

/** Picklists whose shown and stored values differ, other than those that have a check of their own. */
export function compareSpellings(module: string, fields: readonly ZohoFieldInfo[], read: ReadonlySet<string>): Check[] {
  return fields
    .filter(({ apiName }) => read.has(apiName))
    .flatMap(({ apiName, picklist }) => {
      const odd = picklist.filter(({ display, actual }) => display !== actual)
      if (odd.length === 0) return []
      const words = `${module}.${apiName} shows ${odd.slice(0, 5).map(spellings).join(', ')}${odd.length > 5 ? ` and ${odd.length - 5} more` : ''}.`
      const fix = 'Give both the same spelling in Zoho: the one that is shown reaches Moodle, and reports may use the other.'
      return [warning(`zoho.spellings.${module}.${apiName}`, words, fix)]
    })
}

const spellings = ({ display, actual }: Value): string => `“${display}” (stored as “${actual}”)`
