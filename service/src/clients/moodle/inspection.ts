import { z } from 'zod'
import type { MoodleUserId } from '../../domain/ids.ts'
import type { CourseRole, MoodleInspection } from '../../ports/moodle-inspection.ts'
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
  courseRoles: () => courseRolesOf(ask),
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

const GET_STATUS = 'local_campusbridge_get_status'
const status = z.looseObject({
  courseroles: z.array(z.looseObject({ id: z.int(), shortname: z.string(), assignable: z.boolean() })),
})

async function courseRolesOf(ask: Ask): Promise<CourseRole[] | undefined> {
  const { functions } = await siteOf(ask)
  return functions.includes(GET_STATUS) ? (await ask.read(GET_STATUS, [], status)).courseroles : undefined
}
