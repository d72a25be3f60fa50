import { CodedError } from '../domain/errors.ts'
import { say } from '../words/words.ts'

/** One thing `manage doctor` has looked at. A problem keeps the product from working; a warning may bite later. */
export type Check = {
  name: string
  ok: boolean
  severity: 'fine' | 'warning' | 'problem'
  words: string
  /** What to do; empty when there is nothing to do. */
  fix: string
}

export const fine = (name: string, words: string): Check => ({ name, ok: true, severity: 'fine', words, fix: '' })
export const warning = (name: string, words: string, fix: string): Check => ({ name, ok: false, severity: 'warning', words, fix })
export const problem = (name: string, words: string, fix: string): Check => ({ name, ok: false, severity: 'problem', words, fix })

/** Looks at one thing; an error that has words becomes the problem it tells of, any other is a bug and is thrown. */
export async function look(name: string, at: () => Promise<Check>): Promise<Check> {
  try {
    return await at()
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    const { what, why, todo } = say(error.code, error.params)
    return problem(name, `${what} ${why}`.trim(), todo)
  }
}
