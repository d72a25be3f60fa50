import type { MoodleCategoryId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { Program } from './program.ts'

/** What we remember of a programme. Its hash is that of the record once our own write has come back: that makes the echo recognisable. */
export const stateOfProgram = (
  program: Program,
  category: MoodleCategoryId,
  { mappings }: Pick<FlowContext, 'mappings'>,
): Omit<NewState, 'changed'> => ({
  table: 'programs',
  key: program.id,
  ...stateOf(mappings.programs, { ...program, moodleId: String(category) }),
  targets: { category },
  owners: [],
  modifiedTime: program.modifiedTime === '' ? null : program.modifiedTime,
  gone: false,
})
