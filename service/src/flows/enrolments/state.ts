import type { MoodleCourseId, MoodleUserId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { EnrolmentFields } from '../../ports/moodle-enrolments.ts'
import type { FlowContext } from '../flow.ts'
import type { Enrolment, Pair } from './pair.ts'
import { pairOf } from './pair.ts'
import type { LivingRecord } from './read-pairs.ts'

type Mapped = Pick<FlowContext, 'mappings'>
const TABLE = { table: 'enrollments' } as const
const ownersOf = ({ student, class: of }: Pair) => [student, of]

/** As it will read once our own write has come back: that makes the echo recognisable. `fields` undefined: not enrolled, nothing told. */
export const settledRecord = (
  { pair, user, course }: { pair: Pair; user: MoodleUserId; course: MoodleCourseId },
  { record }: LivingRecord,
  fields: EnrolmentFields | undefined,
  { changed }: { changed: boolean },
  { mappings }: Mapped,
): NewState => ({
  ...TABLE,
  key: record.id,
  ...stateOf(mappings.enrolments, fields === undefined ? record : { ...record, courseId: String(course), synced: true }),
  targets: fields === undefined ? {} : { user, course, role: fields.role, timestart: fields.timestart, timeend: fields.timeend },
  owners: ownersOf(pair),
  modifiedTime: timeOf(record),
  gone: false,
  changed,
})

/** Known, and never in step: whatever brings its pair up again is not taken for an echo. */
export const skippedRecord = (pair: Pair, { record, known }: LivingRecord, { mappings }: Mapped): NewState => ({
  ...TABLE,
  key: record.id,
  ...stateOf(mappings.enrolments, record),
  stateHash: '',
  targets: known?.targets ?? {},
  owners: ownersOf(pair),
  modifiedTime: timeOf(record),
  gone: false,
  changed: false,
})

/** `taken`: an enrolment was suspended because of it, which counts towards the hourly limit. */
export const goneRecord = (known: KnownRecord, taken: boolean): NewState => ({
  ...TABLE,
  key: known.key,
  fieldHashes: known.fieldHashes,
  stateHash: '',
  targets: taken ? known.targets : {},
  owners: known.owners,
  modifiedTime: known.modifiedTime,
  gone: true,
  changed: taken,
})

/** A record that belongs to another pair from now on, whose run has yet to settle it. */
export function handedOver(known: KnownRecord, record: Enrolment, { mappings }: Mapped): NewState {
  const pair = pairOf(record)
  return {
    ...TABLE,
    key: known.key,
    ...stateOf(mappings.enrolments, record),
    stateHash: '',
    targets: {},
    owners: pair === undefined ? [] : ownersOf(pair),
    modifiedTime: timeOf(record),
    gone: pair === undefined,
    changed: false,
  }
}

const timeOf = ({ modifiedTime }: Enrolment): string | null => (modifiedTime === '' ? null : modifiedTime)
