import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountOf, hundredthsOf, shareOf, sumOf } from './money.ts'

test.each([
  ['0', 0n],
  ['0.5', 50n],
  ['4200', 420_000n],
  ['1399.86', 139_986n],
  ['-0.05', -5n],
  ['9999999999.99', 999_999_999_999n],
])('%s is %s hundredths', (amount, hundredths) => {
  expect(hundredthsOf(amount)).toBe(hundredths)
})

test.each(['', '1.234', '1,000', '1e3', '.5', 'NaN', '12345678901', '--1', '1.'])('%j is no amount', (text) => {
  expect(() => hundredthsOf(text)).toThrow(RangeError)
})

test('there is no negative nothing', () => {
  expect(amountOf(hundredthsOf('-0.00'))).toBe('0.00')
})

test.each([
  ['4200.00', '33.33', '1399.86'],
  ['0.05', '50', '0.03'],
  ['-0.05', '50', '-0.03'],
  ['0.01', '49.99', '0.00'],
  ['0.01', '50', '0.01'],
  ['9999999999.99', '100', '9999999999.99'],
])('of %s %s per cent is %s', (amount, percentage, share) => {
  expect(amountOf(shareOf(hundredthsOf(amount), percentage))).toBe(share)
})

/** Decimals as people write them, made digit by digit: no arithmetic is shared with what is tested. */
const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most })
const decimal = fc
  .record({ minus: fc.boolean(), whole: digits(1, 10), cents: digits(2, 2) })
  .map(({ minus, whole, cents }) => `${minus ? '-' : ''}${whole}.${cents}`)
const percentage = fc
  .integer({ min: 0, max: 10_000 })
  .map((points) => `${Math.floor(points / 100)}.${String(points % 100).padStart(2, '0')}`)

/** The oracle counts in ten-thousandths of a hundredth, which holds every product exactly. */
const SCALE = 1_000_000n
const exactly = (text: string): bigint => {
  const [whole = '0', cents = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole) * SCALE + BigInt(cents.padEnd(6, '0'))
  return text.startsWith('-') ? -size : size
}

describe('whatever the amounts are', () => {
  test('they are written as they were read', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(exactly(amountOf(hundredthsOf(text)))).toBe(exactly(text))
        expect(amountOf(hundredthsOf(text))).toMatch(/^-?(0|[1-9]\d*)\.\d\d$/)
      }),
    )
  })

  test('a sum is exact', () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 60 }), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + exactly(amount), 0n)
        expect(exactly(amountOf(sumOf(amounts)))).toBe(sum)
      }),
    )
  })

  test('a share is the nearest hundredth, and of two as near the one farther from zero', () => {
    fc.assert(
      fc.property(decimal, percentage, (amount, per) => {
        const share = exactly(amountOf(shareOf(hundredthsOf(amount), per)))
        // A hundred times a millionth of a millionth: nothing is lost on the way.
        const wanted = exactly(amount) * exactly(per)
        const got = share * 100n * SCALE
        const off = got > wanted ? got - wanted : wanted - got
        const hundredth = (SCALE / 100n) * 100n * SCALE
        expect(off * 2n <= hundredth).toBe(true)
        if (off * 2n === hundredth) expect((wanted < 0n ? -got : got) > (wanted < 0n ? -wanted : wanted)).toBe(true)
      }),
    )
  })
})
