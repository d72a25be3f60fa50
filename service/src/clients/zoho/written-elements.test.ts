import { describe, expect, test } from 'vitest'
import { NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import { zohoId } from '../../domain/ids.ts'
import { updateRequest } from './request.ts'
import { commonObstacle, writtenElements, writtenOf } from './written-elements.ts'

const student = zohoId('5725767000000100001')
const request = { ...updateRequest('BTEC_Students', [{ id: student }]), module: 'BTEC_Students' as const }

const elements = (...data: { code: string; details?: Record<string, unknown> }[]) =>
  writtenElements.parse({ data: data.map((each) => ({ details: {}, message: '', status: 'error', ...each })) }).data
const outcomeOf = (code: string, details: Record<string, unknown> = {}) => {
  const [element] = elements({ code, details })
  if (element === undefined) throw new Error('No element')
  return writtenOf({ module: 'BTEC_Students', record: student }, element)
}

describe('what Zoho says of each record of a write', () => {
  test('success is done', () => {
    expect(outcomeOf('SUCCESS')).toEqual({ outcome: 'done', value: undefined })
  })

  test.each([
    ['RECORD_LOCKED', { api_name: 'id', json_path: '$.data[0].id' }, 'zoho.record_locked'],
    ['ALREADY_MODIFIED', {}, 'zoho.record_moved'],
    ['INVALID_DATA', { api_name: 'id', json_path: '$.data[0].id' }, 'zoho.record_moved'],
    ['INTERNAL_ERROR', {}, 'zoho.unreachable'],
  ])('%s may be different next time', (code, details, ours) => {
    const written = outcomeOf(code, details)
    expect(written).toMatchObject({ outcome: 'refused', error: { code: ours } })
    expect(written.outcome === 'refused' && written.error).toBeInstanceOf(RetryLaterError)
  })

  test.each([
    ['INVALID_DATA', { api_name: 'Student_Moodle_ID', maximum_length: 255 }, 'INVALID_DATA (Student_Moodle_ID)'],
    ['RECORD_IN_BLUEPRINT', {}, 'RECORD_IN_BLUEPRINT'],
    [
      'MULTIPLE_OR_MULTI_ERRORS',
      { errors: [{ code: 'INVALID_DATA' }, { code: 'DUPLICATE_DATA' }, { code: 'INVALID_DATA' }] },
      'INVALID_DATA, DUPLICATE_DATA',
    ],
  ])('%s needs a person', (code, details, reason) => {
    const written = outcomeOf(code, details)
    expect(written).toMatchObject({
      outcome: 'refused',
      error: { code: 'zoho.record_refused', params: { record: student, reason } },
    })
    expect(written.outcome === 'refused' && written.error).toBeInstanceOf(NeedsAttentionError)
  })

  test('what every record is refused for holds the connection', () => {
    expect(commonObstacle(request, elements({ code: 'NO_PERMISSION' }, { code: 'NO_PERMISSION' }))).toMatchObject({
      code: 'zoho.no_permission',
      params: { operation: 'PUT /crm/v8/BTEC_Students' },
    })
    const noField = { code: 'INVALID_DATA', details: { api_name: 'Student_Moodle_ID', json_path: '$.data[0].Student_Moodle_ID' } }
    expect(commonObstacle(request, elements(noField))).toMatchObject({
      code: 'zoho.field_missing',
      params: { module: 'BTEC_Students', field: 'Student_Moodle_ID' },
    })
  })

  test('what some are refused for is theirs', () => {
    expect(commonObstacle(request, elements({ code: 'NO_PERMISSION' }, { code: 'SUCCESS' }))).toBeUndefined()
    const tooLong = { code: 'INVALID_DATA', details: { api_name: 'Student_Moodle_ID', maximum_length: 255 } }
    expect(commonObstacle(request, elements(tooLong))).toBeUndefined()
    expect(commonObstacle(request, [])).toBeUndefined()
  })
})
