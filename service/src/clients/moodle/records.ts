import { z } from 'zod'
import { type MoodleUserId, moodleUserId, type ZohoId, zohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { FinanceRecord, InstalmentRecord, MoodleRecords, PaymentRecord, RecordChange } from '../../ports/moodle-records.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import type { Variable } from './form.ts'
import { itemResult, type PluginItem, refusalOfItem, writeItems, writtenOrUnchanged } from './plugin-items.ts'

const READ_FINANCE = 'local_campusbridge_get_finance'
const IDS_PER_CALL = 100

/** The student's record in Moodle, which only the plugin keeps. @param asOf when Zoho was read, in milliseconds since 1970 */
export function recordsOf(ask: Ask, asOf: number): MoodleRecords {
  const set =
    <R extends { zohoid: ZohoId }>(wsfunction: string) =>
    (changes: readonly RecordChange<R>[]): Promise<Written[]> =>
      write(
        ask,
        wsfunction,
        changes.map(({ subject, record }) => ({ subject, item: { ...record, as_of: asOf } })),
      )
  return {
    setProfiles: set('local_campusbridge_set_profiles'),
    setRegistrations: set('local_campusbridge_set_registrations'),
    setClasses: set('local_campusbridge_set_classes'),
    setFinance: set('local_campusbridge_set_finance'),
    deleteRegistrations: (registrations) =>
      write(
        ask,
        'local_campusbridge_delete_registrations',
        registrations.map(({ subject, zohoid }) => ({ subject, item: { zohoid, as_of: asOf } })),
      ),
    financeOf: (students) => financeOf(ask, students),
  }
}

async function write(
  ask: Ask,
  wsfunction: string,
  records: readonly { subject: string; item: PluginItem }[],
): Promise<Written[]> {
  const subjects = new Map(records.map(({ subject, item }) => [item, subject]))
  return writeItems(
    ask,
    records.map(({ item }) => item),
    {
      function: wsfunction,
      result: itemResult,
      written: writtenOrUnchanged,
      refusalOf: (item, result) => refusalOfItem(subjects.get(item) ?? '', result),
    },
  )
}

/** Null where it was left out when it was written, or where the database has no value. */
const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '')
const orNull = z
  .string()
  .nullable()
  .transform((value) => (value === '' ? null : value))
const reference = orNull.transform((value): ZohoId | null => (value === null ? null : zohoId(value)))
const whole = z.int().nullable()

const instalment = z
  .looseObject({ number: z.int(), due_date: orNull, amount: z.string(), paid: orNull, currency: text, registration: reference })
  .transform(
    ({ number, due_date, amount, paid, currency, registration }): InstalmentRecord => ({
      number,
      due_date,
      amount,
      paid,
      currency,
      registration,
    }),
  )

const payment = z
  .looseObject({
    zohoid: reference,
    slot: whole,
    number: text,
    date: orNull,
    amount: z.string(),
    currency: text,
    method: text,
    purpose: text,
    reduces_fee: z.boolean(),
    instalment: whole,
    registration: reference,
    voided: z.boolean(),
  })
  .transform(
    (row): PaymentRecord => ({
      zohoid: row.zohoid,
      slot: row.slot,
      number: row.number,
      date: row.date,
      amount: row.amount,
      currency: row.currency,
      method: row.method,
      purpose: row.purpose,
      reduces_fee: row.reduces_fee,
      instalment: row.instalment,
      registration: row.registration,
      voided: row.voided,
    }),
  )

const finance = z
  .looseObject({
    zohoid: z.string().transform(zohoId),
    userid: z
      .int()
      .positive()
      .transform((id): MoodleUserId => moodleUserId(id)),
    scholarship: text,
    scholarship_reason: text,
    scholarship_percentage: orNull,
    currency: text,
    amount_transferred: orNull,
    transferred_currency: orNull,
    payment_method: text,
    payment_mode: text,
    bank_name: text,
    bank_holder: text,
    registration_fees: orNull,
    invoice_reg_fees: text,
    total_amount: orNull,
    discount_amount: orNull,
    scholarship_amount: orNull,
    net_amount: orNull,
    instalments: z.array(instalment),
    payments: z.array(payment),
  })
  .transform(
    (row): FinanceRecord => ({
      zohoid: row.zohoid,
      userid: row.userid,
      scholarship: row.scholarship,
      scholarship_reason: row.scholarship_reason,
      scholarship_percentage: row.scholarship_percentage,
      currency: row.currency,
      amount_transferred: row.amount_transferred,
      transferred_currency: row.transferred_currency,
      payment_method: row.payment_method,
      payment_mode: row.payment_mode,
      bank_name: row.bank_name,
      bank_holder: row.bank_holder,
      registration_fees: row.registration_fees,
      invoice_reg_fees: row.invoice_reg_fees,
      total_amount: row.total_amount,
      discount_amount: row.discount_amount,
      scholarship_amount: row.scholarship_amount,
      net_amount: row.net_amount,
      instalments: row.instalments,
      payments: row.payments,
    }),
  )
const answer = z.looseObject({ students: z.array(finance) })

/** Amounts come back with two decimals, and an instalment's `paid` that was not given as "0.00". */
async function financeOf(ask: Ask, students: readonly ZohoId[]): Promise<Map<ZohoId, FinanceRecord>> {
  const found = new Map<ZohoId, FinanceRecord>()
  await inBatches(
    [...new Set(students)],
    () => IDS_PER_CALL,
    async (ids) => {
      const variables = ids.map((id, index): Variable => [`zohoids[${index}]`, id])
      for (const record of (await ask.read(READ_FINANCE, variables, answer)).students) found.set(record.zohoid, record)
    },
  )
  return found
}
