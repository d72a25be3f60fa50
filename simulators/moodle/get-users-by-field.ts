import { cleanParam, integerOf, type ParamType } from './clean-param.ts'
import { invalidParameter, MoodleError } from './errors.ts'
import { list, type Parsed, struct, value } from './params.ts'
import { userDetails } from './user-details.ts'
import type { MoodleUser } from './user-fields.ts'
import type { UserTable } from './user-table.ts'
import type { Visit } from './world.ts'

export const getUsersByFieldParams = struct({ field: value('alpha'), values: list(value('raw')) })

type Search = { type: ParamType; find(users: UserTable, wanted: string): MoodleUser[] }

const searches: Record<string, Search> = {
  id: { type: 'int', find: (users, wanted) => one(users.get(Number(wanted))) },
  idnumber: { type: 'raw', find: (users, wanted) => users.withIdnumber(wanted) },
  username: { type: 'username', find: (users, wanted) => one(users.withUsername(wanted)) },
  // Case counts here, though the check for duplicates ignores it (reference/moodle.md §0 fact 7).
  email: { type: 'raw_trimmed', find: (users, wanted) => users.withEmail(wanted).filter((user) => user.email === wanted) },
}

const one = (user: MoodleUser | undefined): MoodleUser[] => (user === undefined ? [] : [user])

/** core_user_get_users_by_field: rows by id whatever the order asked for, the missing ones absent, **deleted users included**. */
export function getUsersByField({ field, values }: Parsed<typeof getUsersByFieldParams>, visit: Visit): unknown[] {
  const search = searches[field]
  if (search === undefined) {
    throw new MoodleError(
      'core\\exception\\coding_exception',
      'codingerror',
      'Coding error detected, it must be fixed by a programmer: invalid field parameter',
      `The search field '${field}' is not supported, look at the web service documentation`,
    )
  }
  const wanted = values.map((given) => cleaned(field, given, search.type))
  const found = new Map<number, MoodleUser>()
  for (const text of wanted) {
    if (text === '') continue
    for (const user of search.find(visit.world.users, text)) found.set(user.id, user)
  }
  const rows = [...found.values()].sort((a, b) => a.id - b.id)
  visit.rows.found += rows.length
  return rows.map((user) => userDetails(user, visit))
}

function cleaned(field: string, given: string, type: ParamType): string {
  const clean = cleanParam(given, type)
  // PHP compares loosely here: ` 4` and `04` are the number 4.
  const same = type === 'int' ? isNumeric(given) && integerOf(given).toString() === String(Number(given)) : clean === given
  if (!same) throw invalidParameter(`The field '${field}' value is invalid: ${given}(cleaned value: ${clean})`)
  return clean
}

const isNumeric = (text: string): boolean => /^[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?[ \t\n\r\v\f]*$/i.test(text)
