import type { SimulatedRecord, SimulatedSystem } from '../system.ts'
import { markDeleted } from './delete-users.ts'
import { recordLists } from './plugin/record-tables.ts'
import { emptyUser, type MoodleUser } from './user-fields.ts'
import { type MoodleWorld, secondsNow, type Token } from './world.ts'

/**
 * What the control surface sees of a site: `users` (deleted ones too, marked), `tokens`, the `mails` that went out and the plugin's `changes`.
 * Who acts makes no difference yet: nothing in this site listens to changes.
 */
export function moodleRecords(world: MoodleWorld): SimulatedSystem['records'] {
  const listOf: Record<string, () => SimulatedRecord[]> = {
    users: () => world.users.all(),
    tokens: () => [...world.tokens.values()],
    mails: () => world.mails,
    changes: () => world.changes.map((change) => ({ id: change.event_id, ...change })),
    ...recordLists(world.studentRecords),
  }

  const store = (module: string, fields: Record<string, unknown>): SimulatedRecord => {
    if (module === 'users') return storeUser(world, fields)
    if (module === 'tokens') return storeToken(world, fields)
    throw new Error(`Nobody writes ${module} by hand`)
  }
  const get = (module: string, id: string): SimulatedRecord | undefined =>
    module === 'users' ? world.users.get(Number(id)) : listOf[module]?.().find((record) => String(record.id) === id)

  return {
    modules: () => Object.keys(listOf),
    list: (module) => listOf[module]?.() ?? [],
    get,
    put: (module, record) => store(module, record),
    patch(module, id, fields) {
      const known = get(module, id)
      return known === undefined ? undefined : store(module, { ...known, ...fields, id })
    },
    remove(module, id) {
      if (module === 'tokens') return world.tokens.delete(id)
      if (module !== 'users') throw new Error(`Nobody removes ${module} by hand`)
      const user = world.users.get(Number(id))
      if (user === undefined || user.deleted) return false
      markDeleted(user, world)
      return true
    },
  }
}

function storeUser(world: MoodleWorld, fields: Record<string, unknown>): MoodleUser {
  const unknown = Object.keys(fields).filter((field) => !(field in emptyUser) && field !== 'id' && field !== 'username')
  if (unknown.length > 0) throw new Error(`A Moodle user has no ${unknown.join(', ')}`)
  if (typeof fields.username !== 'string' || fields.username === '') throw new Error('A Moodle user needs a username')

  const id = fields.id === undefined ? world.users.nextId() : Number(fields.id)
  const now = secondsNow(world)
  const user = { ...emptyUser, timecreated: now, ...fields, timemodified: now, id } as MoodleUser
  world.users.replace(user)
  world.users.continueFrom(id)
  return user
}

function storeToken(world: MoodleWorld, fields: Record<string, unknown>): Token {
  const token = { userid: 3, validuntil: 0, ...fields } as Token
  world.tokens.set(token.id, token)
  return token
}
