import { NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import type { MoodleUserId } from '../../domain/ids.ts'
import { refused, type Written } from '../../domain/written.ts'
import type { NewMoodleUser } from '../../ports/moodle.ts'
import type { Ask } from './call.ts'
import type { RefusedCall } from './faults.ts'
import { usersWithEmail } from './look-up.ts'
import { emailBelongsTo, reasonInNewUser, unknownReason } from './reasons.ts'
import { hasAuth } from './site.ts'

export const accountTaken = (user: NewMoodleUser, account: MoodleUserId): Written<MoodleUserId> =>
  refused(new NeedsAttentionError('student.account_taken', { student: user.subject, user: account }))

/**
 * Why one account alone was refused. Moodle says only "Invalid parameter value", so the likely causes are asked for, and only then:
 * a wrong authentication plugin, which holds the connection because every record would fail alike; an address that another account
 * has; a value that Moodle's rules refuse.
 */
export function createRefusals(ask: Ask) {
  const authChecks = new Map<string, Promise<boolean>>()
  const authIsThere = (auth: string): Promise<boolean> => {
    const check = authChecks.get(auth) ?? hasAuth(ask, auth)
    authChecks.set(auth, check)
    return check
  }

  return async (user: NewMoodleUser, refusal: RefusedCall): Promise<NeedsAttentionError | RetryLaterError> => {
    const because = (reason: string): NeedsAttentionError =>
      new NeedsAttentionError('student.refused_by_moodle', { student: user.subject, reason })

    if (refusal.errorcode === 'invalidparameter' && !(await authIsThere(user.auth))) {
      throw new SystemHeldError('moodle', 'moodle.auth_missing', { auth: user.auth })
    }
    const visible = reasonInNewUser(user)
    if (visible !== undefined) return because(visible)
    // Nothing is too long, so it was a lock, a race or a full disk.
    if (refusal.errorcode === 'dmlwriteexception') {
      return new RetryLaterError('moodle.database_busy', { function: String(refusal.params.function) })
    }
    const holder = (await usersWithEmail(ask, user.profile.email))[0]
    if (holder !== undefined) return because(emailBelongsTo(holder.id))
    return because(refusal.reason ?? unknownReason)
  }
}
