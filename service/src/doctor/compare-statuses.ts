import type { ZohoFieldInfo } from '../ports/zoho-metadata.ts'
import { type Check, fine, warning } from './check.ts'

type Statuses = { active: readonly string[]; suspended: readonly string[]; none: readonly string[] }
type Value = ZohoFieldInfo['picklist'][number]

/** Every value a student's Status may take must mean something to us, in either of its spellings. */
export function compareStatuses(status: ZohoFieldInfo | undefined, setting: Statuses): Check[] {
  if (status === undefined || status.picklist.length === 0) return []
  const known = new Set([...setting.active, ...setting.suspended, ...setting.none].map((name) => name.trim().toLowerCase()))
  const isKnown = (name: string): boolean => known.has(name.trim().toLowerCase())
  const unknown = status.picklist.filter(({ display, actual }) => !isKnown(display) && !isKnown(actual))
  const halfKnown = status.picklist.filter((value) => isKnown(value.display) !== isKnown(value.actual))
  return [
    unknown.length === 0
      ? fine('zoho.statuses', 'The setting students.statuses knows every Status.')
      : warning(
          'zoho.statuses',
          `The setting students.statuses does not know ${unknown.map(({ display }) => `“${display}”`).join(', ')}: such students need attention.`,
          'Add each to active, suspended or none: manage settings set students.statuses …',
        ),
    halfKnown.length === 0
      ? fine('zoho.statuses.spellings', 'Both spellings of each Status are known.')
      : warning(
          'zoho.statuses.spellings',
          `Zoho shows ${halfKnown.map(spellings).join(', ')}, and the setting students.statuses knows only one spelling of each.`,
          'Add the other spelling beside the one that is there: Zoho may send either.',
        ),
  ]
}

/** Fields whose values mean something by a setting, which knows them in either spelling. */
const bySetting: ReadonlySet<string> = new Set(['BTEC_Students.Status', 'BTEC_Classes.Class_Status'])

/** Picklists whose shown and stored values differ, other than those that a setting knows. */
export function compareSpellings(module: string, fields: readonly ZohoFieldInfo[], read: ReadonlySet<string>): Check[] {
  return fields
    .filter(({ apiName }) => read.has(apiName) && !bySetting.has(`${module}.${apiName}`))
    .flatMap(({ apiName, picklist }) => {
      const odd = picklist.filter(({ display, actual }) => display !== actual)
      if (odd.length === 0) return []
      const words = `${module}.${apiName} shows ${odd.slice(0, 5).map(spellings).join(', ')}${odd.length > 5 ? ` and ${odd.length - 5} more` : ''}.`
      const fix = 'Give both the same spelling in Zoho: the one that is shown reaches Moodle, and reports may use the other.'
      return [warning(`zoho.spellings.${module}.${apiName}`, words, fix)]
    })
}

const spellings = ({ display, actual }: Value): string => `“${display}” (stored as “${actual}”)`
