import { hundredthsOf } from '../../domain/money.ts'
import type { StudentFinance } from './money-records.ts'

/** Where the student record itself notes an instalment: the numbers of our names for its fields. */
const numbers = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** One of the eight instalments noted in a student record. */
export type FlatInstalment = { number: (typeof numbers)[number]; amount: string; date: string | null; invoice: string }

/** Those with an amount: a date or an invoice number alone says nothing of money, and neither does 0. */
export const flatInstalments = (student: StudentFinance): FlatInstalment[] =>
  numbers.flatMap((number) => {
    const amount = student[`amount${number}`]
    if (amount === null || hundredthsOf(amount) === 0n) return []
    return [{ number, amount, date: student[`date${number}`], invoice: student[`invoice${number}`] }]
  })
