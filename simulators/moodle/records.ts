import type { SimulatedRecord, SimulatedSystem } from '../system.ts'
import { markDeleted } from './delete-users.ts'
import { forgetPerson } from './enrolments/enrol.ts'
import { recordLists } from './plugin/record-tables.ts'
import { ADMIN_ID } from './site.ts'
import { teachingRecords } from './teaching/records.ts'
import { emptyUser, type MoodleUser } from './user-fields.ts'
import { type Acting, type MoodleWorld, secondsNow, type Token } from './world.ts'

/**
 * What the control surface sees of a site: `users` (deleted ones too, marked), `tokens`, the `mails` that went out, the plugin's `changes`,
 * and what `teaching/records.ts` adds. Whoever is said to act, it is an administrator on the site's own pages.
 */
export function moodleRecords(world: MoodleWorld): SimulatedSystem['records'] {
  const teaching = teachingRecords(world)
  const listOf: Record<string, () => SimulatedRecord[]> = {
    ...Object.fromEntries(Object.entries(teaching).map(([module, { list }]) => [module, list])),
    users: () => world.users.all(),
    tokens: () => [...world.tokens.values()],
    mails: () => world.mails,
    changes: () => world.changes.map((change) => ({ id: change.event_id, ...change })),
    pictures: () => world.teaching.pictures.all(),
    ...recordLists(world.studentRecords),
  }

  const store = (module: string, fields: Record<string, unknown>): SimulatedRecord => {
    if (module === 'users') return storeUser(world, fields)
    if (module === 'tokens') return storeToken(world, fields)
    const byHand = teaching[module]
    if (byHand !== undefined) return world.teaching.journal.transaction(() => byHand.store(fields))
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
      const byHand = teaching[module]
      if (byHand !== undefined) {
        return get(module, id) !== undefined && world.teaching.journal.transaction(() => byHand.remove(Number(id)))
      }
      if (module !== 'users') throw new Error(`Nobody removes ${module} by hand`)
      const user = world.users.get(Number(id))
      if (user === undefined || user.deleted) return false
      forgetPerson(user.id, unseen(world))
      markDeleted(user, world)
      return true
    },
  }
}

/** Accounts changed by hand are not told of, so what goes with one is not either. */
const unseen = (world: MoodleWorld): Acting => ({
  world: { ...world, settings: { ...world.settings, plugin: false } },
  callerId: ADMIN_ID,
})

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
