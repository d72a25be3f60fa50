import { noteChange } from './changes.ts'
import { cleanParam, type ParamType } from './clean-param.ts'
import { countries } from './countries.ts'
import { invalidItems } from './errors.ts'
import { type Parsed, struct, value } from './params.ts'
import { ADMIN_ID, authPlugins, GUEST_ID, internalAuthPlugins, notForNewUsers } from './site.ts'
import { columnWidths, emptyUser, type MoodleUser } from './user-fields.ts'
import { isValidEmail } from './validate-email.ts'
import { secondsNow, type Visit } from './world.ts'

export const upsertUsersParams = struct({ items: value('raw') })

type Item = Record<string, unknown>
type Refusal = { status: 'refused'; error: string; field: string; message: string }
type Change = { field: string; before: string; after: string }
/** In the order of Moodle's own description of the answer. */
type Result = { userid?: number; status: 'created' | 'updated' | 'skipped' | 'stale'; changes?: Change[] } | Refusal

class ItemRefused extends Error {
  readonly result: Refusal

  constructor(error: string, field: string, message: string) {
    super(message)
    this.result = { status: 'refused', error, field, message }
  }
}

const MOST_ITEMS = 100
const columns = ['username', 'auth', 'firstname', 'lastname', 'email', 'city', 'country'] as const
type Column = (typeof columns)[number]
const neverBlank: readonly Column[] = ['username', 'auth', 'firstname', 'lastname', 'email']
const fields = ['zohoid', 'userid', 'foreignidnumber', ...columns, 'suspended', 'createpassword', 'as_of']
const cleaningOf: Partial<Record<Column, ParamType>> = { firstname: 'notags', lastname: 'notags', city: 'text' }

/** local_campusbridge_upsert_users: a result for each item, whatever became of the others. */
export function upsertUsers({ items }: Parsed<typeof upsertUsersParams>, visit: Visit): { results: Result[] } {
  const seen = new Set<unknown>()
  const results = itemsIn(items).map((item) => {
    try {
      const read = readItem(item)
      if (seen.has(read.zohoid))
        throw new ItemRefused('twice', 'zohoid', 'zohoid: an earlier item of this call is about the same record')
      seen.add(read.zohoid)
      return apply(read, visit)
    } catch (error) {
      if (error instanceof ItemRefused) return error.result
      throw error
    }
  })
  visit.rows.written += results.filter(({ status }) => status === 'created' || status === 'updated').length
  visit.rows.found += results.filter(({ status }) => status === 'skipped').length
  return { results }
}

function itemsIn(json: string): Item[] {
  let items: unknown
  try {
    items = JSON.parse(json)
  } catch {
    throw invalidItems('not JSON: Syntax error')
  }
  if (!Array.isArray(items)) throw invalidItems('must be a JSON list of objects')
  if (items.length > MOST_ITEMS) throw invalidItems(`at most ${MOST_ITEMS} in one call, not ${items.length}`)
  return items.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || (Array.isArray(item) && item.length > 0))
      throw invalidItems('must be a JSON object', index)
    return item as Item
  })
}

type Read = {
  zohoid: string
  userid: number | undefined
  foreignidnumber: 'refuse' | 'keep' | 'overwrite'
  columns: Partial<Record<Column, string>>
  suspended: boolean | undefined
  createpassword: boolean
  asOf: number
}

const invalid = (field: string, problem: string): ItemRefused => new ItemRefused('invalid', field, `${field}: ${problem}`)

