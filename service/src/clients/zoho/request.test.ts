import { describe, expect, test } from 'vitest'
import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { isZohoApi, safeAddress } from './api-domain.ts'
import { coqlText, isQuotable } from './coql-text.ts'
import { fieldsPerCall } from './fields-per-call.ts'
import { guardFields } from './guard-fields.ts'
import { inLists } from './records.ts'
import { coqlRequest, deletedRequest, listRequest, oneRequest, operationOf, updateRequest } from './request.ts'

const studentFields = ['First_Name', 'Last_Name']

const id = zohoId('5725767000000100001')
const ids = (count: number, digits: number): ZohoId[] =>
  Array.from({ length: count }, (_, index) => zohoId(String(10n ** BigInt(digits - 1) + BigInt(index))))

describe('a request to Zoho', () => {
  test('is named without ids and query', () => {
    expect(operationOf(oneRequest('BTEC_Students', id, ['id']))).toBe('GET /crm/v8/BTEC_Students/{id}')
    expect(operationOf(listRequest('BTEC_Students', ['id'], { ids: id }))).toBe('GET /crm/v8/BTEC_Students')
  })

  test('costs what Zoho charges, and knows what counts twice', () => {
    const writing = (count: number) =>
      updateRequest(
        'BTEC_Students',
        ids(count, 19).map((each) => ({ id: each })),
      )
    const querying = (limit: number) => coqlRequest({ module: 'BTEC_Students', fields: ['id'], where: 'id is not null', limit })
    const priced = [writing(1), writing(10), writing(11), writing(100), querying(200), querying(201), querying(2000)]
    expect(priced.map(({ credits, subLimited }) => [credits, subLimited])).toEqual([
      [1, false],
      [1, false],
      [2, true],
      [10, true],
      [1, true],
      [2, true],
      [3, true],
    ])
    expect(deletedRequest('BTEC_Students', 1)).toMatchObject({ credits: 2, subLimited: false })
    expect(listRequest('BTEC_Students', ['id'])).toMatchObject({ credits: 1, subLimited: false })
    expect(listRequest('BTEC_Students', ['id'], { sort_by: 'id' })).toMatchObject({ credits: 1, subLimited: true })
    expect(listRequest('BTEC_Students', ['id'], { cvid: '1' })).toMatchObject({ credits: 3, subLimited: true })
  })

  test('fires nothing in Zoho when it writes', () => {
    expect(updateRequest('BTEC_Students', [{ id }]).body).toEqual({ data: [{ id }], trigger: [] })
  })
})

describe('no read asks for too much', () => {
  test('one that names no fields is refused, a single record too', () => {
    const { query: _unnamed, ...bare } = oneRequest('BTEC_Students', id, ['id'])
    expect(() => guardFields(bare)).toThrow(TypeError)
    expect(() => guardFields(listRequest('BTEC_Students', []))).toThrow(TypeError)
  })

  test.each(['Academic_Password', 'Passport_Number', 'National_Number'])('%s is refused wherever it stands', (field) => {
    const query = { module: 'BTEC_Students', where: 'id is not null', limit: 1 } as const
    expect(() => guardFields(listRequest('BTEC_Students', ['id', field]))).toThrow(TypeError)
    expect(() => guardFields(oneRequest('BTEC_Students', id, [field]))).toThrow(TypeError)
    expect(() => guardFields(coqlRequest({ ...query, fields: ['id', `Student.${field}`] }))).toThrow(TypeError)
    expect(() => guardFields(coqlRequest({ ...query, fields: ['id'], where: `${field} = '1'` }))).toThrow(TypeError)
  })

  test('what we read of students passes', () => {
    expect(() => guardFields(listRequest('BTEC_Students', studentFields))).not.toThrow()
    expect(() => guardFields(deletedRequest('BTEC_Students', 1))).not.toThrow()
  })
})

describe('addresses', () => {
  test.each(['https://www.zohoapis.eu', 'https://sandbox.zohoapis.com.au', 'https://developer.zohoapis.com'])(
    '%s is Zoho',
    (url) => {
      expect(isZohoApi(url)).toBe(true)
    },
  )
  test.each([
    'http://www.zohoapis.eu',
    'https://www.zohoapis.eu.college.example',
    'https://www.zohoapis.eu/crm',
    'https://college.example/https://www.zohoapis.eu',
    'https://www.zohoapis.xyz',
  ])('%s is not', (url) => {
    expect(isZohoApi(url)).toBe(false)
  })
  test('plain http is good on loopback only', () => {
    expect(safeAddress('http://127.0.0.1:8002/zoho/')).toBe('http://127.0.0.1:8002/zoho')
    expect(() => safeAddress('http://zoho.college.example')).toThrow(TypeError)
  })
})

describe('lists of ids and texts', () => {
  test('a list of ids stays within 50 ids and 1,024 characters, and loses none', () => {
    expect(inLists(ids(120, 19)).map((list) => list.length)).toEqual([50, 50, 20])
    const long = inLists(ids(60, 20))
    expect(long.map((list) => list.length)).toEqual([48, 12])
    expect(Math.max(...long.map((list) => list.join(',').length))).toBeLessThanOrEqual(1024)
    expect(long.flat()).toEqual(ids(60, 20))
    expect(inLists([])).toEqual([])
  })

  test('fields are asked for in calls of at most 50, the id among them, and 1,024 characters', () => {
    const fields = Array.from({ length: 120 }, (_, index) => `Field_${index}`)
    expect(fieldsPerCall(fields).map((list) => list.length)).toEqual([49, 49, 22])
    const long = fields.map((field) => field.padEnd(30, '_'))
    expect(fieldsPerCall(long).flat()).toEqual(long)
    expect(Math.max(...fieldsPerCall(long).map((list) => ['id', ...list].join(',').length))).toBeLessThanOrEqual(1024)
    expect(fieldsPerCall([])).toEqual([[]])
  })

  test('a quote in a text is doubled; what cannot be quoted is known beforehand', () => {
    expect(coqlText("o'neill@college.example")).toBe("'o''neill@college.example'")
    expect(isQuotable('a\\b')).toBe(false)
    expect(() => coqlText("' or id is not null \\")).toThrow(TypeError)
  })
})
