import { endOfDay, startOfDay } from '../../domain/days.ts'
import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { EnrolmentFields } from '../../ports/moodle-enrolments.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import type { Enrolment } from './pair.ts'

/** What the living linking records of a pair say of it. */
export type Wanted =
  | { kind: 'enrolled'; fields: Omit<EnrolmentFields, 'suspended'> }
  /** Its type is not one for the course. */
  | { kind: 'not enrolled'; type: string }
  /** Only a person can say what is meant. */
  | { kind: 'unclear'; verdict: Verdict }

/** Without a type Zoho means the usual one. */
const USUAL = 'Normal'

/**
 * Decides, without asking anybody anything. Of several records of one pair those that enrol count: the role of the first, from the
 * earliest start to the latest end.
 * @param timeZone where the college's days begin and end
 */
export function wantedOf(
  records: readonly Enrolment[],
  mapping: Mappings['enrolments'],
  settings: AllSettings,
  timeZone: string,
): Wanted {
  for (const record of records) {
    const problem = problemIn(record, mapping, settings)
    if (problem !== undefined) return { kind: 'unclear', verdict: problem }
  }
  const enrolling = records.filter(({ type }) => meaningOf(type, settings)?.enrolled === true)
  const [first] = enrolling
  if (first === undefined) return { kind: 'not enrolled', type: records[0]?.type ?? '' }
  const starts = enrolling.map(({ startDate }) => (startDate === null ? 0 : startOfDay(startDate, timeZone)))
  const ends = enrolling.map(({ endDate }) => (endDate === null ? 0 : endOfDay(endDate, timeZone)))
  return {
    kind: 'enrolled',
    fields: {
      role: meaningOf(first.type, settings)?.role ?? settings['roles.student'],
      timestart: Math.min(...starts),
      timeend: ends.includes(0) ? 0 : Math.max(...ends),
    },
  }
}

/** Fields that must be read to know what is wanted. */
const DECIDING = new Set(['type', 'startDate', 'endDate'])

function problemIn({ id, type, startDate, endDate, misfits }: Enrolment, mapping: Mappings['enrolments'], settings: AllSettings) {
  const misfit = misfits.find(({ field }) => DECIDING.has(field))
  if (misfit !== undefined) return needsAttention('enrolment.unreadable_field', { record: id, field: misfit.from })
  if (meaningOf(type, settings) === undefined) return needsAttention('enrolment.unknown_type', { record: id, type })
  if (startDate !== null && endDate !== null && endDate < startDate) {
    const { from: field } = mapping.rules.endDate
    return needsAttention('enrolment.dates_reversed', { record: id, field, start: startDate, end: endDate })
  }
  return undefined
}

function meaningOf(
  type: string,
  { 'enrolments.types': types }: AllSettings,
): { enrolled: boolean; role: number | null } | undefined {
  const name = (type === '' ? USUAL : type).toLowerCase()
  return Object.entries(types).find(([known]) => known.toLowerCase() === name)?.[1]
}
