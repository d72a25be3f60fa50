import { type ModuleCall, nothing, type ZohoAnswer } from './call.ts'
import { isDate, readDateTime } from './date-times.ts'
import { missingParameter, RefusedRequest } from './errors.ts'
import { readFields } from './field-list.ts'
import { readPage, readPerPage } from './list-request.ts'
import { isMany, listedAsWire, storedValue } from './render.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import { type Criterion, parseCriteria } from './search-criteria.ts'
import type { SearchIndex } from './search-index.ts'
import { compareIds, type Row } from './table.ts'
import type { World } from './world.ts'

const RESULTS = 2000
const FULL_TEXT = ['text', 'email', 'phone', 'textarea', 'website', 'picklist', 'autonumber']
const CONTAINS = new Set(['text', 'email', 'phone', 'website', 'autonumber'])

type Comparable = string | number

const comparable = (field: FieldSchema, text: string): Comparable => {
  switch (field.type) {
    case 'datetime': {
      const instant = readDateTime(text)
      if (instant === undefined)
        throw new RefusedRequest(400, 'INVALID_QUERY', 'invalid query formed', {
          api_name: field.apiName,
          expected_data_type: 'datetime',
        })
      return instant
    }
    case 'date':
      if (!isDate(text))
        throw new RefusedRequest(400, 'INVALID_QUERY', 'invalid query formed', {
          api_name: field.apiName,
          expected_data_type: 'date',
        })
      return text
    case 'integer':
    case 'double':
    case 'currency':
      return Number(text)
    case 'picklist':
      return (field.picklist?.find((each) => each.actual === text)?.display ?? text).toLowerCase()
    default:
      return text.toLowerCase()
  }
}

const storedComparable = (row: Row, field: FieldSchema): Comparable | undefined => {
  const stored = storedValue(row, field.apiName)
  if (stored === null || stored === undefined) return field.type === 'boolean' ? 'false' : undefined
  return typeof stored === 'number' ? stored : String(stored).toLowerCase()
}

const testOne = (field: FieldSchema, operator: string, values: string[]): ((row: Row) => boolean) => {
  const wanted = values.map((value) => comparable(field, value))
  const [first = '', second = ''] = wanted
  // `equals` on text behaves like contains (reference/zoho.md §2.6): whoever searches must filter again.
  const same = (value: Comparable, other: Comparable): boolean =>
    CONTAINS.has(field.type) ? String(value).includes(String(other)) : value === other
  const tests: Record<string, (value: Comparable) => boolean> = {
    equals: (value) => same(value, first),
    not_equal: (value) => value !== first,
    in: (value) => wanted.some((each) => same(value, each)),
    starts_with: (value) => String(value).startsWith(String(first)),
    between: (value) => value >= first && value <= second,
    greater_than: (value) => value > first,
    greater_equal: (value) => value >= first,
    less_than: (value) => value < first,
    less_equal: (value) => value <= first,
  }
  const test = tests[operator] ?? (() => false)
  return (row) => {
    const value = storedComparable(row, field)
    return value === undefined ? operator === 'not_equal' : test(value)
  }
}

const compile = (module: ModuleSchema, criterion: Criterion): ((row: Row) => boolean) => {
  if (criterion.kind !== 'test') {
    const parts = criterion.parts.map((part) => compile(module, part))
    return criterion.kind === 'and' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row))
  }
  const field = module.fields.get(criterion.field)
  if (field === undefined || isMany(field))
    throw new RefusedRequest(400, 'INVALID_QUERY', 'invalid query formed', { api_name: criterion.field })
  return testOne(field, criterion.operator, criterion.values)
}

const anyFieldHolds = (module: ModuleSchema, types: string[], text: string): ((row: Row) => boolean) => {
  const wanted = text.toLowerCase()
  const fields = [...module.fields.values()].filter((field) => types.includes(field.type)).map((field) => field.apiName)
  return (row) =>
    fields.some((field) =>
      String(storedValue(row, field) ?? '')
        .toLowerCase()
        .includes(wanted),
    )
}

/** criteria, email, phone, word: the first that is there counts. */
const testOf = (module: ModuleSchema, query: Record<string, string>): ((row: Row) => boolean) => {
  if (query.criteria !== undefined) return compile(module, parseCriteria(query.criteria, module))
  if (query.email !== undefined) return anyFieldHolds(module, ['email'], query.email)
  if (query.phone !== undefined) return anyFieldHolds(module, ['phone'], query.phone)
  if (query.word !== undefined) return anyFieldHolds(module, FULL_TEXT, query.word)
  throw missingParameter('criteria')
}

export const search = (world: World, index: SearchIndex, call: ModuleCall): ZohoAnswer => {
  const perPage = readPerPage(call.query)
  const page = readPage(call.query)
  if (page * perPage > RESULTS)
    throw new RefusedRequest(400, 'LIMIT_REACHED', 'maximum response iteration limit reached', { limit: RESULTS })
  const fields = call.query.fields === undefined ? [...call.module.fields.values()] : readFields(call.module, call.query.fields)
  const test = testOf(call.module, call.query)
  const found = [...index.rows(call.module.apiName)].filter(test).sort((left, right) => compareIds(right.id, left.id))
  const shown = found.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return nothing
  return {
    status: 200,
    rowsFound: shown.length,
    body: {
      data: shown.map((row) => listedAsWire(world, row, fields)),
      info: {
        per_page: perPage,
        count: shown.length,
        page,
        sort_by: 'id',
        sort_order: 'desc',
        more_records: found.length > page * perPage,
      },
    },
  }
}

export const count = (world: World, index: SearchIndex, call: ModuleCall): ZohoAnswer => {
  const { criteria, email, phone, word } = call.query
  const unfiltered = criteria === undefined && email === undefined && phone === undefined && word === undefined
  const number = unfiltered
    ? world.store.table(call.module.apiName).size
    : [...index.rows(call.module.apiName)].filter(testOf(call.module, call.query)).length
  return { status: 200, body: { count: number } }
}
