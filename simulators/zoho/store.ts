import { RefusedRequest } from './errors.ts'
import type { ModuleSchema, Schema } from './schema.ts'
import { createTable, type Row, type Table } from './table.ts'

/** What is left of a deleted record: enough for the deleted list and to restore it with its rows and associations. */
export type Tombstone = {
  row: Row
  displayName: string | null
  deletedBy: string
  deletedAt: number
  belongings: { module: string; row: Row }[]
}

export type StoreSnapshot = {
  lastNumber: number
  autonumbers: [string, number][]
  rows: [string, Row[]][]
  tombstones: [string, Tombstone[]][]
}

export type StoreListener = (module: string, id: string, row: Row | undefined) => void

const ORGANISATION_PREFIX = '5725767000'
/** Above every id of the seeded college. */
const FIRST_NUMBER = 500_000_000
const autonumberPrefixes: Record<string, string> = {
  BTEC_Students: 'A26B',
  BTEC_Registrations: 'R26-',
  BTEC_Classes: 'C26-',
  BTEC_Enrollments: 'E26-',
  BTEC_Payments: 'P26-',
  BTEC_Grades: 'G26-',
  Products: 'PRG-',
}
/** Past the numbers the seed hands out itself. */
const FIRST_AUTONUMBER = 1000

export type Store = ReturnType<typeof createStore>

export const createStore = (schema: Schema) => {
  const tables = new Map<string, Table>([...schema].map(([name, module]) => [name, createTable(module)]))
  const tombstones = new Map<string, Map<string, Tombstone>>([...schema.keys()].map((name) => [name, new Map()]))
  const autonumbers = new Map<string, number>()
  const listeners: StoreListener[] = []
  let lastNumber = FIRST_NUMBER

  const table = (name: string): Table => {
    const found = tables.get(name)
    if (found === undefined)
      throw new RefusedRequest(400, 'INVALID_MODULE', 'the module name given seems to be invalid', { resource_path_index: 0 })
    return found
  }
  const tell = (module: string, id: string, row: Row | undefined) => {
    for (const listener of listeners) listener(module, id, row)
  }
  const gone = (module: string): Map<string, Tombstone> => tombstones.get(module) ?? new Map()

  return {
    schema,
    table,
    module: (name: string): ModuleSchema => table(name).schema,
    modules: (): string[] => [...tables.keys()],
    onChange: (listener: StoreListener) => void listeners.push(listener),
    /** Ids only grow, across all modules, as in one organisation. */
    nextId(): string {
      lastNumber += 1
      return `${ORGANISATION_PREFIX}${String(lastNumber).padStart(9, '0')}`
    },
    nextAutonumber(module: string): string {
      const next = (autonumbers.get(module) ?? FIRST_AUTONUMBER) + 1
      autonumbers.set(module, next)
      return `${autonumberPrefixes[module] ?? 'N-'}${next}`
    },
    put(module: string, row: Row) {
      table(module).put(row)
      gone(module).delete(row.id)
      tell(module, row.id, row)
    },
    remove(module: string, id: string) {
      table(module).remove(id)
      tell(module, id, undefined)
    },
    bury(module: string, tombstone: Tombstone) {
      gone(module).set(tombstone.row.id, tombstone)
    },
    tombstone: (module: string, id: string): Tombstone | undefined => gone(module).get(id),
    tombstones: (module: string): Tombstone[] => [...gone(module).values()],
    clear() {
      for (const each of tables.values()) each.clear()
      for (const each of tombstones.values()) each.clear()
      autonumbers.clear()
      lastNumber = FIRST_NUMBER
    },
    snapshot: (): StoreSnapshot => ({
      lastNumber,
      autonumbers: [...autonumbers],
      rows: [...tables].map(([name, each]) => [name, [...each.all()]]),
      tombstones: [...tombstones].map(([name, each]) => [name, [...each.values()]]),
    }),
    restore(snapshot: StoreSnapshot) {
      this.clear()
      lastNumber = snapshot.lastNumber
      for (const [module, number] of snapshot.autonumbers) autonumbers.set(module, number)
      for (const [module, rows] of snapshot.rows) for (const row of rows) this.put(module, row)
      for (const [module, each] of snapshot.tombstones) for (const tombstone of each) this.bury(module, tombstone)
    },
  }
}
