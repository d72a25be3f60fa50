import type { FinanceItem } from './finance-item.ts'
import { type FinanceState, forgetFinanceHash } from './finance-state.ts'
import { placeOf } from './payments.ts'
import { differs, type OwnedPaymentColumns, type PaymentRow, paymentKey, type RecordTables, setColumns } from './record-tables.ts'

/** What bringing payments into step came to. */
export type PaymentOutcome = { changed: boolean; hasNewer: boolean }

/**
 * Brings the payments of a student into step with an item: writes, claims from other students, voids. What was read later than the
 * item stays as it is (`hasNewer`).
 */
export function writePayments(tables: RecordTables, stored: FinanceState, item: FinanceItem): PaymentOutcome {
  const own = new Map((stored.payments.get(item.zohoid) ?? []).map((row) => [placeOf(row), row]))
  const outcome = { changed: false, hasNewer: false }
  const fresh: PaymentRow[] = []
  const known: { row: PaymentRow; columns: OwnedPaymentColumns }[] = []
  for (const [place, payment] of item.payments) {
    const columns = { ...payment, student: item.zohoid, userid: item.columns.userid }
    const row = own.get(place) ?? stored.paymentsByZohoId.get(payment.zohoid ?? '')
    if (row === undefined && stored.wasDeleted(payment.zohoid, item)) outcome.hasNewer = true
    else if (row === undefined) fresh.push({ ...columns, asof: item.asOf })
    else known.push({ row, columns })
  }
  for (const { row, columns } of known) update(tables, stored, item, row, columns, outcome)
  for (const row of fresh) tables.payments.set(paymentKey(row, item.zohoid), row)
  outcome.changed ||= fresh.length > 0
  for (const [place, row] of own) if (!item.payments.has(place)) remove(tables, item, row, outcome)
  return outcome
}

function update(
  tables: RecordTables,
  stored: FinanceState,
  item: FinanceItem,
  row: PaymentRow,
  columns: OwnedPaymentColumns,
  outcome: PaymentOutcome,
): void {
  if (!differs(row, columns)) return
  const elsewhere = row.student === item.zohoid ? undefined : stored.finance.get(row.student)
  if (Math.max(row.asof, elsewhere?.asof ?? 0) > item.asOf) {
    outcome.hasNewer = true
    return
  }
  setColumns(tables.payments, paymentKey(row, row.student), { ...columns, asof: item.asOf })
  if (elsewhere !== undefined) forgetFinanceHash(tables, [row.student])
  outcome.changed = true
}

function remove({ payments }: RecordTables, item: FinanceItem, row: PaymentRow, outcome: PaymentOutcome): void {
  const key = paymentKey(row, item.zohoid)
  if (row.asof > item.asOf) outcome.hasNewer = true
  else if (row.zohoid === null) {
    payments.delete(key)
    outcome.changed = true
  } else if (row.voided === 0) {
    // Another student's item of this call may have claimed it meanwhile.
    if (payments.get(key)?.student === item.zohoid) setColumns(payments, key, { asof: item.asOf, voided: 1 })
    outcome.changed = true
  }
}
