import { secondsNow, type Visit } from '../world.ts'
import { ItemRefused, type Refusal, refusalOr } from './item-refused.ts'
import { type Item, itemsIn } from './items.ts'
import { RecordFields } from './record-fields.ts'
import type { RecordItem } from './record-item.ts'
import { type Columns, type RecordRow, setColumns } from './record-tables.ts'

export type Status = 'created' | 'updated' | 'skipped' | 'stale'
/** In the order of Moodle's own description of the answer. */
type Result = { status: Status; zohoid: string } | (Refusal & { zohoid?: string })

/** The items of one call and what became of each: the plugin's `record_batch`. */
export class RecordBatch<I extends RecordItem> {
  readonly #visit: Visit
  /** The good ones, by their place in the call. */
  readonly #items = new Map<number, I>()
  readonly #results = new Map<number, Result>()

  /** Throws when the call as a whole is wrong; refuses items that are wrong, stand there twice or name what is not there. */
  constructor(json: string, read: (fields: RecordFields) => I, visit: Visit) {
    this.#visit = visit
    const now = secondsNow(visit.world)
    const seen = new Set<string>()
    for (const [place, values] of itemsIn(json).entries()) {
      const item = refusalOr(() => {
        const good = read(new RecordFields(values, now))
        if (seen.has(good.zohoid))
          throw new ItemRefused('duplicate', 'zohoid', `zohoid: ${good.zohoid} stands in this call already`)
        seen.add(good.zohoid)
        return good
      })
      if ('columns' in item) this.#items.set(place, item)
      else this.#results.set(place, refusedAs(zohoidIn(values), item))
    }
    const { users, teaching } = visit.world
    this.#refuseStrangers('user', (id) => users.get(id)?.deleted === false)
    this.#refuseStrangers('course', (id) => teaching.courses.get(id) !== undefined)
  }

  items(): I[] {
    return [...this.#items.values()]
  }

  zohoids(): string[] {
    return this.items().map(({ zohoid }) => zohoid)
  }

  /**
   * Does the work for each item. The plugin does all in one transaction and, when that fails, each in one of its own, on the rows it
   * had read before; what comes of both is the same as each on its own, so work must refuse before it writes.
   */
  run(work: (item: I) => Status): { results: Result[] } {
    for (const [place, item] of this.#items) {
      const outcome = refusalOr(() => work(item))
      this.#results.set(
        place,
        typeof outcome === 'string' ? { status: outcome, zohoid: item.zohoid } : refusedAs(item.zohoid, outcome),
      )
    }
    const results = [...this.#results].sort(([a], [b]) => a - b).map(([, result]) => result)
    const { rows } = this.#visit
    rows.written += results.filter(({ status }) => status === 'created' || status === 'updated').length
    rows.found += results.filter(({ status }) => status === 'skipped').length
    return { results }
  }

  #refuseStrangers(kind: 'user' | 'course', exists: (id: number) => boolean): void {
    for (const [place, item] of this.#items) {
      const stranger = Object.entries(item[`${kind}s`]).find(([, id]) => !exists(id))
      if (stranger === undefined) continue
      const [field, id] = stranger
      const { result } = new ItemRefused(`${kind}notfound`, field, `${field}: there is no ${kind} with id ${id}`)
      this.#items.delete(place)
      this.#results.set(place, refusedAs(item.zohoid, result))
    }
  }
}

/** What there is to write is stored already: only the time of the read moves on. */
export function unchanged<Row extends Columns & { asof: number }>(table: Map<string, Row>, row: Row, item: RecordItem): Status {
  if (item.asOf > row.asof) setColumns(table, item.zohoid, { asof: item.asOf } as Partial<Row>)
  return 'skipped'
}

/** What ends an item before anything is compared: it is older than what is stored, or the same. */
export function settledAlready<Row extends RecordRow>(
  table: Map<string, Row>,
  row: Row | undefined,
  item: RecordItem,
): Status | undefined {
  if (row === undefined) return undefined
  if (item.asOf < row.asof) return 'stale'
  return row.hash === item.hash ? unchanged(table, row, item) : undefined
}

const zohoidIn = ({ zohoid }: Item): string | undefined =>
  typeof zohoid === 'string' && /^\d{15,20}$/.test(zohoid) ? zohoid : undefined

function refusedAs(zohoid: string | undefined, { status, ...why }: Refusal): Result {
  return { status, ...(zohoid === undefined ? {} : { zohoid }), ...why }
}
