import { expect, test } from 'vitest'
import { isFault, looksDeleted, usersByField } from './answers.ts'

const row = {
  id: 4,
  username: 'f1',
  auth: 'manual',
  suspended: false,
  email: 'f1@college.example',
  firstname: 'F',
  lastname: 'L',
}

test('texts that Moodle leaves out are empty', () => {
  expect(usersByField.parse([row])).toEqual([{ ...row, city: '', country: '', idnumber: '', deleted: false }])
})

test('a row without the facts that we decide by is not understood', () => {
  const { suspended: _suspended, ...poor } = row
  expect(usersByField.safeParse([poor]).success).toBe(false)
})

test('a deleted account shows itself by its mangled name and address', () => {
  const email = 'f8e1088dff3afea5b7a7b4b9b083e012'
  expect(looksDeleted({ username: 'full1795447114@college.example.1795447115', email })).toBe(true)
  expect(looksDeleted({ username: 'room.1795447115', email: 'room@college.example' })).toBe(false)
  expect(looksDeleted({ username: 'maya@college.example', email })).toBe(false)
})

test('an error body is told from an answer', () => {
  expect(isFault({ exception: 'TypeError', message: 'x' })).toBe(true)
  expect(isFault({ error: 'Invalid token', errorcode: 'invalidtoken' })).toBe(true)
  expect(isFault({ warnings: [] })).toBe(false)
  expect(isFault([])).toBe(false)
  expect(isFault(null)).toBe(false)
})
