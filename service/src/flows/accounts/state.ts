import type { MoodleUserId } from '../../domain/ids.ts'
import { sha256 } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { Kind } from './kind.ts'
import type { Person } from './person.ts'

/**
 * What we remember of somebody, `account` of whom is in Moodle. Its hash is that of the record once our own write has come back: that
 * makes the echo recognisable.
 * @param dashboard what the dashboard was told, as a hash
 */
export const stateOfPerson = (
  { table }: Kind,
  person: Person,
  account: MoodleUserId | null,
  dashboard?: string,
): Omit<NewState, 'changed'> => ({
  table,
  key: person.id,
  ...person.hashesWith(account === null ? person.moodleId : String(account)),
  targets: {
    ...(account === null ? {} : { user: account }),
    ...emailTarget(person.academicEmail),
    ...(dashboard === undefined ? {} : { dashboard }),
  },
  owners: [],
  modifiedTime: person.modifiedTime,
  gone: false,
})

/** Who has this address now is how a merge in Zoho is noticed, after the record that had it can no longer be read. */
const emailTarget = (address: string): { emailHash?: string } =>
  address === '' ? {} : { emailHash: sha256(address.toLowerCase()) }

/** What the dashboard was last told of this student, as a hash. */
export const dashboardIn = (known: KnownRecord | undefined): string | undefined =>
  typeof known?.targets.dashboard === 'string' ? known.targets.dashboard : undefined
