import { type Column, resolveColumn } from './coql-columns.ts'
import type { Condition, Literal } from './coql-parser.ts'
import { isDate, readDateTime } from './date-times.ts'
import { RefusedRequest, tooMuch } from './errors.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import { compareIds, type Row } from './table.ts'
import type { World } from './world.ts'

type Value = string | number | boolean
export type Test = (row: Row) => boolean

const badValue = (column: Column, operator: string, value: Literal): RefusedRequest =>
  new RefusedRequest(400, 'INVALID_QUERY', 'invalid query formed', {
    cv_criteria: false,
    column_name: column.path,
    value: String(value),
    operator,
  })
const badOperator = (column: Column, operator: string): RefusedRequest =>
  new RefusedRequest(400, 'INVALID_QUERY', 'invalid operator found', {
    reason: 'the operator is not supported for the type of the column',
    column_name: column.path,
    operator,
  })

/** How a browser shows a value of a picklist; other values as they are. */
const displayOf = ({ picklist }: FieldSchema, value: string): string =>
  picklist?.find((each) => each.actual === value)?.display ?? value

const isIdLike = (column: Column): boolean => ['bigint', 'lookup', 'ownerlookup'].includes(column.field.type)

/** A literal in the stored form of its column. */
const literalFor = (column: Column, operator: string, literal: Literal): Value => {
  switch (column.field.type) {
    case 'datetime': {
      const instant = readDateTime(literal)
      if (instant === undefined) throw badValue(column, operator, literal)
      return instant
    }
    case 'date':
      if (!isDate(literal)) throw badValue(column, operator, literal)
      return literal
    case 'boolean':
      if (literal === true || literal === 'true') return true
      if (literal === false || literal === 'false') return false
      throw badValue(column, operator, literal)
    case 'integer':
    case 'double':
    case 'currency':
    case 'formula': {
      const number = Number(literal)
      if (Number.isNaN(number)) throw badValue(column, operator, literal)
      return number
    }
    case 'picklist':
      // Either spelling finds the record, whichever of them is stored.
      return displayOf(column.field, String(literal)).toLowerCase()
    default:
      return isIdLike(column) ? String(literal) : String(literal).toLowerCase()
  }
}

const compare = (column: Column, left: Value, right: Value): number => {
  if (isIdLike(column)) return compareIds(String(left), String(right))
  if (left === right) return 0
  return left < right ? -1 : 1
}

const likePattern = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*')}$`, 'is')

const orderOnly = new Set(['<', '>', '<=', '>=', 'between', 'not between'])

const testOf = (column: Column, operator: string, literals: Literal[]): ((value: Value) => boolean) => {
  const values = literals.map((literal) => literalFor(column, operator, literal))
  const [first = '', second = ''] = values
  switch (operator) {
    case '=':
      return (value) => compare(column, value, first) === 0
    case '!=':
      return (value) => compare(column, value, first) !== 0
    case '<':
      return (value) => compare(column, value, first) < 0
    case '>':
      return (value) => compare(column, value, first) > 0
    case '<=':
      return (value) => compare(column, value, first) <= 0
    case '>=':
      return (value) => compare(column, value, first) >= 0
    case 'between':
      return (value) => compare(column, value, first) >= 0 && compare(column, value, second) <= 0
    case 'not between':
      return (value) => compare(column, value, first) < 0 || compare(column, value, second) > 0
    case 'in':
    case 'not in': {
      const wanted = new Set(values)
      return operator === 'in' ? (value) => wanted.has(value) : (value) => !wanted.has(value)
    }
    default: {
      const pattern = likePattern(String(literals[0] ?? ''))
      return operator === 'like' ? (value) => pattern.test(String(value)) : (value) => !pattern.test(String(value))
    }
  }
}

const normalised = (column: Column, stored: unknown): Value | null => {
  if (stored === null || stored === undefined || stored === '') return column.field.type === 'boolean' ? false : null
  if (typeof stored === 'number' || typeof stored === 'boolean') return stored
  if (isIdLike(column) || column.field.type === 'date') return String(stored)
  return displayOf(column.field, String(stored)).toLowerCase()
}

/** Compiles a condition to a test of one row. Texts are compared without regard to case. */
export const compileWhere = (world: World, module: ModuleSchema, condition: Condition): Test => {
  if (condition.kind !== 'compare') {
    const left = compileWhere(world, module, condition.left)
    const right = compileWhere(world, module, condition.right)
    return condition.kind === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row)
  }
  const column = resolveColumn(world, module, condition.column, 'where')
  const { operator, values } = condition
  if (column.field.type === 'textarea') throw badOperator(column, operator)
  if (operator === 'is null') return (row) => normalised(column, column.stored(row)) === null
  if (operator === 'is not null') return (row) => normalised(column, column.stored(row)) !== null
  const { coqlValuesIn } = world.behaviour
  if (values.length > coqlValuesIn) throw tooMuch(coqlValuesIn, { column_name: column.path, operator })
  if (orderOnly.has(operator) && ['boolean', 'picklist'].includes(column.field.type)) throw badOperator(column, operator)
  const test = testOf(column, operator, values)
  const negative = operator === '!=' || operator.startsWith('not ')
  return (row) => {
    const value = normalised(column, column.stored(row))
    return value === null ? negative && operator !== 'not between' : test(value)
  }
}
