import type { MoodleUserId } from '../../domain/ids.ts'
import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import type { LookAlsoAt } from '../flow.ts'
import type { Living } from '../reading.ts'

/** A registration on a programme as Zoho tells it, in our words. */
export type Registration = ReturnType<Mappings['registrations']['read']>

/** A row of its payment schedule. */
export type ScheduleRow = ReturnType<Mappings['scheduleRows']['read']>

/** With its schedule, now and when it was last settled. */
export type LivingRegistration = Living<Mappings['registrations']['rules']> & {
  rows: readonly ScheduleRow[]
  rowsBefore: readonly KnownRecord[]
}

/** A registration of an account, on a programme whose name is known. */
export type Placed = LivingRegistration & {
  record: Registration & { student: NonNullable<Registration['student']>; program: NonNullable<Registration['program']> }
  user: MoodleUserId
  programme: string
  standing: Standing
  /** Its programme, when that has another name than we knew. */
  lookAlsoAt: readonly LookAlsoAt[]
}

/** What a status means for the cohort of the programme: in it, left as he is, or not added (and with `cohorts.remove` taken out). */
export type Standing = 'member' | 'kept' | 'left'

export function standingOf(status: string, table: AllSettings['registrations.statuses']): Standing | undefined {
  const says = (names: readonly string[]): boolean => names.some((name) => name.toLowerCase() === status.toLowerCase())
  return (['member', 'kept', 'left'] as const).find((standing) => says(table[standing]))
}

/** Fields that must be read to know what is meant. */
const DECIDING = new Set(['student', 'program', 'status', 'startDate', 'currency'])

/** What only a person can mend before anything is done, by the name of the field. */
export function problemIn(record: Registration, mapping: Mappings['registrations'], settings: AllSettings): Verdict | undefined {
  const misfit = record.misfits.find(({ field }) => DECIDING.has(field))
  if (misfit !== undefined) return needsAttention('registration.unreadable_field', { record: record.id, field: misfit.from })
  const { student, program, status } = mapping.rules
  const missing =
    record.student === null ? student : record.program === null ? program : record.status === '' ? status : undefined
  if (missing !== undefined) return needsAttention('registration.missing_field', { record: record.id, field: missing.from })
  if (standingOf(record.status, settings['registrations.statuses']) !== undefined) return undefined
  return needsAttention('registration.unknown_status', { record: record.id, status: record.status })
}
