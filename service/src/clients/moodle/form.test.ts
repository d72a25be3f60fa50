import { expect, test } from 'vitest'
import { formOf } from './form.ts'

test('the token stands first, so that a cut form still fails as JSON', () => {
  expect(formOf('t&1', 'core_x', [['users[0][city]', 'A b&c=é']])).toBe(
    'wstoken=t%261&wsfunction=core_x&moodlewsrestformat=json&users%5B0%5D%5Bcity%5D=A%20b%26c%3D%C3%A9',
  )
})

test('a call that PHP might cut is not sent at all', () => {
  const many = Array.from({ length: 900 }, (_, index) => [`values[${index}]`, 'x'] as const)
  expect(() => formOf('t', 'core_x', many)).toThrow(RangeError)
})
