import { readInstalments, type Schedule } from './instalments.ts'
import { readPayments } from './payments.ts'
import type { RecordFields } from './record-fields.ts'
import { beginningOfUser, hashOf, phpArray, type RecordItem } from './record-item.ts'
import type { FinanceColumns, PaymentColumns } from './record-tables.ts'

/** All that Zoho says of one student's money. */
export type FinanceItem = RecordItem & {
  columns: FinanceColumns
  instalments: Schedule
  payments: Map<string, PaymentColumns>
  /** Where a payment record stands in the item's list, by its Zoho id. */
  places: Map<string, number>
}

export function readFinanceItem(fields: RecordFields): FinanceItem {
  const { zohoid, asOf, userid } = beginningOfUser(fields)
  const columns = {
    zohoid,
    userid,
    scholarship: fields.line('scholarship', 100),
    scholarshipreason: fields.line('scholarship_reason', 255),
    scholarshippercentage: fields.optionalPercentage('scholarship_percentage'),
    currency: fields.currency('currency'),
    amounttransferred: fields.optionalAmount('amount_transferred'),
    transferredcurrency: fields.optionalCurrency('transferred_currency'),
    paymentmethod: fields.line('payment_method', 100),
    paymentmode: fields.line('payment_mode', 100),
    bankname: fields.line('bank_name', 255),
    bankholder: fields.line('bank_holder', 255),
    registrationfees: fields.optionalAmount('registration_fees'),
    invoiceregfees: fields.line('invoice_reg_fees', 255),
    totalamount: fields.optionalAmount('total_amount'),
    discountamount: fields.optionalAmount('discount_amount'),
    scholarshipamount: fields.optionalAmount('scholarship_amount'),
    netamount: fields.optionalAmount('net_amount'),
  }
  if (columns.amounttransferred !== null && columns.transferredcurrency === null) fields.missing('transferred_currency')
  const instalments = readInstalments(fields, (one) => one.optionalZohoid('registration') ?? '') ?? fields.missing('instalments')
  const { payments, places } = readPayments(fields)
  fields.only()
  const hash = hashOf([columns, phpArray(instalments), phpArray(payments)])
  return { zohoid, asOf, columns, hash, users: { userid }, courses: {}, instalments, payments, places }
}
