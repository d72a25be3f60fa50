import type { ZohoId } from '../../domain/ids.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Subject } from '../flow.ts'
import type { MissingForAccount, Profile } from './moodle-profile.ts'
import type { Standing } from './standing.ts'

/** Somebody with an account, as their record in Zoho tells it: what students and teachers have in common. */
export type Person = {
  id: ZohoId
  academicEmail: string
  /** The account's id as it stands in Zoho; '' for none. */
  moodleId: string
  /** Zoho's word for how they stand; '' of a teacher, who has none. */
  status: string
  standing: Standing
  /** What their account should look like, or what is missing for one. */
  account: Profile | MissingForAccount
  /** What the dashboard of the account shows of them; null of a teacher, who has none. */
  dashboard: { number: string } | null
  modifiedTime: string
  /** What is remembered of the record once the account's id stands in it. */
  hashesWith(moodleId: string): { fieldHashes: Record<string, string>; stateHash: string }
}

/** Somebody who can be read in Zoho, why we look, and what we knew of them. */
export type LivingPerson = { subject: Subject; person: Person; known: KnownRecord | undefined }
