import { describe, expect, test } from 'vitest'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { understood } from './answer.ts'
import { listRequest } from './request.ts'
import { studentFields, studentPage } from './student-record.ts'

const request = listRequest('BTEC_Students', studentFields)
const record = {
  id: '5725767000000100001',
  First_Name: 'Deniz',
  Last_Name: ' Kaya ',
  Academic_Email: 'deniz@college.example',
  City: null,
  Country: 'Türkiye',
  Status: 'Active',
  Student_Moodle_ID: 42,
  Modified_Time: '2026-11-01T10:00:00+03:00',
}
const read = (...data: unknown[]) =>
  understood(studentPage, request, { status: 200, body: { data, info: { more_records: false } } }).data
const failureOf = (...data: unknown[]): unknown => {
  try {
    return read(...data)
  } catch (error) {
    return error
  }
}

describe('reading an answer of Zoho', () => {
  test('text is trimmed, an empty field is empty text, a number is as good as its digits', () => {
    expect(read(record)).toMatchObject([{ lastName: 'Kaya', city: '', moodleId: '42' }])
  })

  test('a field that was asked for and is nowhere holds the connection instead of emptying it in every account', () => {
    const { City: _gone, ...without } = record
    const error = failureOf(record, without)
    expect(error).toBeInstanceOf(SystemHeldError)
    expect(error).toMatchObject({ code: 'zoho.field_missing', params: { module: 'BTEC_Students', field: 'City' } })
  })

  test.each([
    [{ ...record, City: { name: 'Izmir' } }, 'data.0.City'],
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
