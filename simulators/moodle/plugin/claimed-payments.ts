import type { FinanceItem } from './finance-item.ts'
import { ItemRefused } from './item-refused.ts'

/** Student records by the payment records that the items of one call have: the first that names one has it. */
export type Claims = ReadonlyMap<string, string>

/** @param items those that are to be written, in their order */
export function claimsOf(items: readonly FinanceItem[]): Claims {
  const claims = new Map<string, string>()
  for (const { zohoid: student, places } of items) {
    for (const payment of places.keys()) if (!claims.has(payment)) claims.set(payment, student)
  }
  return claims
}

export function refuseTaken(claims: Claims, { zohoid, places }: FinanceItem): void {
  for (const [payment, place] of places) {
    const student = claims.get(payment) ?? zohoid
    if (student === zohoid) continue
    const field = `payments[${place}].zohoid`
    throw new ItemRefused('paymenttaken', field, `${field}: student ${student} of this call has this payment too`)
  }
}
