import { dmlWriteError } from './errors.ts'
import { columnWidths, type MoodleUser } from './user-fields.ts'

/**
 * Moodle's user table with its indexes. The username is unique; e-mail and idnumber are only looked up, as in Moodle, where
 * nothing but the create's own check keeps an address single.
 */
export function createUserTable() {
  const rows = new Map<number, MoodleUser>()
  const byUsername = new Map<string, number>()
  const byIdnumber = new Map<string, Set<number>>()
  const byLowerEmail = new Map<string, Set<number>>()
  let lastId = 0

  const index = (user: MoodleUser): void => {
    byUsername.set(user.username, user.id)
    put(byIdnumber, user.idnumber, user.id)
    put(byLowerEmail, user.email.toLowerCase(), user.id)
  }
  const unindex = (user: MoodleUser): void => {
    byUsername.delete(user.username)
    take(byIdnumber, user.idnumber, user.id)
    take(byLowerEmail, user.email.toLowerCase(), user.id)
  }
  const refuseWhatTheDatabaseRefuses = (user: MoodleUser): void => {
    for (const [field, width] of Object.entries(columnWidths) as [keyof typeof columnWidths, number][]) {
      const text = user[field]
      if (text.length > width && [...text].length > width) {
        throw dmlWriteError(`ERROR:  value too long for type character varying(${width})`)
      }
    }
    const holder = byUsername.get(user.username)
    if (holder !== undefined && holder !== user.id) throw dmlWriteError('ERROR:  duplicate key value violates unique constraint')
  }
  const inOrder = (ids: Iterable<number>): MoodleUser[] =>
    [...ids]
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const user = rows.get(id)
        return user === undefined ? [] : [user]
      })

  return {
    get: (id: number): MoodleUser | undefined => rows.get(id),
    withUsername: (username: string): MoodleUser | undefined => {
      const id = byUsername.get(username)
      return id === undefined ? undefined : rows.get(id)
    },
    withIdnumber: (idnumber: string): MoodleUser[] => inOrder(byIdnumber.get(idnumber) ?? []),
    /** Whatever the case: the caller narrows it down where case counts. */
    withEmail: (email: string): MoodleUser[] => inOrder(byLowerEmail.get(email.toLowerCase()) ?? []),
    /** By id. */
    all: (): MoodleUser[] => inOrder(rows.keys()),
    size: (): number => rows.size,

    /** The sequence is not rolled back with a transaction: a failed batch leaves a gap (moodle-wire/users.txt, 171651 → 171689). */
    nextId(): number {
      lastId += 1
      return lastId
    },

    /** Throws `dmlwriteexception` for a value too long for its column or a username taken. */
    insert(user: MoodleUser): void {
      refuseWhatTheDatabaseRefuses(user)
      lastId = Math.max(lastId, user.id)
      rows.set(user.id, user)
      index(user)
    },

    replace(user: MoodleUser): void {
      const before = rows.get(user.id)
      refuseWhatTheDatabaseRefuses(user)
      if (before !== undefined) unindex(before)
      rows.set(user.id, user)
      index(user)
    },

    /** Takes the row out altogether: a rollback. A deletion in Moodle keeps the row. */
    erase(id: number): void {
      const user = rows.get(id)
      if (user === undefined) return
      unindex(user)
      rows.delete(id)
    },

    clear(): void {
      rows.clear()
      byUsername.clear()
      byIdnumber.clear()
      byLowerEmail.clear()
      lastId = 0
    },

    lastId: (): number => lastId,
    continueFrom(id: number): void {
      lastId = Math.max(lastId, id)
    },
  }
}

export type UserTable = ReturnType<typeof createUserTable>

function put(index: Map<string, Set<number>>, key: string, id: number): void {
  if (key === '') return
  const ids = index.get(key)
  if (ids === undefined) index.set(key, new Set([id]))
  else ids.add(id)
}

function take(index: Map<string, Set<number>>, key: string, id: number): void {
  const ids = index.get(key)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(key)
}
