import type { Code, Params } from '../../domain/codes.ts'
import { NeedsAttentionError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { KnownLink } from '../../ports/memory.ts'
import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { ChildTable } from '../children.ts'
import type { FlowContext } from '../flow.ts'
import type { MissingForAccount } from './moodle-profile.ts'
import type { Person } from './person.ts'

type Word = 'student' | 'teacher'
export type PersonModule = 'BTEC_Students' | 'BTEC_Teachers'

/** What sets students and teachers apart, as far as their accounts go. */
export type Kind = {
  /** Their verdicts begin with it. */
  word: Word
  module: PersonModule
  table: 'students' | 'teachers'
  /** Their words for what both have in common. */
  codes: { readonly [T in Shared]: CodeOf<T> }
  /** Records that could not be brought into step while they had no account. */
  children: readonly ChildTable[]
  question(mappings: Mappings): ZohoQuestion
  /** Zoho's names of the fields that hold the academic e-mail and the account's id. */
  emailField(mappings: Mappings): string
  moodleIdField(mappings: Mappings): string
  read(record: ZohoRecord, context: Pick<FlowContext, 'mappings' | 'settings'>): Person
}

/** Which accounts people of one kind, and perhaps others of it, are linked to. */
export type KnownLinks = ReadonlyMap<ZohoId, KnownLink<PersonModule>>

/** What stands after the word of the kind in its codes: `deleted_in_moodle` of `student.deleted_in_moodle`. */
type Tail<C extends Code, W extends Word> = C extends `${W}.${infer Rest}` ? Rest : never
type Shared = Exclude<Tail<Code, 'student'> & Tail<Code, 'teacher'>, 'no_academic_email' | 'invalid_email'>
type CodeOf<T extends Shared> = `${Word}.${T}` & Code
type Rest<T extends Shared> = Omit<Params<`student.${T}` & Code>, 'student'>

/** What a person must decide, about one of this kind. */
export const troubleWith = <T extends Shared>(kind: Kind, tail: T, id: ZohoId, rest: Rest<T>): Verdict =>
  needsAttention(kind.codes[tail], { [kind.word]: id, ...rest } as unknown as Params<CodeOf<T>>)

/** What an account cannot be made without: each kind has codes of its own. */
export const missingFrom = (id: ZohoId, what: MissingForAccount): Verdict =>
  needsAttention(what, { [what.startsWith('student.') ? 'student' : 'teacher']: id } as unknown as Params<typeof what>)

/** Moodle's refusals speak of students; said of a teacher they are the teacher's. */
export function inTheWordsOf(kind: Kind, error: NeedsAttentionError): NeedsAttentionError {
  const tail = error.code.replace('student.', '') as Shared
  if (kind.word === 'student' || !error.code.startsWith('student.') || !Object.hasOwn(kind.codes, tail)) return error
  const { student = '', ...rest } = error.params
  const params = { ...rest, [kind.word]: student } as unknown as Params<'teacher.refused_by_moodle'>
  // Codes of one tail have the same parameters but for the word.
  const code = kind.codes[tail] as string as 'teacher.refused_by_moodle'
  return new NeedsAttentionError(code, params, { cause: error })
}
