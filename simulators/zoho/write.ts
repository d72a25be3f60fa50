import type { ModuleCall, RecordCall, ZohoAnswer } from './call.ts'
import { type Author, deleteRow, insertRow, updateRow } from './changes.ts'
import { checkFields, isObject, missingMandatory } from './check-record.ts'
import { duplicateAssociation, duplicatesOf } from './duplicates.ts'
import { type ErrorBody, errorBody, missingParameter, tooMuch } from './errors.ts'
import type { ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'
import {
  alreadyModified,
  answerOf,
  type ElementBody,
  oneError,
  RECORDS_PER_CALL,
  readWriteRequest,
  written,
} from './write-request.ts'

const notAnObject = (path: string): ErrorBody =>
  errorBody('INVALID_DATA', 'invalid data', { expected_data_type: 'jsonobject', json_path: path })

/** Unknown, deleted and malformed ids alike. */
const unknownId = (path: string): ErrorBody =>
  errorBody('INVALID_DATA', 'the id given seems to be invalid', { api_name: 'id', json_path: `${path}.id` })

export type Written = { row: Row } | { error: ErrorBody }

export const insertOne = (
  world: World,
  author: Author,
  module: ModuleSchema,
  record: Record<string, unknown>,
  path: string,
): Written => {
  const checked = checkFields(world, module, record, path, undefined)
  const error =
    oneError([
      ...checked.errors,
      ...missingMandatory(module, checked.values, path, true).filter((each) => !alreadyNamed(checked.errors, each)),
    ]) ??
    oneError(duplicatesOf(world, module, checked.values, path)) ??
    duplicateAssociation(world, module, checked.values)
  return error === undefined ? { row: insertRow(world, author, module, checked) } : { error }
}

/** A mandatory lookup to an unknown record is wrong, not missing. */
const alreadyNamed = (errors: readonly ErrorBody[], candidate: ErrorBody): boolean =>
  errors.some((each) => String(each.details.json_path).startsWith(String(candidate.details.json_path)))

export const updateOne = (
  world: World,
  author: Author,
  module: ModuleSchema,
  row: Row,
  record: Record<string, unknown>,
  path: string,
  unmodifiedSince: number | undefined,
): Written => {
  if (unmodifiedSince !== undefined && row.modifiedAt > unmodifiedSince) return { error: alreadyModified(world, row) }
  const checked = checkFields(world, module, record, path, row.id)
  const error =
    oneError([...checked.errors, ...missingMandatory(module, checked.values, path, false)]) ??
    oneError(duplicatesOf(world, module, checked.values, path, row.id)) ??
    duplicateAssociation(world, module, { ...row.values, ...checked.values }, row.id)
  return error === undefined ? { row: updateRow(world, author, module, row, checked) } : { error }
}

export const insert = (world: World, call: ModuleCall): ZohoAnswer => {
  const { records, author } = readWriteRequest(call)
  const elements = records.map((record, index): ElementBody => {
    const path = `$.data[${index}]`
    if (!isObject(record)) return notAnObject(path)
    const done = insertOne(world, author, call.module, record, path)
    return 'error' in done ? done.error : written(world, done.row, 'record added')
  })
  return answerOf(elements, 201)
}

export const update = (world: World, call: ModuleCall & { id?: string }): ZohoAnswer => {
  const { records, author, unmodifiedSince } = readWriteRequest(call)
  const table = world.store.table(call.module.apiName)
  const elements = (call.id === undefined ? records : records.slice(0, 1)).map((record, index): ElementBody => {
    const path = `$.data[${index}]`
    if (!isObject(record)) return notAnObject(path)
    const id = call.id ?? record.id
    if (id === undefined)
      return errorBody('MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'id', json_path: `${path}.id` })
    const row = table.get(String(id))
    if (row === undefined) return unknownId(path)
    const done = updateOne(world, author, call.module, row, record, path, unmodifiedSince)
    return 'error' in done ? done.error : written(world, done.row, 'record updated')
  })
  return answerOf(elements, 200)
}

const remove = (world: World, call: ModuleCall, ids: string[]): ZohoAnswer => {
  // Unlike `trigger`, this one is a word in the query; whatever is not "false" fires (reference/zoho.md §2.5).
  const author: Author = { actor: 'api', fires: call.query.wf_trigger !== 'false' }
  const elements = ids.map((id): ElementBody => {
    if (!deleteRow(world, author, call.module.apiName, id))
      return errorBody('INVALID_DATA', 'the id given seems to be invalid', { id })
    return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }
  })
  return answerOf(elements, 200)
}

export const removeOne = (world: World, call: RecordCall): ZohoAnswer => remove(world, call, [call.id])

export const removeMany = (world: World, call: ModuleCall): ZohoAnswer => {
  const ids = (call.query.ids ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0) throw missingParameter('ids')
  if (ids.length > RECORDS_PER_CALL) throw tooMuch(RECORDS_PER_CALL, { param_name: 'ids' })
  return remove(world, call, ids)
}
