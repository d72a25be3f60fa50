import { type AccountAlreadyInMoodle, accountsAlreadyInMoodle } from '../college.ts'
import { clearRecordTables } from './plugin/record-tables.ts'
import { ADMIN_ID, DEFAULT_MOODLE_TOKEN, defaultSettings, GUEST_ID, SERVICE_USER_ID } from './site.ts'
import { seedTeaching } from './teaching/seed.ts'
import { emptyUser, type MoodleUser } from './user-fields.ts'
import { type MoodleWorld, secondsNow } from './world.ts'

type Person = Pick<MoodleUser, 'id' | 'username' | 'firstname' | 'lastname' | 'email'> & Partial<MoodleUser>

const staff: Person[] = [
  { id: GUEST_ID, username: 'guest', firstname: 'Guest user', lastname: ' ', email: 'root@localhost' },
  { id: ADMIN_ID, username: 'admin', firstname: 'Admin', lastname: 'User', email: 'admin@college.example' },
  { id: SERVICE_USER_ID, username: 'wsuser', firstname: 'Web', lastname: 'Service', email: 'wsuser@college.example' },
]

const accountOf = ({ zohoId: _zohoId, ...account }: AccountAlreadyInMoodle, index: number): Person => ({
  ...account,
  id: SERVICE_USER_ID + 1 + index,
})

/** A fresh site: the accounts every Moodle has, the service user with its token and, for the college, a few older accounts. */
export function seedWorld(world: MoodleWorld, seed: 'college' | 'empty'): void {
  world.users.clear()
  world.mails.length = 0
  world.changes.length = 0
  world.asOf.clear()
  world.fetched.clear()
  clearRecordTables(world.studentRecords)
  world.tokens.clear()
  seedTeaching(world)
  world.tokens.set(DEFAULT_MOODLE_TOKEN, { id: DEFAULT_MOODLE_TOKEN, userid: SERVICE_USER_ID, validuntil: 0 })
  Object.assign(world.settings, defaultSettings)

  const now = secondsNow(world)
  const people = seed === 'college' ? [...staff, ...accountsAlreadyInMoodle.map(accountOf)] : staff
  for (const person of people) world.users.insert({ ...emptyUser, timecreated: now, timemodified: now, ...person })
}
