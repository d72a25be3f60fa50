import { describe, expect, test } from 'vitest'
import { type Change, differs, fingerprintOf } from './change.ts'
import { flagsOf } from './flags.ts'

const moodle = (action: string, changes: Change['changes'], target: string | null = '7'): Change => ({
  system: 'moodle',
  action,
  target,
  changes,
})
const zoho = (changes: Change['changes']): Change => ({ system: 'zoho', action: 'updateRecord', target: '58475', changes })
const city = (after: string, before = 'Amman') => moodle('updateUser', { city: { before, after } })

describe('the fingerprint of what would change', () => {
  test('does not depend on the order of writes or fields, nor on the instant Zoho is told', () => {
    const one = [
      city('Irbid'),
      zoho({ Sync: { before: null, after: '2026-01-25T10:00:00Z' }, Done: { before: null, after: true } }),
    ]
    const other = [
      zoho({ Done: { before: null, after: true }, Sync: { before: null, after: '2026-01-25T11:11:11Z' } }),
      city('Irbid'),
    ]
    expect(fingerprintOf(one)).toBe(fingerprintOf(other))
  })

  test.each([
    ['another value', [city('Zarqa')]],
    ['another value before', [city('Irbid', 'Zarqa')]],
    ['another object', [moodle('updateUser', { city: { before: 'Amman', after: 'Irbid' } }, '8')]],
    ['something more', [city('Irbid'), zoho({ Id: { before: '', after: '7' } })]],
    ['nothing', []],
    ['a day, which is no instant of ours', [moodle('updateUser', { city: { before: 'Amman', after: '2026-01-25' } })]],
  ])('is another one for %s', (_what, changes) => {
    expect(fingerprintOf(changes)).not.toBe(fingerprintOf([city('Irbid')]))
  })
})

describe('what was done differs from what was planned', () => {
  const created = moodle('createUser', { username: { before: null, after: 'maya' } }, null)

  test('not when it is the same, or only what follows from it came too', () => {
    expect(differs([city('Irbid')], [city('Irbid')])).toBe(false)
    expect(differs([created], [{ ...created, target: '9' }, zoho({ Id: { before: '', after: '9' } })])).toBe(false)
    expect(differs([city('Irbid')], [city('Irbid'), zoho({ Synced: { before: false, after: true } })])).toBe(false)
    expect(differs([], [])).toBe(false)
  })

  test('when something is missing, or is another value, or came beside it', () => {
    expect(differs([city('Irbid')], [])).toBe(true)
    expect(differs([city('Irbid')], [city('Zarqa')])).toBe(true)
    expect(differs([city('Irbid')], [city('Irbid'), moodle('updateUser', { suspended: { before: false, after: true } })])).toBe(
      true,
    )
    expect(differs([zoho({ Id: { before: '', after: '7' } })], [zoho({ Id: { before: '', after: '7' } }), city('Irbid')])).toBe(
      true,
    )
  })
})

test.each([
  ['removes', [moodle('updateUser', { suspended: { before: false, after: true } })]],
  ['removes', [moodle('setEnrolment', { suspended: { before: false, after: true } })]],
  ['removes', [moodle('removeFromCohort', { member: { before: '7', after: null } })]],
  ['email', [moodle('updateUser', { email: { before: 'a@college.example', after: 'b@college.example' } })]],
  ['creates', [moodle('createCourse', { shortname: { before: null, after: 'A' } }, null)]],
  ['adopts', [moodle('updateUser', { idnumber: { before: '', after: '58475' } })]],
])('%s is flagged', (flag, changes) => {
  expect(flagsOf(changes, 'student.updated')).toEqual([flag])
})

test('an adoption is flagged even when nothing changes; an account whose password Moodle makes costs an e-mail', () => {
  expect(flagsOf([], 'student.adopted')).toEqual(['adopts'])
  expect(flagsOf([moodle('createUser', { auth: { before: null, after: 'manual' } }, null)], 'student.created')).toEqual([
    'creates',
    'mails',
  ])
  expect(flagsOf([city('Irbid')], 'student.updated')).toEqual([])
})
