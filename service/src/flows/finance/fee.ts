import { amountOf, hundredthsOf, shareOf } from '../../domain/money.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import type { StudentFinance } from './money-records.ts'

/** What the studies cost: decimal strings, null where nobody can say. */
export type Fee = {
  scholarshipAmount: string | null
  netAmount: string | null
  /** Zoho's own fields contradict each other: staff should look. */
  unclear: boolean
}

type FeeFields = Pick<
  StudentFinance,
  'scholarship' | 'scholarshipPercentage' | 'totalAmount' | 'discountAmount' | 'registrationFees'
>

/**
 * The fee of a student:
 *
 *     scholarship amount = Total_Amount × Scholarship_Percentage, half a hundredth rounded up
 *     net amount = Total_Amount − Discount_Amount − scholarship amount
 *
 * That is how the college's own finance summary counts ("Total Fee $10,000, Scholarship 20 % ($2,000), Net Amount $8,000"). Total_Amount is a
 * formula of Zoho's, which only an organisation's own administrator has seen: the setting `finance.subtracted_from_total` says what of the
 * three is still in it. The remaining amount is not ours: Moodle's plugin subtracts the payments.
 *
 * Null when there is no total, when a scholarship has no percentage, and when the fields contradict each other: a scholarship that says both
 * none and some per cent, or more to be subtracted than there is.
 */
export function feeOf(fields: FeeFields, subtracted: AllSettings['finance.subtracted_from_total']): Fee {
  const { totalAmount, discountAmount, registrationFees } = fields
  const percentage = percentageOf(fields)
  if (percentage === 'contradictory') return { scholarshipAmount: null, netAmount: null, unclear: true }
  if (totalAmount === null || percentage === 'unknown') return { scholarshipAmount: null, netAmount: null, unclear: false }

  const total = hundredthsOf(totalAmount)
  const scholarship = shareOf(total, percentage.is)
  const amounts = {
    discount: hundredthsOf(discountAmount ?? '0'),
    scholarship,
    registration_fees: hundredthsOf(registrationFees ?? '0'),
  }
  const net = [...new Set(subtracted)].reduce((rest, name) => rest - amounts[name], total)
  const scholarshipAmount = percentage.is === '0.00' ? null : amountOf(scholarship)
  return net < 0n
    ? { scholarshipAmount, netAmount: null, unclear: true }
    : { scholarshipAmount, netAmount: amountOf(net), unclear: false }
}

/** Zoho's own words for a scholarship (contract/zoho-fields.json); a percentage of 0 is how its number field looks when it is left alone. */
const NONE = ['', 'Non-scholarship']
const FULL = 'Full-Scholarship'

function percentageOf({ scholarship, scholarshipPercentage }: FeeFields): { is: string } | 'unknown' | 'contradictory' {
  const given = scholarshipPercentage === null || hundredthsOf(scholarshipPercentage) === 0n ? null : scholarshipPercentage
  if (scholarship === FULL) return given === null || hundredthsOf(given) === 10_000n ? { is: '100.00' } : 'contradictory'
  if (!NONE.includes(scholarship)) return given === null ? 'unknown' : { is: given }
  if (given === null) return { is: '0.00' }
  return scholarship === '' ? { is: given } : 'contradictory'
}
