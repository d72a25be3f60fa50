import { mailsBefore } from '../../sync/plan-sync.ts'
import type { SyncName } from '../../sync/sources.ts'
import { plural } from '../columns.ts'
import type { SyncCounter } from './sync-counter.ts'

/**
 * Says how many e-mails Moodle would send, unless they are wanted. Only accounts whose password Moodle makes cost one; otherwise nobody
 * need be asked.
 * @returns whether the sync must stop
 */
export async function stopBeforeMails(counter: SyncCounter, names: readonly SyncName[], command: string): Promise<boolean> {
  const { desk, ports, settings, mappings, wishes, progress, out } = counter
  if (wishes.sendMail) return false
  const planning = { database: desk.database, tenant: desk.tenant, ...ports, settings, mappings }
  const mails = await mailsBefore(planning, names, (count) => progress.counting('Accounts planned:', count))
  progress.stop()
  if (mails === 0) return false
  out.answer({ stopped: true, mails }, () => [
    `Moodle would send ${plural(mails, 'e-mail')} with a new password, so nothing was done.`,
    `If they shall go out: ${command} --all --send-mail. To see who: ${command} --plan.`,
    'If your students log in through another system: settings set moodle.auth oauth2 (or its plugin’s name).',
  ])
  return true
}
