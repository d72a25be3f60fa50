import { readFileSync } from 'node:fs'
import { type Code, isCode } from '../domain/codes.ts'

/** What a code says to registry staff: what happened, why, what to do (or that nothing need be done), and what is safe. */
export type Words = { what: string; why: string; todo: string; safe: string }

const catalogue = JSON.parse(readFileSync(new URL('../../../contract/words/en.json', import.meta.url), 'utf8')) as Record<
  Code,
  Words
>

/**
 * Renders a code with its parameters. A parameter that is missing shows as its name in angle brackets rather than as nothing. A `cause`
 * that is a code itself is said in its own words: its parameters stand among these.
 */
export function say(code: Code, params: Record<string, string | number>): Words {
  const words = catalogue[code]
  const paramText = (name: string): string | number => {
    const value = params[name]
    return name === 'cause' && typeof value === 'string' && isCode(value) && value !== code
      ? say(value, params).what
      : (value ?? `<${name}>`)
  }
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(paramText(name)))
  return { what: fill(words.what), why: fill(words.why), todo: fill(words.todo), safe: fill(words.safe) }
}

/** The same as one paragraph, for a log or a terminal. */
export function sayInOneLine(code: Code, params: Record<string, string | number>): string {
  const { what, why, todo } = say(code, params)
  return [what, why, todo].filter((sentence) => sentence !== '').join(' ')
}
