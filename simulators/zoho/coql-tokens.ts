import { RefusedRequest } from './errors.ts'

export type Token = { kind: 'word' | 'text' | 'number' | 'sign'; text: string; at: number }

const PATTERN = /\s+|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|'((?:[^'\\]|\\.|'')*)'|(-?\d+(?:\.\d+)?)|(>=|<=|!=|<>|[=<>(),*])/gy

export const syntaxError = (near: string): RefusedRequest =>
  new RefusedRequest(400, 'SYNTAX_ERROR', 'error occurred while parsing the query', near === '' ? {} : { near })

export const missingClause = (clause: string): RefusedRequest =>
  new RefusedRequest(400, 'SYNTAX_ERROR', 'missing clause', { clause })

/** Words (fields, `Lookup.Field`, keywords), texts in single quotes (a quote inside is doubled or escaped), numbers, signs. */
export const tokenize = (query: string): Token[] => {
  const tokens: Token[] = []
  PATTERN.lastIndex = 0
  while (PATTERN.lastIndex < query.length) {
    const at = PATTERN.lastIndex
    const found = PATTERN.exec(query)
    if (found === null) throw syntaxError(query.slice(at, at + 30))
    const [, word, text, number, sign] = found
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
    else if (text !== undefined)
      tokens.push({ kind: 'text', text: text.replaceAll(/\\(.)|''/g, (_, escaped?: string) => escaped ?? "'"), at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign === '<>' ? '!=' : sign, at })
  }
  return tokens
}