function readItem(item: Item): Read {
  for (const name of Object.keys(item)) {
    if (!fields.includes(name))
      throw new ItemRefused('unknownfield', name, `${name}: there is no such field; fields are ${fields.join(', ')}`)
  }
  const given = (name: string): unknown => item[name] ?? undefined
  const read: Read['columns'] = {}
  for (const column of columns) {
    const sent = given(column)
    if (sent !== undefined) read[column] = readColumn(column, sent)
  }
  const yesOrNo = (name: string): boolean | undefined => {
    const sent = given(name)
    if (sent !== undefined && typeof sent !== 'boolean') throw invalid(name, 'must be true or false')
    return sent
  }
  const whole = (name: string, least: number): number | undefined => {
    const sent = given(name)
    if (sent !== undefined && !(Number.isInteger(sent) && Number(sent) >= least))
      throw invalid(name, `must be a whole number, ${least} or more`)
    return sent as number | undefined
  }
  const suspended = yesOrNo('suspended')
  const zohoid = required(given('zohoid'), 'zohoid')
  if (typeof zohoid !== 'string' || !/^\d{15,20}$/.test(zohoid))
    throw invalid('zohoid', 'must be the id of a Zoho record, a text of 15 to 20 digits')
  const userid = whole('userid', 1)
  const foreign = given('foreignidnumber') ?? 'refuse'
  if (foreign !== 'refuse' && foreign !== 'keep' && foreign !== 'overwrite')
    throw invalid('foreignidnumber', 'must be one of refuse, keep, overwrite')
  const createpassword = yesOrNo('createpassword') ?? false
  required(given('as_of'), 'as_of')
  const asOf = whole('as_of', 0) ?? 0
  if (asOf < 1e12 || asOf >= 1e13) throw invalid('as_of', 'must be in milliseconds since 1970')
  return { zohoid, userid, foreignidnumber: foreign, columns: read, suspended, createpassword, asOf }
}

function required(given: unknown, name: string): unknown {
  if (given === undefined || given === null) throw new ItemRefused('missing', name, `${name}: must be given`)
  return given
}

function readColumn(column: Column, sent: unknown): string {
  if (typeof sent !== 'string') throw invalid(column, 'must be a text')
  const text = sent.trim()
  const most = column === 'auth' ? 20 : columnWidths[column]
  if ([...text].length > most) throw new ItemRefused('toolong', column, `${column}: at most ${most} characters`)
  const type = cleaningOf[column]
  if (type !== undefined && cleanParam(text, type) !== text)
    throw invalid(column, 'has characters that Moodle does not take here')
  if (text === '' && neverBlank.includes(column)) throw new ItemRefused('blank', column, `${column}: must not be blank`)
  const problem = problemOf(column, text)
  if (problem !== undefined) throw invalid(column, problem)
  return text
}

function problemOf(column: Column, text: string): string | undefined {
  switch (column) {
    case 'username':
      return cleanParam(text, 'username') === text ? undefined : 'must be of a-z 0-9 - . _ @, in lower case'
    case 'auth':
      return authPlugins.includes(text) && !notForNewUsers.includes(text)
        ? undefined
        : 'must be an installed authentication method, such as manual or oauth2'
    case 'email':
      return isValidEmail(text) ? undefined : 'must be an e-mail address'
    case 'country':
      return text === '' || countries.has(text) ? undefined : 'must be a country of ISO 3166, such as GB, or empty'
    default:
      return undefined
  }
}

function apply(item: Read, visit: Visit): Result {
  const { asOf } = visit.world
  const user = find(item, visit)
  const known = asOf.get(item.zohoid) ?? 0
  const result: Result =
    known > item.asOf
      ? { ...(user === undefined ? {} : { userid: user.id }), status: 'stale' }
      : user === undefined
        ? create(item, visit)
        : update(item, user, visit)
  asOf.set(item.zohoid, Math.max(known, item.asOf))
  return result
}

