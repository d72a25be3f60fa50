import type { ZohoId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { MoneyRecords, StudentFinance } from './money-records.ts'
import { hashesOfParts, hashOf } from './parts.ts'
import type { Plan } from './plan.ts'

/**
 * What we remember of a student's money once it is in Moodle: of the student record its own hash, so that a bulk read finds it unchanged; of
 * what was told to Moodle the hash of the whole and of each part. Payments are remembered one by one: a deleted one is found by its owner.
 * @param stamped ids of the records that carry our stamp now
 */
export function statesOf(
  plan: Plan,
  stamped: ReadonlySet<ZohoId>,
  changed: boolean,
  lost: readonly KnownRecord[],
  { mappings }: Pick<FlowContext, 'mappings'>,
): NewState[] {
  const { student, record, parts, money } = plan
  const after = <T extends { id: ZohoId; synced: boolean }>(one: T): T => ({ ...one, synced: one.synced || stamped.has(one.id) })
  const { fieldHashes, stateHash } = stateOf(mappings.finance, after(student))
  return [
    {
      table: 'finance',
      key: student.id,
      fieldHashes: { ...fieldHashes, ...hashesOfParts(parts) },
      stateHash,
      targets: { user: record.userid, record: hashOf(parts) },
      owners: ownersOf(student.id, money),
      modifiedTime: student.modifiedTime,
      gone: false,
      changed,
    },
    ...money.payments.map(
      (payment): NewState => ({
        table: 'payments',
        key: payment.id,
        ...stateOf(mappings.payments, after(payment)),
        targets: { user: record.userid },
        owners: [student.id],
        modifiedTime: payment.modifiedTime,
        gone: false,
        changed: false,
      }),
    ),
    ...lost.map((known): NewState => ({ ...stateFrom(known, 'payments'), gone: true })),
  ]
}

/** A student whose money cannot be said: found again when what stands in its way changes, or goes. What Moodle was told stays known. */
export const stateOfObstructed = (student: StudentFinance, money: MoneyRecords, known: KnownRecord | undefined): NewState => ({
  ...(known === undefined ? stateOfUnready(student.id) : { ...stateFrom(known, 'finance'), gone: false }),
  owners: ownersOf(student.id, money),
})

/** The student, and every record that the money was worked out with. */
const ownersOf = (student: ZohoId, { payments, registrations }: MoneyRecords): ZohoId[] => [
  student,
  ...payments.map(({ id }) => id),
  ...registrations.map(({ registration }) => registration.id),
]

/** A student of whom there is nothing to show: settled all the same, so that the next bulk read need not ask again. */
export const stateOfNothing = (student: StudentFinance, { mappings }: Pick<FlowContext, 'mappings'>): NewState => ({
  table: 'finance',
  key: student.id,
  ...stateOf(mappings.finance, student),
  targets: {},
  owners: [student.id],
  modifiedTime: student.modifiedTime,
  gone: false,
  changed: false,
})

/** A student whose money cannot be in Moodle yet, found again by whoever links the account. */
export const stateOfUnready = (student: ZohoId): NewState => ({
  table: 'finance',
  key: student,
  fieldHashes: {},
  stateHash: '',
  targets: {},
  owners: [student],
  modifiedTime: null,
  gone: false,
  changed: false,
})

/** What was known of a student who is gone: Moodle keeps it, and so do we. */
export const stateOfGone = (student: ZohoId, known: KnownRecord | undefined): NewState => ({
  ...(known === undefined ? stateOfUnready(student) : stateFrom(known, 'finance')),
  gone: true,
})

const stateFrom = (
  { key, fieldHashes, targets, owners, modifiedTime }: KnownRecord,
  table: 'finance' | 'payments',
): Omit<NewState, 'gone'> => ({
  table,
  key,
  fieldHashes,
  stateHash: '',
  targets,
  owners,
  modifiedTime,
  changed: false,
})
