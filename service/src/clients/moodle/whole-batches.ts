import { type NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import { refused, type Written } from '../../domain/written.ts'
import { answersInOrder } from './answers-in-order.ts'
import { halvesOf, inBatches } from './batches.ts'
import { RefusedCall } from './faults.ts'

/** Why one record was not written: for a person, or for the next run. */
export type Refusal = NeedsAttentionError | RetryLaterError

/** How one kind of record is written by a function that takes a batch whole or not at all. */
export type WholeBatch<Item, T> = {
  function: string
  rowsPerCall: number
  /** @returns what became of the items, in their order; fewer where PHP dropped the end of the form */
  send(items: readonly Item[]): Promise<readonly Written<T>[]>
  /** Which of these stand there by now as they should, in their order; undefined for those that do not. */
  standing(items: readonly Item[]): Promise<readonly (Written<T> | undefined)[]>
  /** What is said of one that stood there before it was sent, rather than what `standing` says. */
  stoodBefore?: Written<T>
  /** Why an item that went alone was refused. */
  refusalOf(item: Item, refusal: RefusedCall): Refusal | Promise<Refusal>
}

type Row<Item> = { place: number; item: Item }

/**
 * Writes records in batches. Moodle does not say which row of a refused batch it minds, so what stands there by now is done, and the
 * rest is halved until only the bad row is left. After a lost answer what stands there is done too, and the rest is left to the next
 * run: Moodle may still be at work on it.
 * @throws RetryLaterError, SystemHeldError when it is not about single rows
 */
export async function writeWhole<Item, T>(items: readonly Item[], way: WholeBatch<Item, T>): Promise<Written<T>[]> {
  const answers = new Map<number, Written<T>>()

  /** Settles the rows that stand there. @returns the others */
  const settleStanding = async (rows: readonly Row<Item>[], asBefore?: Written<T>): Promise<Row<Item>[]> => {
    const standing = await way.standing(rows.map(({ item }) => item))
    return rows.filter(({ place }, index) => {
      const written = standing[index]
      if (written !== undefined) answers.set(place, asBefore ?? written)
      return written === undefined
    })
  }

  /** @param looked whether it is known already that none of them stands there */
  const send = async (rows: readonly Row<Item>[], looked = false): Promise<void> => {
    let results: readonly Written<T>[]
    try {
      results = await way.send(rows.map(({ item }) => item))
    } catch (error) {
      if (error instanceof RefusedCall) return afterRefusal(rows, error, looked)
      if (error instanceof RetryLaterError) return afterLoss(rows, error)
      throw error
    }
    rows.forEach(({ place }, index) => {
      const written = results[index]
      if (written !== undefined) answers.set(place, written)
    })
    const rest = rows.slice(results.length)
    if (rest.length === 0) return
    if (rest.length === rows.length) return afterRefusal(rows, new RefusedCall(way.function, 'unnamed', undefined), looked)
    await send(rest)
  }

  const afterRefusal = async (rows: readonly Row<Item>[], refusal: RefusedCall, looked: boolean): Promise<void> => {
    // The last one is looked for again: its twin of the other half may have been made meanwhile.
    const rest = looked && rows.length > 1 ? rows : await settleStanding(rows, way.stoodBefore)
    const [first, ...others] = rest
    if (first === undefined) return
    // What stands there already explains the refusal: without it the rest may pass whole.
    if (rest.length < rows.length) return send(rest, true)
    if (others.length === 0) {
      answers.set(first.place, refused(await way.refusalOf(first.item, refusal)))
      return
    }
    for (const half of halvesOf(rest)) await send(half, true)
  }

  const afterLoss = async (rows: readonly Row<Item>[], loss: RetryLaterError): Promise<void> => {
    const rest = await settleStanding(rows).catch((error: unknown) => {
      throw error instanceof RetryLaterError ? loss : error
    })
    for (const { place } of rest) answers.set(place, refused(loss))
  }

  await inBatches(
    items.map((item, place): Row<Item> => ({ place, item })),
    () => way.rowsPerCall,
    send,
  )
  return answersInOrder(items.length, answers)
}
