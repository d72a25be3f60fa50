import { describe, expect, test } from 'vitest'
import { zohoId } from '../domain/ids.ts'
import { isSensitive, sensitiveFields } from '../domain/sensitive-fields.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { settings } from '../settings/definitions.ts'
import { brokenRules, refuseBrokenMappings } from './broken-mappings.ts'
import { checkMapping, type FieldFacts } from './check-mapping.ts'
import { fieldSets, mappingsOf } from './field-sets.ts'
import { fieldSet, from } from './mapping.ts'
import { fieldsInContract } from './zoho-contract.ts'

const standard = Object.fromEntries(Object.entries(settings).map(([key, each]) => [key, each.standard])) as unknown as AllSettings

test('every standard mapping is borne out by the contract, field by field', () => {
  expect(brokenRules()).toEqual([])
  expect(Object.keys(fieldSets)).toHaveLength(11)
  for (const { module } of Object.values(fieldSets)) expect(fieldsInContract(module).length).toBeGreaterThan(0)
})

test('a program whose own files disagree does not start, and says where', () => {
  const sets = { students: fieldSet('students', 'BTEC_Students', { city: from('Town', 'text'), day: from('City', 'day') }) }
  expect(() => refuseBrokenMappings(sets)).not.toThrow(/city ← City/)
  expect(() => refuseBrokenMappings(sets)).toThrow(/students\.city ← Town: unknown_field/)
  const timed = { programs: fieldSet('programs', 'Products', { name: from('Product_Name', 'text') }) }
  expect(() => refuseBrokenMappings(timed)).toThrow(/programs\.modifiedTime ← Modified_Time/)
  expect(() => refuseBrokenMappings()).not.toThrow()
})

const field = (apiName: string, type: string, rest: Partial<FieldFacts> = {}): FieldFacts => ({
  apiName,
  type,
  writable: true,
  picklist: [],
  ...rest,
})
const there = [
  field('Text', 'text'),
  field('Status', 'picklist', { picklist: [{ display: 'Open', actual: 'open' }] }),
  field('Total', 'formula', { writable: false }),
  field('Closed', 'text', { writable: false }),
  field('Passport_Number', 'text'),
]
const wrongIn = (rule: ReturnType<typeof from>, more = {}) => checkMapping({ it: rule, ...more }, there).map(({ wrong }) => wrong)

describe('a rule is refused', () => {
  test.each([
    ['a field that is not there', from('Nowhere', 'text'), 'unknown_field'],
    ['API names are spelled exactly', from('text', 'text'), 'unknown_field'],
    ['a type its kind cannot read', from('Status', 'day'), 'wrong_type'],
    ['a field we may not write', from('Closed', 'text', { owner: 'moodle' }), 'read_only'],
    ['a sensitive field, in any spelling', from('passport_number', 'text'), 'sensitive'],
    ['a value the picklist does not have', { ...from('Status', 'text'), values: { Shut: 'closed' } }, 'unknown_value'],
    ['values of what is no picklist', { ...from('Text', 'text'), values: { a: 'b' } }, 'not_translatable'],
    ['values of what we write', { ...from('Status', 'text', { owner: 'moodle' }), values: { Open: 'b' } }, 'not_translatable'],
  ])('for %s', (_why, rule, wrong) => {
    expect(wrongIn(rule)).toEqual([wrong])
  })

  test('for a field that is written and read as something else', () => {
    expect(wrongIn(from('Text', 'text'), { id: from('Text', 'text', { owner: 'moodle' }) })).toEqual(['shared', 'shared'])
    expect(wrongIn(from('Text', 'text'), { again: from('Text', 'text') })).toEqual([])
  })
})

test('a rule that is borne out is fine: read-only fields may be read, either spelling of a value may be translated', () => {
  expect(wrongIn(from('Total', 'amount'))).toEqual([])
  expect(wrongIn({ ...from('Status', 'text'), values: { Open: 'Active', open: 'Active' } })).toEqual([])
})

test('the sensitive fields are those of the contract, whatever their case', () => {
  expect(sensitiveFields.every(isSensitive)).toBe(true)
  expect(isSensitive('ACADEMIC_PASSWORD')).toBe(true)
  expect(isSensitive('Academic_Email')).toBe(false)
})

describe('what a college changes', () => {
  const record = (values: Record<string, unknown>) => ({ id: zohoId('5847596000000100001'), values })

  test('is read instead, in its own words for ours, and gives the set another fingerprint', () => {
    const usual = mappingsOf(standard).students
    const own = mappingsOf(standard, {
      students: { city: { from: 'Address' }, status: { values: { Enrolled: 'Active' } } },
    }).students
    const read = own.read(record({ Address: 'Irbid', City: 'Amman', Status: ' Enrolled ' }))
    expect(read).toMatchObject({ city: 'Irbid', status: 'Active' })
    expect(usual.read(record({ Address: 'Irbid', City: 'Amman', Status: 'Enrolled' }))).toMatchObject({
      city: 'Amman',
      status: 'Enrolled',
    })
    expect(own.question.fields).toContain('Address')
    expect(own.question.fields).not.toContain('City')
    expect(own.fingerprint).not.toBe(usual.fingerprint)
    const values = mappingsOf(standard, { students: { status: { values: { Enrolled: 'Blocked' } } } }).students
    expect(values.fingerprint).not.toBe(own.fingerprint)
    expect(mappingsOf(standard, {}).students.fingerprint).toBe(usual.fingerprint)
  })

  test('of a field that a newer version of ours no longer has is let be', () => {
    expect(mappingsOf(standard, { students: { shoeSize: { from: 'Shoes' } } }).students.question).toEqual(
      mappingsOf(standard).students.question,
    )
  })
})
