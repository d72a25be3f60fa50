import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feeOf } from './fee.ts'

type Fields = Parameters<typeof feeOf>[0]
const fields = (some: Partial<Fields> = {}): Fields => ({
  scholarship: 'Partial Scholarship %',
  scholarshipPercentage: '20.00',
  totalAmount: '10000.00',
  discountAmount: null,
  registrationFees: null,
  ...some,
})
const usual: Parameters<typeof feeOf>[1] = ['discount', 'scholarship']

test.each<[string, Partial<Fields>, string | null, string | null]>([
  ['the college’s own example', {}, '2000.00', '8000.00'],
  ['a discount besides', { discountAmount: '150.50' }, '2000.00', '7849.50'],
  ['no scholarship', { scholarship: 'Non-scholarship', scholarshipPercentage: '0.00' }, null, '10000.00'],
  ['nothing said of one', { scholarship: '', scholarshipPercentage: null }, null, '10000.00'],
  ['a full one without a percentage', { scholarship: 'Full-Scholarship', scholarshipPercentage: null }, '10000.00', '0.00'],
  ['a percentage that nobody named', { scholarship: '' }, '2000.00', '8000.00'],
  ['half a cent', { totalAmount: '0.05', scholarshipPercentage: '50.00' }, '0.03', '0.02'],
  ['a partial one of nobody knows how much', { scholarshipPercentage: null }, null, null],
  ['no total', { totalAmount: null }, null, null],
])('%s', (_what, some, scholarshipAmount, netAmount) => {
  expect(feeOf(fields(some), usual)).toEqual({ scholarshipAmount, netAmount, unclear: false })
})

test.each<[string, Partial<Fields>]>([
  ['none, and some per cent', { scholarship: 'Non-scholarship' }],
  ['a full one of a part', { scholarship: 'Full-Scholarship' }],
  ['a discount beyond the fee', { discountAmount: '8000.01' }],
])('%s: nobody can say, and staff should look', (_what, some) => {
  expect(feeOf(fields(some), usual)).toMatchObject({ netAmount: null, unclear: true })
})

describe('what is subtracted is the college’s to say', () => {
  const all = { discountAmount: '100.00', registrationFees: '250.00' }
  test.each([
    [[], '10000.00'],
    [['discount'], '9900.00'],
    [['registration_fees', 'registration_fees'], '9750.00'],
    [['discount', 'scholarship', 'registration_fees'], '7650.00'],
  ] as const)('%j', (subtracted, netAmount) => {
    expect(feeOf(fields(all), [...subtracted])).toMatchObject({ netAmount })
  })
})

/** The oracle never rounds: it counts in ten-thousandths of a cent, in which the scholarship is exact. */
test('whatever the amounts are, nothing is lost and at most half a cent is rounded', () => {
  const cents = fc.bigInt({ min: 0n, max: 999_999_999_999n })
  const text = (amount: bigint): string => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
  const parse = (amount: string): bigint => BigInt(amount.replace('.', ''))
  fc.assert(
    fc.property(cents, fc.integer({ min: 1, max: 10_000 }), fc.option(cents), cents, (total, points, discount, fees) => {
      const { scholarshipAmount, netAmount, unclear } = feeOf(
        fields({
          totalAmount: text(total),
          scholarshipPercentage: text(BigInt(points)),
          discountAmount: discount === null ? null : text(discount),
          registrationFees: text(fees),
        }),
        ['discount', 'scholarship', 'registration_fees'],
      )
      const exact = total * BigInt(points)
      const off = parse(scholarshipAmount ?? '') * 10_000n - exact
      expect(off > -5_000n && off <= 5_000n).toBe(true)
      const rest = total * 10_000n - exact - off - ((discount ?? 0n) + fees) * 10_000n
      expect(unclear).toBe(rest < 0n)
      expect(netAmount).toBe(rest < 0n ? null : text(rest / 10_000n))
    }),
  )
})
