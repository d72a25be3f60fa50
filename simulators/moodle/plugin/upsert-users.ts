import { noteChange } from '../changes.ts'
import type { Parsed } from '../params.ts'
import { ADMIN_ID, GUEST_ID, internalAuthPlugins } from '../site.ts'
import { emptyUser, type MoodleUser } from '../user-fields.ts'
import { secondsNow, type Visit } from '../world.ts'
import { appliedAt, claimTime } from './applied-times.ts'
import { ItemFields } from './item-fields.ts'
import { ItemRefused, type Refusal, refusalOr } from './item-refused.ts'
import { itemsIn, type itemsParams } from './items.ts'
import { neverBlank, readUserItem, type UserItem } from './user-item.ts'

type Change = { field: string; before: string; after: string }
/** In the order of Moodle's own description of the answer. */
type Applied = { userid?: number; status: 'created' | 'updated' | 'skipped' | 'stale'; changes?: Change[] }
type Result = Applied | Refusal

/** local_campusbridge_upsert_users: a result for each item, whatever became of the others. */
export function upsertUsers({ items }: Parsed<typeof itemsParams>, visit: Visit): { results: Result[] } {
  const seen = new Set<unknown>()
  const results = itemsIn(items).map((item) =>
    refusalOr<Result>(() => {
      const read = readUserItem(item)
      if (seen.has(read.zohoid))
        throw new ItemRefused('twice', 'zohoid', 'zohoid: an earlier item of this call is about the same record')
      seen.add(read.zohoid)
      return apply(read, visit)
    }),
  )
  visit.rows.written += results.filter(({ status }) => status === 'created' || status === 'updated').length
  visit.rows.found += results.filter(({ status }) => status === 'skipped').length
  return { results }
}

function apply(item: UserItem, visit: Visit): Applied {
  const { asOf } = visit.world
  const user = find(item, visit)
  const result: Applied =
    appliedAt(asOf, 'user', item.zohoid) > item.asOf
      ? { ...(user === undefined ? {} : { userid: user.id }), status: 'stale' }
      : user === undefined
        ? create(item, visit)
        : update(item, user, visit)
  claimTime(asOf, 'user', item.zohoid, { asof: item.asOf, userid: result.userid ?? 0 })
  return result
}

function find(item: UserItem, { world }: Visit): MoodleUser | undefined {
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

function refuseWhatIsTaken(wanted: UserItem['columns'], own: number, { world }: Visit): void {
  const holder = wanted.username === undefined ? undefined : world.users.withUsername(wanted.username)
  if (holder !== undefined && holder.id !== own)
    throw new ItemRefused('usernametaken', 'username', `username: user ${holder.id} has it`)
  const others = wanted.email === undefined ? [] : world.users.withEmail(wanted.email).filter(({ id }) => id !== own)
  if (others.length > 0)
    throw new ItemRefused('emailtaken', 'email', `email: already that of user ${others.map(({ id }) => id).join(', ')}`)
}

function create(item: UserItem, visit: Visit): Applied {
  const { world } = visit
  new ItemFields(item.columns, Object.keys(item.columns)).require(...neverBlank)
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

function update(item: UserItem, user: MoodleUser, visit: Visit): Applied {
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
