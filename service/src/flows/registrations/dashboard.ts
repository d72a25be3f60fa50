import type { ZohoId } from '../../domain/ids.ts'
import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import { sha256 } from '../../mapping/mapping.ts'
import type { RegistrationRecord } from '../../ports/moodle-records.ts'
import type { FlowContext, ObservedTarget } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'
import type { Placed, ScheduleRow } from './registration.ts'

const SET_REGISTRATIONS = 'local_campusbridge_set_registrations'

/** What students see of a registration, or why it cannot be shown. */
export type Shown = { record: RegistrationRecord; hash: string } | { problem: Verdict }

/** What the plugin holds of a set of registrations; undefined where there is no plugin. */
export type Dashboard = {
  shown: ReadonlyMap<ZohoId, Shown>
  /** The same as when it was last settled. */
  isAsBefore(one: Placed): boolean
}

/** What students should see of these registrations; undefined where nobody could show it to them. */
export async function dashboardOf(placed: readonly Placed[], context: FlowContext): Promise<Dashboard | undefined> {
  if (placed.length === 0 || !(await context.moodle.offers(SET_REGISTRATIONS))) return undefined
  const currencies = await currenciesOf(placed, context)
  const shown = new Map(placed.map((one) => [one.record.id, shownOf(one, currencies.get(one.record.student) ?? '', context)]))
  return {
    shown,
    isAsBefore({ record, known }) {
      const now = shown.get(record.id)
      return now !== undefined && 'hash' in now && known?.targets.shown === now.hash
    },
  }
}

/** Tells the plugin what differs from what was last settled, and all of it when a person asks: what it has cannot be read. */
export async function show(
  placed: readonly Placed[],
  { shown, isAsBefore }: Dashboard,
  { moodle, rehearsal }: FlowContext,
): Promise<{ outcomes: ReadonlyMap<ZohoId, Written>; observed: ReadonlyMap<ZohoId, ObservedTarget> }> {
  const telling = placed.flatMap((one) => {
    const now = shown.get(one.record.id)
    const isDue = !isAsBefore(one) || one.known?.inDoubt === true || one.known?.gone === true
    return now !== undefined && 'record' in now && (isDue || ((one.subject.askedByPerson || one.subject.confirms) && !rehearsal))
      ? [now.record]
      : []
  })
  const written = await moodle.setRegistrations(telling.map((record) => ({ subject: record.zohoid, record, before: {} })))
  const outcomes = outcomesOf(telling, ({ zohoid }) => zohoid, written)
  return { outcomes, observed: new Map(telling.flatMap((record) => observedIn(record, outcomes.get(record.zohoid)))) }
}

/** Only the answer tells how it stood before: `unchanged` is what an earlier run had said already. */
function observedIn(record: RegistrationRecord, outcome: Written | undefined): [ZohoId, ObservedTarget][] {
  if (outcome?.outcome !== 'done' && outcome?.outcome !== 'unchanged') return []
  const { zohoid, ...said } = record
  const fields = Object.fromEntries(
    Object.entries(said).flatMap(([field, value]) =>
      value === null || value === undefined
        ? []
        : [[field, typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value)]],
    ),
  )
  return [[zohoid, { system: 'moodle', target: zohoid, fields: outcome.outcome === 'done' ? null : fields }]]
}

/** Without a currency of its own a schedule is in that of the student, as the student's money is shown. */
async function currenciesOf(placed: readonly Placed[], { zoho, mappings }: FlowContext): Promise<Map<ZohoId, string>> {
  const students = new Set(
    placed.flatMap(({ record, rows }) => (record.currency === '' && rows.length > 0 ? [record.student] : [])),
  )
  if (students.size === 0) return new Map()
  const { question, rules, read } = mappings.finance
  const found = await zoho.records({ module: question.module, fields: [rules.currency.from] }, [...students])
  return new Map([...found].map(([id, record]) => [id, read(record).currency]))
}

function shownOf({ record, rows, user, programme }: Placed, currencyOfStudent: string, { mappings }: FlowContext): Shown {
  const about = { record: record.id }
  const currency = record.currency || currencyOfStudent
  const numbers = new Set<number>()
  for (const row of rows) {
    const unread = unreadable(row, mappings.scheduleRows.rules)
    if (unread !== undefined) return { problem: needsAttention('registration.unreadable_field', { ...about, field: unread }) }
    const number = row.number ?? 0
    if (numbers.has(number)) return { problem: needsAttention('registration.schedule_number_twice', { ...about, number }) }
    numbers.add(number)
  }
  if (rows.length > 0 && currency === '') {
    return {
      problem: needsAttention('registration.no_currency', { ...about, field: mappings.registrations.rules.currency.from }),
    }
  }
  const shown: RegistrationRecord = {
    zohoid: record.id,
    student: record.student,
    userid: user,
    programme,
    // The contract's registrations have neither a level nor an end (reference/zoho-fields.json).
    level: '',
    status: record.status.slice(0, 50),
    start_date: record.startDate,
    end_date: null,
    instalments: rows
      .map(({ number, dueDate, amount, status, paidDate }) => ({
        number: number ?? 0,
        due_date: dueDate,
        amount: amount ?? '0.00',
        paid: isPaid(status, paidDate) ? (amount ?? '0.00') : '0.00',
        currency,
      }))
      .toSorted((one, other) => one.number - other.number),
  }
  return { record: shown, hash: sha256(JSON.stringify(shown)).slice(0, 16) }
}

/** A field that is empty and must not be, or that holds something else. */
function unreadable(
  { number, amount, misfits }: ScheduleRow,
  rules: FlowContext['mappings']['scheduleRows']['rules'],
): string | undefined {
  const [misfit] = misfits
  if (misfit !== undefined) return misfit.from
  if (number === null || number < 1 || number > 9999) return rules.number.from
  return amount === null ? rules.amount.from : undefined
}

/** The college's own code wrote `Paid` or `Pending`; where nobody wrote anything, a day of payment says it. */
const isPaid = (status: string, paidDate: string | null): boolean =>
  status === '' ? paidDate !== null : status.toLowerCase() === 'paid'
