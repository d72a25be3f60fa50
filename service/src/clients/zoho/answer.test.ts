import { describe, expect, test } from 'vitest'
import { students } from '../../../test/zoho-world.ts'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { recordPage } from './record-page.ts'
import { listRequest } from './request.ts'

const request = listRequest('BTEC_Students', students.fields)
const record = {
  id: '5725767000000100001',
  First_Name: 'Deniz',
  Academic_Email: 'deniz@college.example',
  City: null,
  Country: 'Türkiye',
  Status: 'Active',
  Student_Moodle_ID: 42,
  Modified_Time: '2026-11-01T10:00:00+03:00',
}
const read = (...data: unknown[]) =>
  recordPage(students, request, { status: 200, body: { data, info: { more_records: false } } }).records
const failureOf = (...data: unknown[]): unknown => {
  try {
    return read(...data)
  } catch (error) {
    return error
  }
}

describe('reading an answer of Zoho', () => {
  test('a record is its id and every field that was asked for, as it stood there', () => {
    expect(read(record)).toEqual([{ id: record.id, values: record }])
  })

  test('nothing is an empty page', () => {
    expect(recordPage(students, request, { status: 204, body: undefined })).toEqual({
      records: [],
      more: false,
      nextPageToken: null,
    })
  })

  test('a field that was asked for and is nowhere holds the connection instead of emptying it in every account', () => {
    const { City: _gone, ...without } = record
    const error = failureOf(record, without)
    expect(error).toBeInstanceOf(SystemHeldError)
    expect(error).toMatchObject({ code: 'zoho.field_missing', params: { module: 'BTEC_Students', field: 'City' } })
  })

  test.each([
    [{ ...record, id: Number(record.id) }, 'data.0.id'],
    ['a page', 'data.0'],
  ])('a shape we do not know is tried again, and named without its content', (strange, field) => {
    const error = failureOf(strange)
    expect(error).toBeInstanceOf(RetryLaterError)
    expect(error).toMatchObject({
      code: 'zoho.answer_not_understood',
      params: { operation: 'GET /crm/v8/BTEC_Students', field },
    })
  })
})
