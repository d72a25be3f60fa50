import { cleanParam, type ParamType } from './clean-param.ts'
import { moodleException } from './errors.ts'
import { list, type Parsed, struct, value } from './params.ts'
import { userDetails } from './user-details.ts'
import type { MoodleUser } from './user-fields.ts'
import type { UserTable } from './user-table.ts'
import type { Visit } from './world.ts'

export const getUsersParams = struct({ criteria: list(struct({ key: value('alpha'), value: value('raw') })) })

type Criterion = { type: ParamType; matches(wanted: string): (user: MoodleUser) => boolean }

const equal =
  (field: 'id' | 'idnumber' | 'username' | 'auth') =>
  (wanted: string) =>
  (user: MoodleUser): boolean =>
    String(user[field]) === wanted
const like = (field: 'email' | 'firstname' | 'lastname') => (wanted: string) => {
  const pattern = likePattern(wanted)
  return (user: MoodleUser): boolean => pattern.test(user[field])
}

const criterionOf: Record<string, Criterion> = {
  id: { type: 'int', matches: equal('id') },
  idnumber: { type: 'raw', matches: equal('idnumber') },
  username: { type: 'username', matches: equal('username') },
  auth: { type: 'auth', matches: equal('auth') },
  email: { type: 'raw_trimmed', matches: like('email') },
  firstname: { type: 'text', matches: like('firstname') },
  lastname: { type: 'text', matches: like('lastname') },
}

/** core_user_get_users: unlike get_users_by_field it cleans values silently, and a key it does not know returns everybody. */
export function getUsers({ criteria }: Parsed<typeof getUsersParams>, visit: Visit): { users: unknown[]; warnings: unknown[] } {
  const warnings: unknown[] = []
  const tests: ((user: MoodleUser) => boolean)[] = []
  const searched: string[] = []
  let candidates: MoodleUser[] | undefined

  for (const { key, value: given } of criteria) {
    if (searched.includes(key)) {
      throw moodleException('keyalreadyset', 'error/keyalreadyset', `The key ${key} can only be sent once`)
    }
    searched.push(key)
    const criterion = criterionOf[key]
    if (criterion === undefined) {
      const message = `The search key '${key}' is not supported, look at the web service documentation`
      warnings.push({ item: key, warningcode: 'invalidfieldparameter', message })
      continue
    }
    const wanted = cleanParam(given, criterion.type)
    candidates ??= indexed(visit.world.users, key, wanted)
    tests.push(criterion.matches(wanted))
  }

  const users = (candidates ?? visit.world.users.all())
    .filter((user) => !user.deleted && tests.every((test) => test(user)))
    .map((user) => userDetails(user, visit))
    // A searched field that the row does not show counts as "not allowed to search it".
    .filter((details) => searched.every((key) => criterionOf[key] === undefined || Boolean(details[key])))
  visit.rows.found += users.length
  return { users, warnings }
}

function indexed(users: UserTable, key: string, wanted: string): MoodleUser[] | undefined {
  if (key === 'id') return [users.get(Number(wanted))].filter((user) => user !== undefined)
  if (key === 'username') return [users.withUsername(wanted)].filter((user) => user !== undefined)
  if (key === 'idnumber' && wanted !== '') return users.withIdnumber(wanted)
  if (key === 'email' && !/[%_\\]/.test(wanted)) return users.withEmail(wanted)
  return undefined
}

/** SQL's ILIKE: `%` is any text, `_` any character, a backslash takes the next one literally. */
function likePattern(wanted: string): RegExp {
  const body = wanted.replaceAll(/\\(.)|(.)/gsu, (_all, escaped?: string, plain?: string) => {
    if (plain === '%') return '.*'
    if (plain === '_') return '.'
    return (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
  })
  return new RegExp(`^${body}$`, 'isu')
}
