import { z } from 'zod'
import { NeedsAttentionError, SystemHeldError } from '../../domain/errors.ts'
import { type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import { done, type Written } from '../../domain/written.ts'
import type { MoodleUserChange, NewMoodleUser } from '../../ports/moodle.ts'
import type { Ask } from './call.ts'
import { itemResult, writeItems } from './plugin-items.ts'
import { emailBelongsTo, type Reason, unknownReason } from './reasons.ts'

/** The plugin's function: each item for itself, idempotent, and it says which field it minds. */
export const UPSERT = 'local_campusbridge_upsert_users'

type Item = { zohoid: string; as_of: number } & Record<string, unknown>

const result = itemResult.extend({ userid: z.int().positive().optional() })
type Result = z.output<typeof result>

/** Creates accounts; one that is there already, with our ID number, is brought into step and counts as done. */
export function createThroughPlugin(ask: Ask, users: readonly NewMoodleUser[], asOf: number): Promise<Written<MoodleUserId>[]> {
  return upsert(
    ask,
    users.map(({ subject, username, auth, createPassword, profile: { idnumber: _ours, ...profile } }) => ({
      zohoid: subject,
      username,
      auth,
      ...profile,
      createpassword: createPassword,
      as_of: asOf,
    })),
    // Whose account is there already is told which one it is, as if it had been made.
    ({ userid }) => (userid === undefined ? undefined : done(moodleUserId(userid))),
  )
}

/** Changes accounts that were found; whose ID number is another record's keeps it unless the change says otherwise. */
export async function updateThroughPlugin(ask: Ask, changes: readonly MoodleUserChange[], asOf: number): Promise<Written[]> {
  return upsert(
    ask,
    changes.map(({ subject, user, after: { idnumber, ...after } }) => ({
      zohoid: subject,
      userid: user,
      foreignidnumber: idnumber === undefined ? 'keep' : 'overwrite',
      ...after,
      as_of: asOf,
    })),
    ({ status }) => (status === 'skipped' ? { outcome: 'unchanged' } : done(undefined)),
  )
}

/** @param written of an item that was taken; undefined when its result is not understood */
const upsert = <T>(
  ask: Ask,
  items: readonly Item[],
  written: (result: Result) => Written<T> | undefined,
): Promise<Written<T>[]> =>
  writeItems(ask, items, {
    function: UPSERT,
    result,
    written: (one) => (['created', 'updated', 'skipped'].includes(one.status) ? written(one) : undefined),
    refusalOf,
  })

/** What the plugin's codes mean (moodle/local/campusbridge, classes/local/people). Its messages stay behind: they may quote values. */
function refusalOf({ zohoid: student, auth }: Item, { error, field, message }: Result): NeedsAttentionError {
  const because = (reason: Reason): NeedsAttentionError =>
    new NeedsAttentionError('student.refused_by_moodle', { student, reason })
  const user = Number(/\d+/.exec(message)?.[0] ?? 0)
  switch (error) {
    case 'userdeleted':
    case 'usernotfound':
      return new NeedsAttentionError('student.deleted_in_moodle', { student, user })
    case 'usernametaken':
    case 'idnumbertaken':
      return new NeedsAttentionError('student.account_taken', { student, user })
    case 'idnumbertwice':
      return new NeedsAttentionError('student.several_accounts', { student, by: 'ID number' })
    case 'emailtaken':
      return because(emailBelongsTo(user))
    case 'nopermission':
      throw new SystemHeldError('moodle', 'moodle.access_denied', { function: UPSERT })
    case 'invalid':
      if (field === 'auth') throw new SystemHeldError('moodle', 'moodle.auth_missing', { auth: String(auth) })
      return because(`the field ${field} holds what Moodle refuses`)
    case 'blank':
    case 'missing':
      return because(`the field ${field} is blank`)
    case 'toolong':
      return because(`the field ${field} is too long`)
    case 'useradmin':
      return because('it is the account of a site administrator, which web services may not change')
    case 'userguest':
      return because('it is the guest account')
    case 'userremote':
      return because('it is an account of another site (MNet)')
    default:
      return because(error === '' ? unknownReason : `Moodle says ${error}`)
  }
}
