import type { Variable } from './form.ts'

type Value = string | number | boolean

/**
 * The form variables of a list of rows. What Moodle requires of a row stands last in it: where PHP cuts a form in mid-row, the row is
 * refused instead of losing its optional fields.
 */
export const rowsOf = (list: string, rows: readonly Readonly<Record<string, Value>>[]): Variable[] =>
  rows.flatMap((row, index) =>
    Object.entries(row).map(([name, value]): Variable => [`${list}[${index}]${bracketed(name)}`, written(value)]),
  )

/** `categorytype.type` is `[categorytype][type]`. */
const bracketed = (name: string): string =>
  name
    .split('.')
    .map((part) => `[${part}]`)
    .join('')

/** Moodle reads booleans as 1 and 0 only (reference/moodle.md §1). */
const written = (value: Value): string => (typeof value === 'boolean' ? (value ? '1' : '0') : String(value))

/** Whether Moodle can be asked for it: an empty text would find everything that has none. */
export function isAskable(field: 'id' | 'idnumber' | 'shortname', value: string): boolean {
  if (value === '' || value.includes('\0') || !value.isWellFormed()) return false
  return field !== 'id' || /^[1-9]\d{0,14}$/.test(value)
}
