import type { ZohoAnswer, ZohoCall } from './call.ts'
import type { Author } from './changes.ts'
import { isObject } from './check-record.ts'
import { readDateTime, writeDateTime } from './date-times.ts'
import { type ErrorBody, errorBody, notSimulated, RefusedRequest, tooMuch } from './errors.ts'
import { personOf } from './people.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

export const RECORDS_PER_CALL = 100

export type WriteRequest = {
  records: unknown[]
  author: Author
  unmodifiedSince: number | undefined
  body: Record<string, unknown>
}

const triggers = new Set(['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration'])

/** Omitted ⇒ everything fires, `[]` ⇒ nothing, otherwise what is named (reference/zoho.md §2.4). */
const firesWorkflows = (trigger: unknown): boolean => {
  if (trigger === undefined || trigger === null) return true
  if (!Array.isArray(trigger) || trigger.some((each) => !triggers.has(each))) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', {
      api_name: 'trigger',
      json_path: '$.trigger',
      supported_values: [...triggers],
    })
  }
  return trigger.includes('workflow')
}

export const unmodifiedSinceOf = (call: ZohoCall): number | undefined => {
  const header = call.header('if-unmodified-since')
  if (header === undefined) return undefined
  const instant = readDateTime(header)
  if (instant === undefined)
    throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', {
      header: 'If-Unmodified-Since',
      expected_data_type: 'datetime',
    })
  return instant
}

export const readWriteRequest = (call: ZohoCall): WriteRequest => {
  if (call.header('x-external') !== undefined) throw notSimulated('external ids (X-EXTERNAL)')
  if (!isObject(call.body)) throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', { expected_data_type: 'jsonobject' })
  const records = call.body.data
  if (records === undefined)
    throw new RefusedRequest(400, 'MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'data', json_path: '$.data' })
  if (!Array.isArray(records) || records.length === 0) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', {
      api_name: 'data',
      json_path: '$.data',
      expected_data_type: 'jsonarray',
    })
  }
  if (records.length > RECORDS_PER_CALL) throw tooMuch(RECORDS_PER_CALL, { api_name: 'data', json_path: '$.data' })
  return {
    records,
    author: { actor: 'api', fires: firesWorkflows(call.body.trigger) },
    unmodifiedSince: unmodifiedSinceOf(call),
    body: call.body,
  }
}

export type SuccessBody = { code: 'SUCCESS'; details: Record<string, unknown>; message: string; status: 'success' } & Record<
  string,
  unknown
>
export type ElementBody = ErrorBody | SuccessBody

const historyOf = (world: World, row: Row): Record<string, unknown> => {
  const person = (id: string) => ({ name: personOf(id).name, id })
  return {
    Modified_Time: writeDateTime(row.modifiedAt, world.behaviour.zone),
    Modified_By: person(row.modifiedBy),
    Created_Time: writeDateTime(row.createdAt, world.behaviour.zone),
    id: row.id,
    Created_By: person(row.createdBy),
  }
}

/** Never echoes field values (§2.4). */
export const written = (world: World, row: Row, message: string, extra: Record<string, unknown> = {}): SuccessBody => ({
  code: 'SUCCESS',
  details: { ...historyOf(world, row), $approval_state: 'approved' },
  message,
  status: 'success',
  ...extra,
})

export const alreadyModified = (world: World, row: Row): ErrorBody =>
  errorBody('ALREADY_MODIFIED', 'the record has been modified after the time specified', historyOf(world, row))

/** One mistake stands alone, several come together (§2.0). */
export const oneError = (errors: readonly ErrorBody[]): ErrorBody | undefined => {
  const [first] = errors
  if (first === undefined || errors.length === 1) return first
  return errorBody('MULTIPLE_OR_MULTI_ERRORS', 'Multiple errors occurred for the record', { errors })
}

/** 201/200 when all went well, 207 mixed, 400 when nothing did, 412 for a single stale record (§2.4). */
export const answerOf = (elements: ElementBody[], allWell: 200 | 201): ZohoAnswer => {
  const failed = elements.filter((element) => element.status === 'error').length
  const [only] = elements
  const rowsWritten = elements.length - failed
  const body = { data: elements }
  if (failed === 0) return { status: allWell, body, rowsWritten }
  if (elements.length === 1 && only?.code === 'ALREADY_MODIFIED') return { status: 412, body }
  return { status: failed === elements.length ? 400 : 207, body, rowsWritten }
}
