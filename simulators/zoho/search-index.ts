import type { Row } from './table.ts'
import type { World } from './world.ts'

type Pending = { dueAt: number; module: string; id: string; row: Row | undefined }

export type SearchIndex = ReturnType<typeof createSearchIndex>

/** A copy of the database that lags behind it: new records are missing, changed and deleted ones still stand as they were (reference/zoho.md §2.6). */
export const createSearchIndex = (world: World) => {
  const indexed = new Map<string, Map<string, Row>>()
  let pending: Pending[] = []
  let settled = 0

  const apply = ({ module, id, row }: Pending) => {
    const rows = indexed.get(module) ?? new Map<string, Row>()
    indexed.set(module, rows)
    if (row === undefined) rows.delete(id)
    else rows.set(id, row)
  }
  const catchUp = () => {
    const now = world.clock.now()
    while (settled < pending.length) {
      const next = pending[settled]
      if (next === undefined || next.dueAt > now) break
      apply(next)
      settled += 1
    }
    // Cutting the settled part off now and then keeps each change cheap.
    if (settled > 1000 && settled > pending.length / 2) {
      pending = pending.slice(settled)
      settled = 0
    }
  }

  world.store.onChange((module, id, row) => {
    pending.push({ dueAt: world.clock.now() + world.behaviour.searchLagMs, module, id, row })
    catchUp()
  })

  return {
    rows(module: string): Iterable<Row> {
      catchUp()
      return indexed.get(module)?.values() ?? []
    },
    /** Everything is found at once, as after a long quiet time. */
    settle() {
      for (const each of pending.slice(settled)) apply(each)
      pending = []
      settled = 0
    },
    clear() {
      indexed.clear()
      pending = []
      settled = 0
    },
  }
}
