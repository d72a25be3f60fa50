import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCipher, type EncryptionKey } from './cipher.ts'

const key = (id: string): EncryptionKey => ({ id, key: randomBytes(32) })

test('what was sealed under an old key opens after a rotation, and new boxes carry the new key', () => {
  const [old, fresh] = [key('2025'), key('2026')]
  const box = createCipher([old]).seal('a token', 'zoho_tokens default')
  const rotated = createCipher([fresh, old])
  expect(rotated.open(box, 'zoho_tokens default')).toBe('a token')
  expect(rotated.seal('a token', 'zoho_tokens default').keyId).toBe('2026')
})

test('a box does not open in another place, under another key, or after a change of one bit', () => {
  const cipher = createCipher([key('k')])
  const sealed = cipher.seal('a token', 'zoho_tokens default')
  expect(() => cipher.open(sealed, 'zoho_tokens other')).toThrow()
  expect(() => createCipher([key('k')]).open(sealed, 'zoho_tokens default')).toThrow()
  const bent = Buffer.from(sealed.box)
  bent.writeUInt8(bent.readUInt8(20) ^ 1, 20)
  expect(() => cipher.open({ ...sealed, box: bent }, 'zoho_tokens default')).toThrow()
})

test('a key that is gone is named, so that it can be put back', () => {
  const sealed = createCipher([key('2024')]).seal('x', 'c')
  expect(() => createCipher([key('2026')]).open(sealed, 'c')).toThrow(/"2024" is not in ENCRYPTION_KEY/)
})

test('no two boxes of one secret are alike', () => {
  const cipher = createCipher([key('k')])
  expect(cipher.seal('same', 'c').box.equals(cipher.seal('same', 'c').box)).toBe(false)
})
