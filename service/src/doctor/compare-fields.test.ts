import { describe, expect, test } from 'vitest'
import type { ZohoFieldInfo } from '../ports/zoho-metadata.ts'
import { settings } from '../settings/definitions.ts'
import { compareFields } from './compare-fields.ts'
import { compareSpellings, compareStatuses } from './compare-statuses.ts'

const field = (apiName: string, rest: Partial<ZohoFieldInfo> = {}): ZohoFieldInfo => ({
  apiName,
  type: 'text',
  length: 255,
  writable: true,
  webhook: true,
  picklist: [],
  ...rest,
})
const value = (display: string, actual = display) => ({ display, actual })
const written = { types: ['text'], minLength: 10, written: true, needed: true }
const check = (present: ZohoFieldInfo) => compareFields('BTEC_Students', { [present.apiName]: written }, [present])[0]

describe('a field that a flow needs', () => {
  test('is there as expected', () => {
    expect(check(field('Student_Moodle_ID'))).toMatchObject({ ok: true })
  })

  test.each([
    ['of another type', { type: 'lookup' }, 'of type lookup'],
    ['too short for what we write', { length: 5 }, 'holds 5 characters'],
    ['closed to us', { writable: false }, 'read-only'],
  ])('%s is a problem with a fix', (_what, rest, words) => {
    expect(check(field('Student_Moodle_ID', rest))).toMatchObject({
      severity: 'problem',
      words: expect.stringContaining(words),
      fix: expect.stringMatching(/./),
    })
  })

  test('that is not there is a problem, one that is only wanted a warning', () => {
    const wanted = { types: ['text'], needed: false }
    const [needed, nice] = compareFields('BTEC_Students', { A: written, B: wanted }, [])
    expect([needed?.severity, nice?.severity]).toEqual(['problem', 'warning'])
  })
})

test('an id that webhooks cannot send is a warning', () => {
  expect(compareFields('BTEC_Students', {}, [field('id', { webhook: false })])).toMatchObject([{ severity: 'warning' }])
  expect(compareFields('BTEC_Students', {}, [field('id')])).toEqual([])
})

describe('statuses', () => {
  const named = {
    name: 'zoho.students.statuses',
    module: 'BTEC_Students',
    from: 'Status',
    setting: 'students.statuses' as const,
    names: 'all' as const,
    values: Object.values(settings['students.statuses'].standard).flat(),
    translated: {},
  }

  test('the college’s own, in either spelling, are known', () => {
    const status = field('Status', { picklist: [value('-None-'), value('Freeze', 'Freezed'), value('Approved', 'approved')] })
    expect(compareStatuses(status, named).map(({ ok }) => ok)).toEqual([true, true])
  })

  test('one that nobody has told us about is named', () => {
    const [check] = compareStatuses(field('Status', { picklist: [value('On leave')] }), named)
    expect(check).toMatchObject({ ok: false, words: expect.stringContaining('“On leave”') })
  })

  test('one that is known in one spelling only is named in both', () => {
    const [known, spellings] = compareStatuses(field('Status', { picklist: [value('Active', 'active-2')] }), named)
    expect(known?.ok).toBe(true)
    expect(spellings).toMatchObject({ ok: false, words: expect.stringContaining('“Active” (stored as “active-2”)') })
  })

  test('one that the college gave another meaning is known by that', () => {
    const status = field('Status', { picklist: [value('On leave')] })
    const [check] = compareStatuses(status, { ...named, translated: { 'On leave': 'Passive' } })
    expect(check?.ok).toBe(true)
  })

  test('of a setting that only picks values out, each must be there', () => {
    const type = field('Payment_Type', { picklist: [value('Study Fees'), value('Visa')] })
    const some = { ...named, names: 'some' as const, values: ['Study Fees'] }
    expect(compareStatuses(type, some).map(({ ok }) => ok)).toEqual([true])
    expect(compareStatuses(type, { ...some, values: ['Tuition'] })).toMatchObject([
      { severity: 'warning', words: expect.stringContaining('“Tuition”') },
    ])
  })

  test('a Status that is no picklist has nothing to compare', () => {
    expect(compareStatuses(field('Status'), named)).toEqual([])
    expect(compareStatuses(undefined, named)).toEqual([])
  })
})

test('a picklist that stores other words than it shows is a warning, if we read it', () => {
  const countries = field('Country', { picklist: [value('Türkiye', 'Turkey'), value('Malta')] })
  expect(compareSpellings('BTEC_Students', [countries], new Set(['Country']))).toMatchObject([
    { severity: 'warning', words: 'BTEC_Students.Country shows “Türkiye” (stored as “Turkey”).' },
  ])
  expect(compareSpellings('BTEC_Students', [countries], new Set())).toEqual([])
})
