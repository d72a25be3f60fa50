/** Ten digits before the point, as Moodle's columns hold them. */
const AMOUNT = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/

/** Amounts are counted in hundredths, never in fractions: what a college charges in has two decimals at most. */
export type Hundredths = bigint

/** `"1234.5"` → 123450n. @throws RangeError for what is no decimal with at most two places */
export function hundredthsOf(amount: string): Hundredths {
  const [, sign, whole, rest = ''] = AMOUNT.exec(amount) ?? []
  if (whole === undefined) throw new RangeError('Not an amount with two decimals')
  const size = BigInt(whole + rest.padEnd(2, '0'))
  return sign === '-' ? -size : size
}

/** 123450n → `"1234.50"`. */
export function amountOf(hundredths: Hundredths): string {
  const size = hundredths < 0n ? -hundredths : hundredths
  const digits = String(size).padStart(3, '0')
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const sumOf = (amounts: readonly string[]): Hundredths => amounts.reduce((sum, amount) => sum + hundredthsOf(amount), 0n)

const WHOLE = 10_000n

/** So much of an amount, half a hundredth rounded away from zero as a cashier does. @param percentage such as `"33.33"` */
export function shareOf(amount: Hundredths, percentage: string): Hundredths {
  const exact = amount * hundredthsOf(percentage)
  const half = exact < 0n ? -WHOLE / 2n : WHOLE / 2n
  return (exact + half) / WHOLE
}
