import type { MoodleUserId } from '../../domain/ids.ts'
import type { MoodleInspection } from '../../ports/moodle-inspection.ts'
import { createdUsers } from './answers.ts'
import type { Ask, Caller } from './call.ts'
import { RefusedCall } from './faults.ts'
import { usersBy } from './look-up.ts'
import { hasAuth, siteOf } from './site.ts'

/** What `manage doctor` asks. Each question is one that Moodle answers without changing anything. */
export const inspectionOf = (ask: Ask, caller: Pick<Caller, 'clockDifferenceMs'>): MoodleInspection => ({
  site: () => siteOf(ask),
  clockDifferenceMs: caller.clockDifferenceMs,
  hasAuth: (auth) => hasAuth(ask, auth),
  async lookForNobody() {
    await usersBy(ask, 'username', ['nobody.has.this.username'])
    await usersBy(ask, 'email', ['nobody@invalid.invalid'])
  },
  tryToCreate: () => tryToCreate(ask),
  shownOf: (id) => shownOf(ask, id),
})

/**
 * Moodle checks the capability before it looks at the rows. Every Moodle has a `guest`, and besides the address is none and there is no
 * password: three reasons to refuse the row, of which Moodle names none.
 */
async function tryToCreate(ask: Ask): Promise<void> {
  const row = { auth: 'manual', username: 'guest', firstname: 'Guest', lastname: 'Guest', email: 'none' }
  const variables = Object.entries(row).map(([field, text]) => [`users[0][${field}]`, text] as const)
  try {
    await ask.write('core_user_create_users', variables, createdUsers)
  } catch (error) {
    if (!(error instanceof RefusedCall && error.errorcode === 'invalidparameter')) throw error
  }
}

async function shownOf(ask: Ask, id: MoodleUserId) {
  const [user] = await usersBy(ask, 'id', [String(id)])
  return user === undefined || user.deleted ? undefined : { email: user.email !== '', idnumber: user.idnumber !== '' }
}
