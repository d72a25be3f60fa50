import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { type Mapping, type Rules, stateHashOf, type Values } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { FinanceRecord, RecordChange } from '../../ports/moodle-records.ts'
import type { FlowContext } from '../flow.ts'
import type { Living } from '../reading.ts'
import { type Decided, financeRecordOf } from './finance-record.ts'
import type { MoneyRecords, Payment, StudentFinance } from './money-records.ts'
import { differing, differingByHash, hashOf, type Parts, partsOf, seenBeside } from './parts.ts'

/** A student whose money can be said, and what is to be done about it. */
export type Plan = Decided & {
  subject: Living<FlowContext['mappings']['finance']['rules']>['subject']
  student: StudentFinance
  money: MoneyRecords
  known: KnownRecord | undefined
  parts: Parts
  /** What Moodle has, if it was asked: null when it has nothing. */
  stored: Parts | null | undefined
  /** What Moodle is to be told; undefined when it says so already, as far as we know. */
  change: RecordChange<FinanceRecord> | undefined
  /** Zoho says something else than when this student's money was last settled. */
  moved: boolean
  /** Payments that are new or say something else than when they were last settled. */
  movedPayments: readonly MovedPayment[]
  /** One of the payments was another student's when it was last settled. */
  claims: boolean
  /** Payments that were this student’s and are no more. */
  lostPayments: readonly KnownRecord[]
}

/** `isNew`: we never settled it as living. */
export type MovedPayment = { payment: Payment; isNew: boolean }

/** What was known of payments before this run. */
export type KnownPayments = {
  byId: ReadonlyMap<ZohoId, KnownRecord>
  byStudent: ReadonlyMap<ZohoId, readonly KnownRecord[]>
}

export function planFor(
  { subject, record: student, known }: Living<FlowContext['mappings']['finance']['rules']>,
  user: MoodleUserId,
  money: MoneyRecords,
  before: { payments: KnownPayments; moodle: ReadonlyMap<ZohoId, FinanceRecord>; asked: ReadonlySet<ZohoId> },
  context: FlowContext,
): Plan {
  const decided = financeRecordOf(student, user, money, context.settings)
  const { record } = decided
  const parts = partsOf(record)
  const inMoodle = before.moodle.get(student.id)
  const stored = !before.asked.has(student.id) ? undefined : inMoodle === undefined ? null : partsOf(seenBeside(inMoodle, record))

  const living = new Set(money.payments.map(({ id }) => id))
  const { payments: mapping } = context.mappings
  return {
    ...decided,
    subject,
    student,
    money,
    known,
    parts,
    stored,
    change: changeFor(record, parts, stored, known, subject.confirms ?? false),
    moved: recordHashIn(known) !== hashOf(parts),
    movedPayments: money.payments.flatMap((payment) => {
      const was = before.payments.byId.get(payment.id)
      return hasMoved(payment, was, mapping) ? [{ payment, isNew: was === undefined || was.gone }] : []
    }),
    claims: money.payments.some(({ id }) => before.payments.byId.get(id)?.owners.includes(student.id) === false),
    lostPayments: (before.payments.byStudent.get(student.id) ?? []).filter(({ key }) => !living.has(key)),
  }
}

/** The hash of the record that was last settled: kept among the targets, because it is of what went over there. */
export const recordHashIn = (known: KnownRecord | undefined): string | undefined =>
  known === undefined || known.gone || typeof known.targets.record !== 'string' ? undefined : known.targets.record

function changeFor(
  record: FinanceRecord,
  parts: Parts,
  stored: Parts | null | undefined,
  known: KnownRecord | undefined,
  confirms: boolean,
): RecordChange<FinanceRecord> | undefined {
  // Nobody asked Moodle: what we know of it is what we last told it.
  const before =
    stored === undefined
      ? recordHashIn(known) === undefined
        ? {}
        : differingByHash(parts, known?.fieldHashes ?? {})
      : stored === null
        ? {}
        : differing(parts, stored)
  const isThere = stored === undefined ? recordHashIn(known) !== undefined : stored !== null
  return isThere && Object.keys(before).length === 0 && !confirms ? undefined : { subject: record.zohoid, record, before }
}

/** Our own stamp is no news. */
function hasMoved<R extends Rules>(
  record: Values<R> & { synced: boolean },
  known: KnownRecord | undefined,
  mapping: Mapping<R>,
): boolean {
  if (known === undefined || known.gone) return true
  return [true, false].every((synced) => stateHashOf(mapping, { ...record, synced }) !== known.stateHash)
}
