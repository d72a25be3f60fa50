import type { TenantId } from '../domain/ids.ts'

/** A subject in a worker's hands: what it covers is exactly `hints`, and it is settled only under its `fence`. */
export type ClaimedJob = {
  id: number
  tenant: TenantId
  flow: string
  subject: string
  lane: 'live' | 'bulk'
  /** Ledger row numbers, oldest first. A hint that arrives after the claim opens the key's next row. */
  hints: number[]
  /** Runs before this one that ended in an error. */
  attempts: number
  /** Runs before this one whose worker stopped renewing its lease. */
  expiredLeases: number
  fence: number
}

/** Due subjects of one flow and tenant, taken together. */
export type ClaimedSet = { tenant: TenantId; flow: string; jobs: ClaimedJob[] }

export const laneNumber = { live: 0, bulk: 1 } as const
