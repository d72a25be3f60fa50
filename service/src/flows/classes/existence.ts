import type { Setting } from '../../settings/definitions.ts'

/** What a Class Status means for the course. `unknown` changes nothing and asks a person. */
export type Existence = 'none' | 'visible' | 'hidden' | 'unknown'

/** Zoho shows `Completed` where it stores `End`, and reads differ between list and record: either spelling counts. */
export function existenceOf(status: string, table: Setting<'classes.statuses'>): Existence {
  const says = (names: readonly string[]): boolean => names.some((name) => name.toLowerCase() === status.trim().toLowerCase())
  if (says(table.visible)) return 'visible'
  if (says(table.hidden)) return 'hidden'
  if (says(table.none)) return 'none'
  return 'unknown'
}