function find(item: Read, { world }: Visit): MoodleUser | undefined {
  const holders = world.users.withIdnumber(item.zohoid).filter(({ deleted }) => !deleted)
  if (holders.length > 1) {
    const ids = holders.map(({ id }) => id).join(', ')
    throw new ItemRefused('idnumbertwice', 'zohoid', `zohoid: several users have it as their idnumber: ${ids}`)
  }
  const [holder] = holders
  const field = item.userid === undefined ? 'zohoid' : 'userid'
  const user = item.userid === undefined ? holder : world.users.get(item.userid)
  if (user === undefined) {
    if (item.userid === undefined) return undefined
    throw new ItemRefused('usernotfound', field, `userid: there is no user ${item.userid}`)
  }
  if (holder !== undefined && holder.id !== user.id)
    throw new ItemRefused('idnumbertaken', 'zohoid', `zohoid: it is the idnumber of user ${holder.id} already`)
  if (user.deleted) throw new ItemRefused('userdeleted', field, `${field}: user ${user.id} was deleted in Moodle`)
  if (user.id === GUEST_ID) throw new ItemRefused('userguest', field, `${field}: user ${user.id} is the guest account`)
  if (user.id === ADMIN_ID) {
    const why = 'is a site administrator, whom nothing from outside changes'
    throw new ItemRefused('useradmin', field, `${field}: user ${user.id} ${why}`)
  }
  return user
}

function refuseWhatIsTaken(wanted: Read['columns'], own: number, { world }: Visit): void {
  const holder = wanted.username === undefined ? undefined : world.users.withUsername(wanted.username)
  if (holder !== undefined && holder.id !== own)
    throw new ItemRefused('usernametaken', 'username', `username: user ${holder.id} has it`)
  const others = wanted.email === undefined ? [] : world.users.withEmail(wanted.email).filter(({ id }) => id !== own)
  if (others.length > 0)
    throw new ItemRefused('emailtaken', 'email', `email: already that of user ${others.map(({ id }) => id).join(', ')}`)
}

function create(item: Read, visit: Visit): Result {
  const { world } = visit
  for (const column of neverBlank) required(item.columns[column], column)
  const { username = '', auth = '', ...rest } = item.columns
  if (internalAuthPlugins.includes(auth) && !item.createpassword) {
    const why = `must be true for a new account with ${auth}, whose password Moodle keeps`
    throw new ItemRefused('passwordneeded', 'createpassword', `createpassword: ${why}`)
  }
  refuseWhatIsTaken(item.columns, 0, visit)
  const now = secondsNow(world)
  const id = world.users.nextId()
  const suspended = item.suspended ?? false
  world.users.insert({
    ...emptyUser,
    ...rest,
    username,
    auth,
    suspended,
    idnumber: item.zohoid,
    id,
    timecreated: now,
    timemodified: now,
  })
  noteChange(visit, 'user_created', { userid: id })
  return { userid: id, status: 'created' }
}

function update(item: Read, user: MoodleUser, visit: Visit): Result {
  const wanted: Partial<MoodleUser> = {
    ...item.columns,
    ...(item.suspended === undefined ? {} : { suspended: item.suspended }),
  }
  if (user.idnumber !== item.zohoid && (user.idnumber === '' || item.foreignidnumber !== 'keep')) {
    if (user.idnumber !== '' && item.foreignidnumber === 'refuse') {
      const why = `user ${user.id} has another idnumber; say keep or overwrite if this is the same person`
      throw new ItemRefused('idnumberforeign', 'foreignidnumber', `foreignidnumber: ${why}`)
    }
    wanted.idnumber = item.zohoid
  }
  const changed = Object.entries(wanted).filter(([field, text]) => user[field as keyof MoodleUser] !== text)
  if (changed.length === 0) return { userid: user.id, status: 'skipped' }
  const after = Object.fromEntries(changed)
  refuseWhatIsTaken(after, user.id, visit)
  visit.world.users.replace({ ...user, ...after, timemodified: secondsNow(visit.world) })
  noteChange(visit, 'user_updated', { userid: user.id })
  const changes = changed.map(([field, text]) => ({
    field,
    before: asColumn(user[field as keyof MoodleUser]),
    after: asColumn(text),
  }))
  return { userid: user.id, status: 'updated', changes }
}

/** As the database keeps it: yes and no are 1 and 0. */
const asColumn = (held: unknown): string => (typeof held === 'boolean' ? (held ? '1' : '0') : String(held))
