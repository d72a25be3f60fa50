import { noteChange } from './changes.ts'
import { invalidResponse, MoodleError, moodleException } from './errors.ts'
import type { Parsed } from './params.ts'
import { passwordProblems } from './password-policy.ts'
import { changePicture } from './pictures/change-picture.ts'
import { ADMIN_ID, GUEST_ID } from './site.ts'
import { type ChangedUser, columnsOf, type MoodleUser, type updateUsersParams } from './user-fields.ts'
import { isValidEmail } from './validate-email.ts'
import { secondsNow, type Visit } from './world.ts'

type Warning = { item: 'user'; itemid: number; warningcode: string; message: string }

/** core_user_update_users: each row stands alone, and a row that fails becomes a warning (reference/moodle.md §2). */
export function updateUsers({ users }: Parsed<typeof updateUsersParams>, visit: Visit): { warnings: Warning[] } {
  const warnings: Warning[] = []
  for (const sent of users) {
    try {
      updateOne(sent, visit)
      noteChange(visit, 'user_updated', { userid: sent.id })
      visit.rows.written += 1
    } catch (error) {
      if (!(error instanceof MoodleError)) throw error
      warnings.push({ item: 'user', itemid: sent.id, warningcode: error.errorcode, message: error.message })
    }
  }
  // A password problem's error code is HTML, which Moodle's own check of its answer refuses, after the other rows were committed.
  const odd = warnings.find((warning) => !/^[a-zA-Z0-9]*$/.test(warning.warningcode))
  if (odd !== undefined) throw invalidResponse(`warnings => Invalid response value detected: warningcode => ${odd.warningcode}`)
  return { warnings }
}

function updateOne(sent: ChangedUser, visit: Visit): void {
  const { users } = visit.world
  const known = users.get(sent.id)
  if (known === undefined) throw moodleException('invaliduserid', 'Invalid user ID')
  if (known.id === ADMIN_ID && visit.callerId !== ADMIN_ID) {
    throw moodleException('usernotupdatedadmin', 'Cannot update admin accounts')
  }
  if (known.deleted) throw moodleException('usernotupdateddeleted', 'error/usernotupdateddeleted')
  if (known.id === GUEST_ID) throw moodleException('usernotupdatedguest', 'error/usernotupdatedguest')

  if (sent.email !== undefined && sent.email !== known.email) {
    if (!isValidEmail(sent.email)) throw moodleException('useremailinvalid', 'error/useremailinvalid')
    const others = users.withEmail(sent.email).filter((user) => user.id !== known.id)
    if (others.length > 0) throw moodleException('useremailduplicate', 'Duplicate address')
  }
  if (sent.password !== undefined) {
    const problems = passwordProblems(sent.password)
    if (problems !== undefined) throw moodleException(problems, `error/${problems}`)
  }
  const columns = Object.entries(columnsOf(sent)) as [keyof MoodleUser, unknown][]
  const changed = columns.some(([field, given]) => known[field] !== given)
  // Identical values leave the row and its time stamp alone, though Moodle still tells its observers (reference/moodle.md §2).
  if (changed) users.replace({ ...known, ...Object.fromEntries(columns), timemodified: secondsNow(visit.world) })
  if (sent.userpicture !== undefined) changePicture(sent.id, sent.userpicture, sent.userpicture === 0, visit.world)
}
