/** What was done since a transaction began, so that it can be undone. */
export type Journal = {
  note(undo: () => void): void
  /** Undoes everything noted when the work throws. One inside another belongs to the outer one, as in Moodle. */
  transaction<T>(work: () => T): T
}

export function createJournal(): Journal {
  let steps: (() => void)[] | undefined
  return {
    note: (undo) => void steps?.push(undo),
    transaction(work) {
      if (steps !== undefined) return work()
      steps = []
      try {
        return work()
      } catch (error) {
        for (const undo of steps.reverse()) undo()
        throw error
      } finally {
        steps = undefined
      }
    },
  }
}

/**
 * A table of the site's database with its indexes, each a word made of the row. An id that was given out is never given again, also when
 * its transaction was undone.
 */
export function createTable<R extends { id: number }, I extends string>(
  journal: Journal,
  indexes: Record<I, (row: R) => string>,
) {
  const rows = new Map<number, R>()
  const wordOf = Object.entries(indexes) as [I, (row: R) => string][]
  const found = new Map<I, Map<string, Set<number>>>(wordOf.map(([name]) => [name, new Map()]))
  let lastId = 0

  const put = (row: R): void => {
    rows.set(row.id, row)
    for (const [name, word] of wordOf) {
      const index = found.get(name)
      const ids = index?.get(word(row))
      if (ids === undefined) index?.set(word(row), new Set([row.id]))
      else ids.add(row.id)
    }
  }
  const take = (row: R): void => {
    rows.delete(row.id)
    for (const [name, word] of wordOf) {
      const ids = found.get(name)?.get(word(row))
      ids?.delete(row.id)
      if (ids?.size === 0) found.get(name)?.delete(word(row))
    }
  }
  const inOrder = (ids: Iterable<number>): R[] =>
    [...ids]
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const row = rows.get(id)
        return row === undefined ? [] : [row]
      })

  const table = {
    get: (id: number): R | undefined => rows.get(id),
    /** By id. */
    all: (): R[] => inOrder(rows.keys()),
    /** The rows of which an index makes this word, by id. */
    where: (index: I, word: string | number): R[] => inOrder(found.get(index)?.get(String(word)) ?? []),
    nextId(): number {
      lastId += 1
      return lastId
    },
    insert(row: R): R {
      lastId = Math.max(lastId, row.id)
      put(row)
      journal.note(() => take(row))
      return row
    },
    /** Puts the row in the place of the one with its id, or inserts it. */
    replace(row: R): R {
      const before = rows.get(row.id)
      if (before === undefined) return table.insert(row)
      take(before)
      put(row)
      journal.note(() => {
        take(row)
        put(before)
      })
      return row
    },
    /** False where there is no such row. */
    erase(id: number): boolean {
      const row = rows.get(id)
      if (row === undefined) return false
      take(row)
      journal.note(() => put(row))
      return true
    },
    clear(): void {
      rows.clear()
      for (const index of found.values()) index.clear()
      lastId = 0
    },
    lastId: (): number => lastId,
    /** As kept: the rows and the last id given out. */
    fill(kept: R[], last: number): void {
      table.clear()
      for (const row of kept) put(row)
      lastId = last
    },
  }
  return table
}

export type Table<R extends { id: number }, I extends string = string> = ReturnType<typeof createTable<R, I>>
