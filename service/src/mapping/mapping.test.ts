import { describe, expect, test } from 'vitest'
import { zohoId } from '../domain/ids.ts'
import { type AllSettings, settings } from '../settings/definitions.ts'
import { fieldSets, mappingsOf } from './field-sets.ts'
import { mappingOf, stateOf } from './mapping.ts'

const standard = Object.fromEntries(Object.entries(settings).map(([key, { standard }]) => [key, standard])) as AllSettings
const { students } = mappingsOf(standard)

const record = (fields: Record<string, unknown> = {}) => ({
  id: zohoId('5725767000000400001'),
  values: {
    First_Name: 'Maya',
    Last_Name: ' Haddad ',
    Academic_Email: 'maya@college.example',
    City: null,
    Country: 'Jordan',
    Status: 'Active',
    Student_Moodle_ID: 42,
    Modified_Time: '2026-11-01T10:00:00+03:00',
    ...fields,
  },
})
const hashOf = (mapping: typeof students, fields: Record<string, unknown> = {}): string =>
  stateOf(mapping, mapping.read(record(fields))).stateHash

describe('a mapping', () => {
  test('asks for its sources and the time of change, and for nothing else', () => {
    expect(students.question).toEqual({
      module: 'BTEC_Students',
      fields: [...Object.values(fieldSets.students.rules).map((rule) => rule.from), 'Modified_Time'],
    })
    expect(mappingsOf(standard).enrolments.question.fields).not.toContain('Modified_Time')
  })

  test('reads a record in our words; what cannot be read is empty and named', () => {
    expect(students.read(record())).toMatchObject({ lastName: 'Haddad', city: '', country: 'JO', moodleId: '42', misfits: [] })
    expect(students.read(record({ Country: 'Atlantis' }))).toMatchObject({
      country: '',
      misfits: [{ field: 'country', from: 'Country', value: 'Atlantis' }],
    })
  })

  test('of a college may take a field from elsewhere: then everything is looked at again', () => {
    const own = mappingOf(fieldSets.students, standard, { city: { from: 'Home_City' } })
    expect(own.question.fields).toContain('Home_City')
    expect(own.read(record({ Home_City: 'Irbid' })).city).toBe('Irbid')
    expect(own.fingerprint).not.toBe(students.fingerprint)
  })
})

describe('what is remembered of a reading', () => {
  test('changes with a field, not with what is not read', () => {
    expect(hashOf(students, { City: 'Amman' })).not.toBe(hashOf(students))
    expect(hashOf(students, { Modified_Time: '2027-01-01T00:00:00Z', Father_Name: 'x' })).toBe(hashOf(students))
    expect(hashOf(students, { Last_Name: 'Haddad' })).toBe(hashOf(students))
  })

  test('changes with a setting that decides', () => {
    const statuses = { ...standard['students.statuses'], active: ['Active'] }
    const others = mappingsOf({ ...standard, 'students.statuses': statuses }).students
    expect(hashOf(others)).not.toBe(hashOf(students))
    expect(hashOf(mappingsOf({ ...standard, 'deletions.per_hour': 99 }).students)).toBe(hashOf(students))
  })

  test('keeps a hash for each field by its source, and no value', () => {
    const { fieldHashes } = stateOf(students, students.read(record()))
    expect(Object.keys(fieldHashes)).toContain('Academic_Email')
    expect(JSON.stringify(fieldHashes)).not.toContain('maya')
  })
})
