import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries'

countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json') as countries.LocaleData)

/**
 * Zoho's country name as the ISO 3166 code Moodle stores. Moodle itself takes any two letters and shows nothing for a wrong one
 * (reference/moodle.md §2), so a name we do not know must be noticed here.
 * @returns '' for an empty name, undefined for one that is no country
 */
export function countryCodeOf(name: string): string | undefined {
  const plain = name.trim()
  if (plain === '' || plain === '-None-') return ''
  return countries.getAlpha2Code(plain, 'en') ?? countries.getSimpleAlpha2Code(plain, 'en')
}
