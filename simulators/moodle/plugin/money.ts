/** Ten digits before the point are what the plugin's columns hold. */
const AMOUNT = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/

/** `"1234.5"` as 123450; undefined when it is no amount. */
export function hundredthsOf(amount: string): number | undefined {
  const [, sign, whole, rest = ''] = AMOUNT.exec(amount) ?? []
  if (whole === undefined) return undefined
  const hundredths = Number(whole) * 100 + Number(rest.padEnd(2, '0'))
  // No negative zero: it would be written "-0.00".
  return sign === '-' && hundredths > 0 ? -hundredths : hundredths
}

/** 123450 as `"1234.50"`. */
export function amountOf(hundredths: number): string {
  const size = Math.abs(hundredths)
  return `${hundredths < 0 ? '-' : ''}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`
}
