import type { System } from '../domain/errors.ts'
import type { ZohoId } from '../domain/ids.ts'
import type { SyncName } from '../sync/sources.ts'

/**
 * Why the two sides differ, as far as one can tell:
 *   in line        an event of this subject is on its way, waits or is held: it is being seen to
 *   refused        it was tried, and failed for a reason that stands in the inbox
 *   never seen     nothing was ever settled of it
 *   missed event   Zoho says something else than when we last settled it, and nothing told us
 *   wrong side     Zoho says what it said then: the value of the other side was changed there (or ours in Zoho)
 */
export type DriftCause = 'in line' | 'refused' | 'never seen' | 'missed event' | 'wrong side'

/** Where a comparison stands: in which of its legs, and behind which record. */
export type Place = { leg: number; name: SyncName; after: ZohoId | null }

/** What was found of one flow's subjects. */
export type FlowCounts = {
  lookedAt: number
  inStep: number
  differ: number
  /** Copies that were sent again, so that those who read them see that they are up to date. */
  confirmed: number
  /** Why it was not compared to its end. */
  trouble?: string
}

export type DriftItem = {
  flow: string
  subject: string
  /** Whose value would be corrected; '' with `field` '' where only a code can be said. */
  system: System | ''
  action: string
  field: string
  stands: string | boolean | null
  due: string | boolean | null
  /** When the two last agreed, as far as we know. */
  since: Date | null
  cause: DriftCause
  /** What the flow said of the record, when it did not simply say what it would do. */
  said: { code: string; params: Record<string, string | number> } | null
  /** The hint that shall repair it. */
  eventId: string | null
}

/** What is known of a subject beside the comparison. */
export type SubjectFacts = {
  inLine: boolean
  refused: boolean
  /** Nothing was ever settled of it. */
  neverSeen: boolean
  /** Zoho does not say what it said when it was last settled. */
  changedInZoho: boolean
}

export function guessCause(facts: SubjectFacts, system: System | ''): DriftCause {
  if (facts.inLine) return 'in line'
  if (facts.refused) return 'refused'
  if (facts.neverSeen) return 'never seen'
  // What we keep in Zoho is told by no event of Zoho's: somebody wrote over it.
  if (system === 'zoho') return 'wrong side'
  return facts.changedInZoho ? 'missed event' : 'wrong side'
}
