import type { MoodleUser } from '../../ports/moodle.ts'
import { usersByCriteria, usersByField } from './answers.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import type { Variable } from './form.ts'
import { canBeUsername } from './reasons.ts'

type Field = 'id' | 'idnumber' | 'username' | 'email'

const BY_FIELD = 'core_user_get_users_by_field'
const BY_CRITERIA = 'core_user_get_users'
/** A row found costs Moodle about 3 ms, so a hundred make an answer in a third of a second. */
const VALUES_PER_CALL = 100
const FEW = 3

/** Any number of accounts by one field. What is not there is not in the answer. */
export async function usersBy(ask: Ask, field: Field, values: readonly string[]): Promise<MoodleUser[]> {
  const wanted = new Set(values.map((value) => normal(field, value)).filter((value) => isAskable(field, value)))
  const found = new Map<number, MoodleUser>()
  const take = (users: readonly MoodleUser[]): void => {
    for (const user of users) {
      // Deleted rows come back by id alone; and a database that ignores case finds more than was asked for.
      if (field !== 'id' && user.deleted) continue
      if (wanted.has(normal(field, String(user[field])))) found.set(user.id, user)
    }
  }
  // One call per address shows every account that has it, in whatever case: right for the few of live work, too dear for a set of fifty.
  // What a set misses, an account whose e-mail has capitals that Zoho's has not, shows itself when Moodle refuses the create
  // (see refusal-of-create.ts).
  if (field === 'email' && wanted.size <= FEW) {
    for (const email of wanted) take(await usersWithEmail(ask, email))
    return [...found.values()]
  }
  // get_users_by_field compares e-mails with case, while an account may carry it in either form.
  const asked =
    field === 'email' ? new Set([...wanted, ...values.map((value) => value.trim()).filter((v) => isAskable(field, v))]) : wanted
  await inBatches(
    [...asked],
    () => VALUES_PER_CALL,
    async (batch) => take(await byField(ask, field, batch)),
  )
  return [...found.values()]
}

/** All living accounts with this address, whatever the case of either: only get_users compares so (reference/moodle.md §2). */
export async function usersWithEmail(ask: Ask, email: string): Promise<MoodleUser[]> {
  const address = email.trim().toLowerCase()
  if (!isAskable('email', address)) return []
  // get_users takes % and _ as wildcards.
  const literal = address.replaceAll(/[\\%_]/g, '\\$&')
  const { users } = await ask.read(
    BY_CRITERIA,
    [
      ['criteria[0][key]', 'email'],
      ['criteria[0][value]', literal],
    ],
    usersByCriteria,
  )
  return users.filter((user) => user.email.toLowerCase() === address)
}

async function byField(ask: Ask, field: Field, values: readonly string[]): Promise<MoodleUser[]> {
  const variables: Variable[] = [
    ...values.map((value, index): Variable => [`values[${index}]`, value]),
    // Last, so that a form cut by PHP misses it and is refused, instead of silently looking for fewer.
    ['field', field],
  ]
  try {
    return await ask.read(BY_FIELD, variables, usersByField)
  } catch (error) {
    if (!(error instanceof RefusedCall) || values.length === 1) throw error
    const found: MoodleUser[] = []
    for (const half of halvesOf(values)) found.push(...(await byField(ask, field, half)))
    return found
  }
}

const normal = (field: Field, value: string): string =>
  field === 'username' || field === 'email' ? value.trim().toLowerCase() : value

/** One value that Moodle refuses fails the whole call; an account with such a value cannot exist. */
function isAskable(field: Field, value: string): boolean {
  if (value === '' || value.includes('\0') || !value.isWellFormed()) return false
  if (field === 'id') return /^[1-9]\d{0,14}$/.test(value)
  return field !== 'username' || canBeUsername(value)
}
