import type { MoodleUserChange, NewMoodleUser } from '../ports/moodle.ts'
import type { MoodleIdChange } from '../ports/zoho.ts'
import type { FieldChanges, Intent } from './trail.store.ts'

/** What a port call would change, in the audit's words. One intent per record, also in a batch. */
export const intentOf = {
  createUser: (user: NewMoodleUser): Intent => ({
    subject: user.subject,
    system: 'moodle',
    action: 'createUser',
    target: null,
    changes: between({}, { ...user.profile, username: user.username, auth: user.auth }),
  }),
  updateUser: (change: MoodleUserChange): Intent => ({
    subject: change.subject,
    system: 'moodle',
    action: 'updateUser',
    target: String(change.user),
    changes: between(change.before, change.after),
  }),
  writeMoodleId: (change: MoodleIdChange): Intent => ({
    subject: change.student,
    system: 'zoho',
    action: 'writeMoodleId',
    target: change.student,
    changes: { Student_Moodle_ID: { before: change.before, after: change.after } },
  }),
}

const between = (before: Record<string, string | boolean>, after: Record<string, string | boolean>): FieldChanges =>
  Object.fromEntries(Object.entries(after).map(([field, value]) => [field, { before: before[field] ?? null, after: value }]))

/** One line per change: `moodle city "Paris" → "Lyon"`. What needs the result of a withheld write is said as a promise. */
export const describeIntent = (intent: Intent): string =>
  intent.action === 'createUser'
    ? `${describeChanges(intent)}; would then tell Zoho the new account's id`
    : describeChanges(intent)

const describeChanges = (intent: Intent): string =>
  Object.entries(intent.changes)
    .map(
      ([field, { before, after }]) =>
        `${intent.system} ${field} ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
    )
    .join('; ')
