import { RefusedRequest } from './errors.ts'
import type { ModuleSchema } from './schema.ts'

export type Criterion =
  | { kind: 'and' | 'or'; parts: Criterion[] }
  | { kind: 'test'; field: string; operator: string; values: string[] }

const CRITERIA = 15
const operators = new Set([
  'equals',
  'not_equal',
  'in',
  'starts_with',
  'between',
  'greater_than',
  'greater_equal',
  'less_than',
  'less_equal',
])

const invalid = (reason: string): RefusedRequest => new RefusedRequest(400, 'INVALID_QUERY', 'invalid query formed', { reason })

/** `((Student_Moodle_ID:equals:456)and(Status:in:Active,Freeze))`; a backslash escapes `( ) , \` (reference/zoho.md §2.6). */
export const parseCriteria = (text: string, module: ModuleSchema): Criterion => {
  let position = 0
  let count = 0

  const rest = (): string => text.slice(position)
  const expect = (sign: string): void => {
    if (!rest().startsWith(sign)) throw invalid(`expected ${sign} at ${position}`)
    position += sign.length
  }
  const test = (): Criterion => {
    let raw = ''
    while (position < text.length && text[position] !== ')') {
      if (text[position] === '\\') {
        raw += text.slice(position, position + 2)
        position += 2
      } else {
        raw += text[position]
        position += 1
      }
    }
    const [, field, operator, value] = /^([^:]+):([^:]+):(.*)$/s.exec(raw) ?? []
    if (field === undefined || operator === undefined || value === undefined)
      throw invalid('a criterion reads field:operator:value')
    if (!operators.has(operator)) throw invalid(`unknown operator ${operator}`)
    if (!module.fields.has(field)) throw invalid(`unknown field ${field}`)
    count += 1
    if (count > CRITERIA)
      throw new RefusedRequest(400, 'CRITERIA_LIMIT_EXCEEDED', 'the limit of criteria is exceeded', { limit: CRITERIA })
    const many = operator === 'in' || operator === 'between'
    const parts = many ? value.split(/(?<!\\),/) : [value]
    return { kind: 'test', field, operator, values: parts.map((part) => part.replaceAll(/\\(.)/g, '$1')) }
  }
  const group = (): Criterion => {
    expect('(')
    if (!rest().startsWith('(')) {
      const single = test()
      expect(')')
      return single
    }
    const joined = sequence()
    expect(')')
    return joined
  }
  const sequence = (): Criterion => {
    const parts = [group()]
    let kind: 'and' | 'or' | undefined
    for (let word = /^\s*(and|or)\s*/i.exec(rest()); word !== null; word = /^\s*(and|or)\s*/i.exec(rest())) {
      const next = word[1]?.toLowerCase() === 'or' ? 'or' : 'and'
      if (kind !== undefined && kind !== next) throw invalid('and and or need parentheses between them')
      kind = next
      position += word[0].length
      parts.push(group())
    }
    const [only] = parts
    return kind === undefined && only !== undefined ? only : { kind: kind ?? 'and', parts }
  }

  const result = sequence()
  if (position < text.length) throw invalid(`unexpected text at ${position}`)
  return result
}
