import { describe, expect, test } from 'vitest'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { errorOf, type Fault, RefusedCall } from './faults.ts'

const fault = (parts: Partial<Fault>): Fault => ({
  exception: 'moodle_exception',
  errorcode: '',
  message: '',
  debuginfo: '',
  ...parts,
})
const of = (parts: Partial<Fault>): Error => errorOf(fault(parts), 'core_user_create_users')

describe('what would hit every record holds the connection', () => {
  test.each([
    ['invalidtoken', 'moodle.token_refused'],
    ['wsaccessusersuspended', 'moodle.token_refused'],
    ['accessexception', 'moodle.access_denied'],
    ['nopermissions', 'moodle.access_denied'],
    ['sitemaintenance', 'moodle.maintenance'],
  ])('%s', (errorcode, code) => {
    const error = of({ errorcode })
    expect(error).toBeInstanceOf(SystemHeldError)
    expect(error).toMatchObject({ code, system: 'moodle' })
  })

  test('a function that the site does not have is told from a record that it does not have', () => {
    const missing = of({
      errorcode: 'invalidrecord',
      message: "Can't find data record in database table external_functions.",
    })
    expect(missing).toMatchObject({ code: 'moodle.function_missing', params: { function: 'core_user_create_users' } })
    expect(of({ errorcode: 'invalidrecord', message: "Can't find data record in database table course." })).toBeInstanceOf(
      RefusedCall,
    )
  })
})

test('a database that cannot be read is asked again later', () => {
  expect(of({ errorcode: 'dmlreadexception' })).toBeInstanceOf(RetryLaterError)
  expect(of({ errorcode: 'dbconnectionfailed' })).toMatchObject({ code: 'moodle.unreachable', system: 'moodle' })
})

test('a PHP error has no code and is named by its kind', () => {
  expect(of({ exception: 'TypeError', message: 'array_keys(): Argument #1' })).toMatchObject({
    params: { errorcode: 'TypeError' },
  })
  expect(of({ exception: 'core\\exception\\coding_exception', errorcode: '' })).toMatchObject({
    params: { errorcode: 'coding_exception' },
  })
})

test('an error code that is HTML is not passed on', () => {
  const error = of({ errorcode: '<div>Passwords must be at least 8 characters long.</div>' })
  expect(error).toBeInstanceOf(RefusedCall)
  expect(error).toMatchObject({ params: { errorcode: 'moodle_exception' } })
})

describe('what a site with developer debugging tells', () => {
  test.each([
    ['Username already exists: maya', 'the username is taken'],
    ['Email address already exists: maya@college.example', 'the e-mail address belongs to another account'],
    ['Email address is invalid: maya@', 'the e-mail address is invalid'],
    ['ERROR:  value too long for type character varying(100)\nINSERT INTO mdl_user', 'a value is too long'],
    [
      'users => Invalid parameter value detected: firstname => Invalid parameter value detected: Invalid external api parameter: the value is "Maya<b>"',
      'the field firstname holds what Moodle refuses',
    ],
  ])('gives a reason without a value: %s', (debuginfo, reason) => {
    const error = of({ errorcode: 'invalidparameter', debuginfo })
    expect(error).toMatchObject({ reason })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/maya/i)
  })

  test('and nothing when the words are not known', () => {
    expect(of({ errorcode: 'invalidparameter', debuginfo: 'Maya Khan is not welcome' })).toMatchObject({ reason: undefined })
  })
})
