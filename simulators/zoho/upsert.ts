import type { ModuleCall, ZohoAnswer } from './call.ts'
import { isObject } from './check-record.ts'
import { duplicateData } from './duplicates.ts'
import { type ErrorBody, errorBody, RefusedRequest } from './errors.ts'
import type { ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'
import { insertOne, updateOne } from './write.ts'
import { answerOf, type ElementBody, readWriteRequest, written } from './write-request.ts'

/** Which fields decide, in order: the named ones first, then the other unique ones all the same (reference/zoho.md §2.4). */
const checkOrder = (module: ModuleSchema, requested: unknown): string[] => {
  const unique = [...module.fields.values()].filter((field) => field.unique).map((field) => field.apiName)
  const allowed = [module.systemDuplicateField, ...unique]
  if (requested === undefined || requested === null) return [...new Set(allowed)]
  if (!Array.isArray(requested) || requested.some((each) => typeof each !== 'string' || !allowed.includes(each))) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', {
      api_name: 'duplicate_check_fields',
      json_path: '$.duplicate_check_fields',
      supported_values: allowed,
    })
  }
  return [...new Set([...requested.map(String), ...unique])]
}

type Match = { row: Row; field: string } | { error: ErrorBody } | undefined

const findMatch = (world: World, module: ModuleSchema, record: Record<string, unknown>, order: string[], path: string): Match => {
  const table = world.store.table(module.apiName)
  const matches = order.flatMap((field) => {
    const value = record[field]
    // An autonumber is nobody's to send, so it never matches anything.
    if (typeof value !== 'string' || value === '' || module.fields.get(field)?.type === 'autonumber') return []
    const [row] = table.having(field, value)
    return row === undefined ? [] : [{ row, field }]
  })
  const [first] = matches
  const other = matches.find((match) => match.row.id !== first?.row.id)
  // The record would have to become two existing ones at once.
  return other === undefined ? first : { error: duplicateData(module, other.field, path, other.row) }
}

export const upsert = (world: World, call: ModuleCall): ZohoAnswer => {
  const { records, author, unmodifiedSince, body } = readWriteRequest(call)
  const order = checkOrder(call.module, body.duplicate_check_fields)
  const table = world.store.table(call.module.apiName)
  const elements = records.map((record, index): ElementBody => {
    const path = `$.data[${index}]`
    if (!isObject(record)) return errorBody('INVALID_DATA', 'invalid data', { expected_data_type: 'jsonobject', json_path: path })
    const byId = typeof record.id === 'string' ? table.get(record.id) : undefined
    const match: Match = byId === undefined ? findMatch(world, call.module, record, order, path) : { row: byId, field: 'id' }
    if (match !== undefined && 'error' in match) return match.error
    const done =
      match === undefined
        ? insertOne(world, author, call.module, record, path)
        : updateOne(world, author, call.module, match.row, record, path, unmodifiedSince)
    if ('error' in done) return done.error
    return match === undefined
      ? written(world, done.row, 'record added', { duplicate_field: null, action: 'insert' })
      : written(world, done.row, 'record updated', { duplicate_field: match.field, action: 'update' })
  })
  return answerOf(elements, 200)
}
