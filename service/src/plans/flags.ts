import type { Code } from '../domain/codes.ts'
import type { Change } from './change.ts'

/**
 * What a person should look at before approving.
 *   removes    a deletion: something is suspended, hidden or taken away over there
 *   email      the e-mail address of an account changes
 *   creates    something is made
 *   adopts     something that is there already becomes ours
 *   mails      Moodle sends an e-mail with a new password
 */
export const flags = ['removes', 'email', 'creates', 'adopts', 'mails'] as const
export type Flag = (typeof flags)[number]

/** @param code of the rehearsal's verdict */
export function flagsOf(changes: readonly Change[], code: Code): Flag[] {
  const some = (is: (change: Change) => boolean): boolean => changes.some(is)
  const says: Record<Flag, boolean> = {
    removes: some(removes),
    email: some(({ action, changes: { email } }) => action === 'updateUser' && email !== undefined && email.before !== ''),
    creates: some(({ action }) => action.startsWith('create')),
    adopts: code.endsWith('.adopted') || some(takesOver),
    mails: some(({ action, changes: fields }) => action === 'createUser' && fields.auth?.after === 'manual'),
  }
  return flags.filter((flag) => says[flag])
}

const removes = ({ system, action, changes }: Change): boolean =>
  system === 'moodle' &&
  (/^(?:remove|delete)/.test(action) || changes.suspended?.after === true || changes.visible?.after === false)

/** What we make ours carries our number from then on. */
const takesOver = ({ system, action, changes: { idnumber } }: Change): boolean =>
  system === 'moodle' && action.startsWith('update') && idnumber !== undefined
