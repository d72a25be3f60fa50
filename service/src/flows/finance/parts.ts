import { sha256 } from '../../mapping/mapping.ts'
import type { FinanceRecord, InstalmentRecord, PaymentRecord } from '../../ports/moodle-records.ts'

/** The parts of a record that are compared: all but whose it is. */
export type Part = Exclude<keyof FinanceRecord, 'zohoid'>
export type Parts = Readonly<Record<Part, string | null>>

/** Each part as the audit writes it: lists as JSON, in an order and with fields that depend on nothing but what they say. */
export function partsOf(record: FinanceRecord): Parts {
  const { zohoid: _whose, instalments, payments, userid, ...texts } = record
  return {
    ...texts,
    userid: String(userid),
    instalments: JSON.stringify(instalments.toSorted(by(placeOfInstalment))),
    payments: JSON.stringify(payments.toSorted(by(placeOfPayment))),
  }
}

const by =
  <T>(placeOf: (one: T) => string) =>
  (a: T, b: T): number =>
    placeOf(a) < placeOf(b) ? -1 : 1

const placeOfInstalment = ({ registration, number }: InstalmentRecord): string =>
  `${registration ?? ''} ${String(number).padStart(5, '0')}`
export const placeOfPayment = ({ zohoid, slot }: Pick<PaymentRecord, 'zohoid' | 'slot'>): string => zohoid ?? `slot ${slot}`

/**
 * What Moodle has, as it looks to the record that it shall have: a payment that was voided stays there for ever, and is no difference.
 */
export function seenBeside(stored: FinanceRecord, wanted: FinanceRecord): FinanceRecord {
  const listed = new Set(wanted.payments.map(placeOfPayment))
  return { ...stored, payments: stored.payments.filter((payment) => !payment.voided || listed.has(placeOfPayment(payment))) }
}

/** The parts that differ, each with what stood there before. */
export const differing = (wanted: Parts, stored: Parts): Partial<Record<Part, string | null>> =>
  Object.fromEntries(partNames(wanted).flatMap((part) => (wanted[part] === stored[part] ? [] : [[part, stored[part]]])))

const PREFIX = 'moodle:'

/** A hash of each part, under names that no field of Zoho's has: what stood in Moodle when it was last in step. */
export const hashesOfParts = (parts: Parts): Record<string, string> =>
  Object.fromEntries(partNames(parts).map((part) => [PREFIX + part, sha256(JSON.stringify(parts[part]))]))

/** The parts that are not what they were by their hashes; nobody remembers what they said. All of them when nothing was known. */
export function differingByHash(wanted: Parts, known: Readonly<Record<string, string>>): Partial<Record<Part, null>> {
  const hashes = hashesOfParts(wanted)
  return Object.fromEntries(
    partNames(wanted).flatMap((part) => (hashes[PREFIX + part] === known[PREFIX + part] ? [] : [[part, null]])),
  )
}

/** One hash over the whole record. */
export const hashOf = (parts: Parts): string => sha256(JSON.stringify(partNames(parts).map((part) => parts[part])))

const partNames = (parts: Parts): Part[] => (Object.keys(parts) as Part[]).toSorted()
