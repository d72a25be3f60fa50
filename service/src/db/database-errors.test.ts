import { describe, expect, test } from 'vitest'
import { isRetryable, isUnreachable } from './database-errors.ts'

const failure = (code: string | undefined, message = 'failed') =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

const cases: [code: string, retryable: boolean, unreachable: boolean, meaning: string][] = [
  ['ECONNREFUSED', true, true, 'nobody listens there'],
  ['ECONNRESET', true, true, 'the connection was cut'],
  ['ETIMEDOUT', true, true, 'no answer'],
  ['EPIPE', true, true, 'the connection was closed'],
  ['08006', true, true, 'the connection failed'],
  ['57P01', true, true, 'an administrator ended the session'],
  ['57P02', true, true, 'another session crashed'],
  ['57P03', true, true, 'the server is starting'],
  ['25006', true, true, 'a failover made this server a standby'],
  ['53300', false, true, 'too many sessions'],
  ['28P01', false, true, 'the password was refused'],
  ['40001', true, false, 'two transactions collided'],
  ['40P01', true, false, 'a deadlock'],
  ['23505', false, false, 'a duplicate key'],
  ['57014', false, false, 'the statement was cancelled'],
  ['42601', false, false, 'a syntax error'],
]

describe.each(cases)('%s', (code, retryable, unreachable, meaning) => {
  test(`${meaning}: ${retryable ? 'try again' : 'trying again is no use'}, ${unreachable ? 'no database' : 'the database is there'}`, () => {
    expect([isRetryable(failure(code)), isUnreachable(failure(code))]).toEqual([retryable, unreachable])
  })
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('the driver says "%s" without a code, and means that the database is away', (message) => {
  expect([isRetryable(failure(undefined, message)), isUnreachable(failure(undefined, message))]).toEqual([true, true])
})

test('the reason is found below an error that adds knowledge', () => {
  expect(isUnreachable(new Error('Could not store the event', { cause: failure('ECONNREFUSED') }))).toBe(true)
})

test('what is not an error of the database is none', () => {
  expect(isUnreachable('ECONNREFUSED')).toBe(false)
  expect(isRetryable(undefined)).toBe(false)
  expect(isUnreachable(failure('invalid_type', 'Connection terminated by the caller'))).toBe(false)
})
