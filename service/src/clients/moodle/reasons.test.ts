import { expect, test } from 'vitest'
import { canBeUsername, reasonInValues } from './reasons.ts'

test.each([
  ['UPPER7', false],
  ['f 9', false],
  ['f8+x@college.example', false],
  ['józef10', false],
  ['', false],
  ['jo.o-neil_1@college.example', true],
])('whether "%s" can be a username: %s', (name, can) => {
  expect(canBeUsername(name)).toBe(can)
})

test.each([
  [{ firstname: 'A<b>c</b>' }, 'the field firstname holds a "<"'],
  [{ lastname: ' ' }, 'the field lastname is blank'],
  [{ email: 'not-an-email' }, 'the e-mail address is invalid'],
  [{ city: 'x'.repeat(121) }, 'the field city is longer than 120 characters'],
  [{ firstname: '😀'.repeat(100), email: 'o’brien@college.example' }, undefined],
])('what is visibly wrong with %o', (values, reason) => {
  expect(reasonInValues(values)).toBe(reason)
})
