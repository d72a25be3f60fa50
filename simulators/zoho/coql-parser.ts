import { missingClause, syntaxError, type Token, tokenize } from './coql-tokens.ts'
import { notSimulated } from './errors.ts'

export type Literal = string | number | boolean
export type Comparison =
  | '='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | 'like'
  | 'not like'
  | 'in'
  | 'not in'
  | 'between'
  | 'not between'
  | 'is null'
  | 'is not null'
export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'compare'; column: string; operator: Comparison; values: Literal[] }

export type Query = {
  columns: string[]
  module: string
  where: Condition
  criteria: number
  orderBy: { column: string; ascending: boolean }[]
  offset: number
  limit: number
}

const DEFAULT_LIMIT = 200

/**
 * Reads the subset of COQL the simulator answers: `select … from … where … order by … limit …`. More than two criteria need nested
 * parentheses, because one level joins two operands only (reference/zoho.md §2.8).
 */
export const parseCoql = (text: string): Query => {
  const tokens = tokenize(text)
  let position = 0
  let criteria = 0

  const peek = (): Token | undefined => tokens[position]
  const near = (): string => {
    const token = peek()
    return token === undefined ? '' : text.slice(token.at, token.at + 30).trim()
  }
  const isWord = (word: string): boolean => peek()?.kind === 'word' && peek()?.text.toLowerCase() === word
  const takeWord = (word: string): boolean => {
    if (!isWord(word)) return false
    position += 1
    return true
  }
  const takeSign = (sign: string): boolean => {
    const token = peek()
    if (token?.kind !== 'sign' || token.text !== sign) return false
    position += 1
    return true
  }
  const expectWord = (word: string): void => {
    if (!takeWord(word)) throw peek() === undefined ? missingClause(word) : syntaxError(near())
  }
  const expectSign = (sign: string): void => {
    if (!takeSign(sign)) throw syntaxError(near())
  }
  const name = (): string => {
    const token = peek()
    if (token?.kind !== 'word') throw syntaxError(near())
    position += 1
    return token.text
  }
  const literal = (): Literal => {
    const token = peek()
    if (token === undefined || token.kind === 'sign') throw syntaxError(near())
    position += 1
    if (token.kind === 'text') return token.text
    // Ids have 19 digits: a bare one must not pass through a number.
    if (token.kind === 'number') return token.text.length > 15 ? token.text : Number(token.text)
    if (token.text.toLowerCase() === 'true') return true
    if (token.text.toLowerCase() === 'false') return false
    throw syntaxError(token.text)
  }
  const literals = (): Literal[] => {
    expectSign('(')
    const values = [literal()]
    while (takeSign(',')) values.push(literal())
    expectSign(')')
    return values
  }

  const comparison = (): Condition => {
    const column = name()
    criteria += 1
    const sign = peek()
    if (sign?.kind === 'sign' && ['=', '!=', '<', '>', '<=', '>='].includes(sign.text)) {
      position += 1
      return { kind: 'compare', column, operator: sign.text as Comparison, values: [literal()] }
    }
    if (takeWord('is')) {
      const operator = takeWord('not') ? 'is not null' : 'is null'
      expectWord('null')
      return { kind: 'compare', column, operator, values: [] }
    }
    const not = takeWord('not') ? 'not ' : ''
    if (takeWord('in')) return { kind: 'compare', column, operator: `${not}in` as Comparison, values: literals() }
    if (takeWord('like')) return { kind: 'compare', column, operator: `${not}like` as Comparison, values: [literal()] }
    if (takeWord('between')) {
      const from = literal()
      expectWord('and')
      return { kind: 'compare', column, operator: `${not}between` as Comparison, values: [from, literal()] }
    }
    throw syntaxError(near())
  }
  const operand = (): Condition => {
    if (!takeSign('(')) return comparison()
    const inner = condition()
    expectSign(')')
    return inner
  }
  const condition = (): Condition => {
    const left = operand()
    const kind = takeWord('and') ? 'and' : takeWord('or') ? 'or' : undefined
    return kind === undefined ? left : { kind, left, right: operand() }
  }
  const wholeNumber = (): number => {
    const token = peek()
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) throw syntaxError(near())
    position += 1
    return Number(token.text)
  }
  const columnList = (): string[] => {
    const columns: string[] = []
    do {
      columns.push(name())
      if (peek()?.text === '(') throw notSimulated(`the COQL function ${columns.at(-1)}()`)
      if (isWord('as')) throw notSimulated('COQL aliases')
    } while (takeSign(','))
    return columns
  }
  const orderColumns = (): Query['orderBy'] => {
    const columns: Query['orderBy'] = []
    do {
      const column = name()
      const descending = takeWord('desc')
      if (!descending) takeWord('asc')
      columns.push({ column, ascending: !descending })
    } while (takeSign(','))
    return columns
  }

  expectWord('select')
  const columns = columnList()
  expectWord('from')
  const module = name()
  if (!takeWord('where')) throw missingClause('where')
  const where = condition()
  if (isWord('group')) throw notSimulated('COQL group by')
  let orderBy: Query['orderBy'] = []
  if (takeWord('order')) {
    expectWord('by')
    orderBy = orderColumns()
  }
  let offset = 0
  let limit = DEFAULT_LIMIT
  if (takeWord('limit')) {
    const first = wholeNumber()
    if (takeSign(',')) {
      offset = first
      limit = wholeNumber()
    } else {
      limit = first
      if (takeWord('offset')) offset = wholeNumber()
    }
  } else if (takeWord('offset')) offset = wholeNumber()
  if (peek() !== undefined) throw syntaxError(near())
  return { columns, module, where, criteria, orderBy, offset, limit }
}
