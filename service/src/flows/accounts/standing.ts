import type { Setting } from '../../settings/definitions.ts'

/** What a Zoho Status means for the Moodle account. `unknown` changes nothing and asks a person. */
export type Standing = 'active' | 'suspended' | 'none' | 'unknown'

/** Zoho shows `Freeze` where it stores `Freezed`, and reads differ between list and record: either spelling counts. */
export function standingOf(status: string, table: Setting<'students.statuses'>): Standing {
  const says = (names: readonly string[]): boolean => names.some((name) => name.toLowerCase() === status.trim().toLowerCase())
  if (says(table.active)) return 'active'
  if (says(table.suspended)) return 'suspended'
  if (says(table.none)) return 'none'
  return 'unknown'
}
