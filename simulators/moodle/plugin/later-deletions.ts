import type { MoodleWorld } from '../world.ts'
import { appliedAt, claimTime } from './applied-times.ts'
import type { FinanceItem } from './finance-item.ts'
import type { RecordItem } from './record-item.ts'

type Deletable = 'payment' | 'registration'
type Times = Pick<MoodleWorld, 'asOf'>

/** Remembers the deletion of what never came here, so that nothing that was read earlier brings it. */
export function rememberDeletion(kind: Deletable, { zohoid, asOf: asof }: RecordItem, { asOf }: Times): void {
  claimTime(asOf, kind, zohoid, { asof, userid: 0 })
}

/** When that was; 0 for what was not deleted. To be asked only about what is not stored. */
export const deletedAt = (kind: Deletable, zohoid: string, { asOf }: Times): number => appliedAt(asOf, kind, zohoid)

/** Registrations of an item's instalments that were deleted after it was read. */
export const registrationsDeletedAfter = ({ instalments, asOf }: FinanceItem, times: Times): string[] =>
  [...instalments.values()].flatMap(({ registration }) =>
    registration !== '' && deletedAt('registration', registration, times) > asOf ? [registration] : [],
  )
