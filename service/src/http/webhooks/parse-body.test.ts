import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, parseJsonOrForm } from './parse-body.ts'

const bytes = (text: string) => Buffer.from(text)

test('what JSON.parse reads without ambiguity is read alike', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4, stringUnit: 'grapheme' }), (text) => {
      const value: unknown = JSON.parse(text)
      expect(parseJson(bytes(text))).toEqual(value)
    }),
  )
})

test.each([
  ['a name that stands twice', '{"a":1,"a":1}', 'a'],
  ['a name that stands twice in other letters', '{"a":1,"\\u0061":2}', 'a'],
  ['a name that stands twice further down', '{"a":{"b c":[{"d":1},{"d":{},"d":2}]}}', 'd'],
  ['NUL in a value', '{"a":{"b":"x\\u0000"}}', 'a.b'],
  ['NUL in a name', '{"a":{"\\u0000":1}}', 'a'],
  ['the first half of a surrogate pair', '{"a":"\\ud83d"}', 'a'],
  ['the second half of a surrogate pair', '{"a":["\\ude00"]}', 'a.0'],
  ['nesting without end', '['.repeat(30_000) + ']'.repeat(30_000), 'body'],
  ['no JSON', '{a:1}', 'body'],
  ['nothing', '', 'body'],
])('%s is refused, naming the field', (_what, text, field) => {
  expect(() => parseJson(bytes(text))).toThrow(expect.objectContaining({ params: expect.objectContaining({ field }) }))
})

test('names that stand twice in different objects, quotes, colons and whole pairs are fine', () => {
  const text = '{"a":[{"x":1},{"x":2}],"b":{"a":"{\\"a\\":1,\\"a\\":2}"},"c":"\\ud83d\\ude00","__proto__":{"a":1}}'
  expect(parseJson(bytes(text))).toEqual(JSON.parse(text))
})

test('text that is not UTF-8 is refused', () => {
  expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(
    expect.objectContaining({ code: 'webhook.not_understood' }),
  )
})

test('a form is told from JSON by how it begins', () => {
  expect(parseJsonOrForm(bytes(' {"module":"BTEC"} '))).toEqual({ module: 'BTEC' })
  expect(parseJsonOrForm(bytes('module=BTEC&zoho_id=58+4%37\r\n'))).toEqual({ module: 'BTEC', zoho_id: '58 47' })
})
