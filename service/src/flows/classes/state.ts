import type { MoodleCourseId, MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { Class } from './class.ts'

/** The records that a class belongs to: its programme, teacher and unit. */
const ownersOf = ({ program, teacher, unit }: Class): ZohoId[] => [program, teacher, unit].filter((id) => id !== null)

/** What a class went to over there. */
export type Targets = {
  course: MoodleCourseId
  /** Whom we enrolled as its teacher. */
  teacher: MoodleUserId | undefined
  /** A hash of what we last told the plugin of it. */
  told: string | undefined
}

/** What we remember of a class. Its hash is that of the record once our own write has come back: that makes the echo recognisable. */
export const stateOfClass = (
  record: Class,
  { course, teacher, told }: Targets,
  { mappings }: Pick<FlowContext, 'mappings'>,
): Omit<NewState, 'changed'> => ({
  table: 'classes',
  key: record.id,
  ...stateOf(mappings.classes, { ...record, moodleId: String(course) }),
  targets: { course, ...(teacher === undefined ? {} : { teacher }), ...(told === undefined ? {} : { told }) },
  owners: ownersOf(record),
  modifiedTime: record.modifiedTime,
  gone: false,
})

/** The same of a class that shall have no course for now; one that it has already stays known. */
export const rememberedWithoutCourse = (
  record: Class,
  known: KnownRecord | undefined,
  { mappings }: Pick<FlowContext, 'mappings'>,
): NewState => ({
  table: 'classes',
  key: record.id,
  ...stateOf(mappings.classes, record),
  targets: known?.targets ?? {},
  owners: ownersOf(record),
  modifiedTime: record.modifiedTime,
  gone: false,
  changed: false,
})
