import { hundredthsOf } from '../../domain/money.ts'
import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { ZohoModule, ZohoSubformName } from '../../domain/zoho-modules.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { Misfit } from '../../mapping/mapping.ts'
import { flatInstalments } from './flat-instalments.ts'
import type { MoneyRecords, StudentFinance } from './money-records.ts'

type Place = { module: ZohoModule | ZohoSubformName; record: string }

/**
 * What keeps a student's money from being said, the first there is: a student is shown all of it or nothing new, because a sum that lacks a
 * part is a wrong sum.
 */
export function obstacleIn(student: StudentFinance, money: MoneyRecords, mappings: Mappings): Verdict | undefined {
  const inStudent = ofStudent(student, mappings)
  if (inStudent !== undefined) return inStudent
  if (student.currency === '') return empty(placeOfStudent(student), mappings.finance.rules.currency.from)
  return (
    firstOf(money.payments, (payment) => {
      const place: Place = { module: 'BTEC_Payments', record: payment.id }
      const { rules } = mappings.payments
      if (payment.amount === null) return misfitIn(payment.misfits, place) ?? empty(place, rules.amount.from)
      return misfitIn(payment.misfits, place) ?? unknownCurrency(payment.currency, place, rules.currency.from)
    }) ?? firstOf(money.registrations, (one) => inRegistration(one, mappings))
  )
}

function ofStudent(student: StudentFinance, { finance: { rules } }: Mappings): Verdict | undefined {
  const place = placeOfStudent(student)
  const amounts = ['amountTransferred', 'registrationFees', 'totalAmount', 'discountAmount'] as const
  return (
    misfitIn(student.misfits, place) ??
    unknownCurrency(student.currency, place, rules.currency.from) ??
    unknownCurrency(student.transferredCurrency, place, rules.transferredCurrency.from) ??
    firstOf(amounts, (name) => negative(student[name], place, rules[name].from)) ??
    firstOf(flatInstalments(student), ({ number, amount }) => negative(amount, place, rules[`amount${number}`].from)) ??
    (student.amountTransferred !== null && student.transferredCurrency === ''
      ? empty(place, rules.transferredCurrency.from)
      : undefined)
  )
}

function inRegistration(
  { registration, rows }: MoneyRecords['registrations'][number],
  { registrations, scheduleRows }: Mappings,
): Verdict | undefined {
  if (rows.length === 0) return undefined
  const place: Place = { module: 'BTEC_Registrations', record: registration.id }
  const { currency } = registrations.rules
  const twice = rows.find(({ number }, index) => rows.findIndex((other) => other.number === number) < index)
  return (
    misfitIn(
      registration.misfits.filter(({ from }) => from === currency.from),
      place,
    ) ??
    unknownCurrency(registration.currency, place, currency.from) ??
    firstOf(rows, (row) => {
      const inRow: Place = { module: 'Payment_Schedule', record: registration.id }
      const misfit = misfitIn(row.misfits, inRow)
      if (misfit !== undefined) return misfit
      if (row.number === null || row.number === 0) return empty(inRow, scheduleRows.rules.number.from)
      if (row.amount === null) return empty(inRow, scheduleRows.rules.amount.from)
      return negative(row.amount, inRow, scheduleRows.rules.amount.from)
    }) ??
    (twice === undefined
      ? undefined
      : needsAttention('finance.instalment_twice', { record: registration.id, number: twice.number ?? 0 }))
  )
}

const placeOfStudent = ({ id }: StudentFinance): Place => ({ module: 'BTEC_Students', record: id })

const firstOf = <T>(all: readonly T[], look: (one: T) => Verdict | undefined): Verdict | undefined => {
  for (const one of all) {
    const verdict = look(one)
    if (verdict !== undefined) return verdict
  }
  return undefined
}

const misfitIn = ([first]: readonly Misfit[], place: Place): Verdict | undefined =>
  first === undefined
    ? undefined
    : needsAttention('finance.field_unreadable', { ...place, field: first.from, form: formOf(first.value) })

const empty = (place: Place, field: string): Verdict => needsAttention('finance.field_empty', { ...place, field })

const negative = (amount: string | null, place: Place, field: string): Verdict | undefined =>
  amount !== null && hundredthsOf(amount) < 0n ? needsAttention('finance.below_zero', { ...place, field }) : undefined

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

const unknownCurrency = (currency: string, place: Place, field: string): Verdict | undefined =>
  currency === '' || known.has(currency) ? undefined : needsAttention('finance.currency_unknown', { ...place, field, currency })

/** How a value looks, without what it says: `4,200 USD` is `9,999 AAA`. */
const formOf = (value: string): string =>
  value
    .replace(/\d/g, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[^\P{L}A]/gu, 'a')
