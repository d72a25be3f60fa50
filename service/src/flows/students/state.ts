import type { MoodleUserId } from '../../domain/ids.ts'
import { sha256, stateOf } from '../../mapping/mapping.ts'
import type { NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { Student } from './student.ts'

/** What we remember of a student, `account` of whom is in Moodle. Its hash is that of the record once our own write has come back: that makes the echo recognisable. */
export const stateOfStudent = (
  student: Student,
  account: MoodleUserId | null,
  { mappings }: Pick<FlowContext, 'mappings'>,
): Omit<NewState, 'changed'> => ({
  table: 'students',
  key: student.id,
  ...stateOf(mappings.students, student),
  targets: { ...(account === null ? {} : { user: account }), ...emailTarget(student.academicEmail) },
  owners: [],
  modifiedTime: student.modifiedTime,
  gone: false,
})

/** Who has this address now is how a merge in Zoho is noticed, after the record that had it can no longer be read. */
const emailTarget = (address: string): { emailHash?: string } =>
  address === '' ? {} : { emailHash: sha256(address.toLowerCase()) }
