import { NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import type { MoodleProfile, MoodleUserChange } from '../../ports/moodle.ts'
import type { Ask } from './call.ts'
import type { RefusedCall } from './faults.ts'
import { usersWithEmail } from './look-up.ts'
import { emailBelongsTo, type Reason, reasonInValues, unknownReason } from './reasons.ts'

/** What Moodle's warnings about one row mean (reference/moodle.md §2). A row of a deleted account shows itself when it is read back. */
const reasonOfWarning: Readonly<Record<string, Reason>> = {
  useremailduplicate: 'the e-mail address belongs to another account',
  useremailinvalid: 'the e-mail address is invalid',
  usernotupdatedadmin: 'it is the account of a site administrator, which web services may not change',
  usernotupdatedguest: 'it is the guest account',
  usernotupdatedremote: 'it is an account of another site (MNet)',
}

/** Why one row did not take: a warning about it, the refusal of the call that carried it alone, or nothing but what was read back. */
export async function refusalOfUpdate(
  ask: Ask,
  { subject, user, after }: MoodleUserChange,
  cause: { warning?: string; refusal?: RefusedCall; kept?: readonly string[] },
): Promise<NeedsAttentionError | RetryLaterError> {
  const because = (reason: Reason): NeedsAttentionError =>
    new NeedsAttentionError('student.refused_by_moodle', { student: subject, reason })
  const { suspended: _suspended, ...values }: Partial<MoodleProfile> & { suspended?: boolean } = after

  if (cause.warning === 'useremailduplicate' && after.email !== undefined) {
    const holder = (await usersWithEmail(ask, after.email)).find(({ id }) => id !== user)
    if (holder !== undefined) return because(emailBelongsTo(holder.id))
  }
  const named = reasonOfWarning[cause.warning ?? ''] ?? reasonInValues(values)
  if (named !== undefined) return because(named)
  if (cause.warning === 'dmlwriteexception' || cause.refusal?.errorcode === 'dmlwriteexception') {
    return new RetryLaterError('moodle.database_busy', { function: 'core_user_update_users' })
  }
  if (cause.refusal !== undefined || cause.warning !== undefined) return because(cause.refusal?.reason ?? unknownReason)
  return because(`Moodle accepted the change and still shows another value of ${(cause.kept ?? []).join(', ')}`)
}
