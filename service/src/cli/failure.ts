import { ConfigError } from '../config.ts'
import { isUnreachable } from '../db/database-errors.ts'
import type { Code } from '../domain/codes.ts'
import { CodedError, RejectedError } from '../domain/errors.ts'
import { NothingRunsError } from '../start/office.ts'
import { sayInOneLine } from '../words/words.ts'
import { type ExitCode, exit } from './exit-codes.ts'

export type Failure = { exitCode: ExitCode; code: string; sentence: string }

const mistakes: ReadonlySet<Code> = new Set<Code>([
  'api.invalid',
  'mapping.not_translatable',
  'mapping.read_only',
  'mapping.sensitive',
  'mapping.shared',
  'mapping.unknown_field',
  'mapping.unknown_set',
  'mapping.unknown_target',
  'mapping.unknown_value',
  'mapping.wrong_type',
  'setting.invalid',
  'setting.unknown',
])

/** What an error says to the person at the terminal, or undefined for a bug, which must show whole. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof RejectedError) {
    return { exitCode: mistakes.has(error.code) ? exit.usage : exit.notPossible, ...said(error) }
  }
  if (error instanceof CodedError) return { exitCode: exit.unreachable, ...said(error) }
  if (error instanceof ConfigError) return { exitCode: exit.usage, code: 'config.wrong', sentence: error.message }
  if (error instanceof NothingRunsError) return { exitCode: exit.unreachable, code: 'nothing.runs', sentence: error.message }
  if (isUnreachable(error)) {
    return { exitCode: exit.unreachable, code: 'database.unreachable', sentence: sayInOneLine('database.unreachable', {}) }
  }
  return undefined
}

const said = ({ code, params }: CodedError) => ({ code, sentence: sayInOneLine(code, params) })
