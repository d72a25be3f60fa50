import { z } from 'zod'
import { type NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import { answersInOrder } from './answers-in-order.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { errorOf, RefusedCall } from './faults.ts'
import { unknownReason } from './reasons.ts'
import { databaseBusy, recordRefused } from './record-refusals.ts'
import type { Refusal } from './whole-batches.ts'

/** An object that travels to the plugin as JSON; null is left out, which means the same there. */
export type PluginItem = Readonly<Record<string, unknown>>

/** What the plugin says of one item (docs/moodle/student-records.md). */
export const itemResult = z.looseObject({
  status: z.string(),
  error: z.string().default(''),
  field: z.string().default(''),
  message: z.string().default(''),
})
export type ItemResult = z.output<typeof itemResult>

/** How one of the plugin's functions that take a list of items is called. */
export type ItemsWay<I extends PluginItem, R extends ItemResult, T> = {
  function: string
  result: z.ZodType<R>
  /** What an item that was taken comes to; undefined when its result is not understood. */
  written(result: R): Written<T> | undefined
  refusalOf(item: I, result: R): Refusal
}

/** As many as the plugin takes in one call; they travel in one form variable, which PHP cannot cut. */
const ITEMS_PER_CALL = 100
/** The plugin takes 4 MiB and PHP 8 by default, and in a form a letter of Arabic is six: a call stays far below both. */
const CHARACTERS_PER_CALL = 500_000

type Row<I> = { place: number; item: I; json: string }

/**
 * Hands items to the plugin: each for itself, idempotent, and it says which field it minds. A lost answer leaves the rows to the next
 * run, which looks first; the call itself would be safe to repeat, but Moodle may be at it still.
 * @throws RetryLaterError, SystemHeldError when it is not about single rows
 */
export async function writeItems<I extends PluginItem, R extends ItemResult, T>(
  ask: Ask,
  items: readonly I[],
  way: ItemsWay<I, R, T>,
): Promise<Written<T>[]> {
  const answers = new Map<number, Written<T>>()
  const answer = z.looseObject({ results: z.array(way.result) })

  const send = async (rows: readonly Row<I>[]): Promise<void> => {
    let results: R[]
    try {
      results = (await ask.write(way.function, [['items', `[${rows.map(({ json }) => json).join(',')}]`]], answer)).results
    } catch (error) {
      if (error instanceof RefusedCall && rows.length > 1) {
        for (const half of halvesOf(rows)) await send(half)
        return
      }
      // The refusal of a call with one item is that item's.
      if (!(error instanceof RetryLaterError || error instanceof RefusedCall)) throw error
      for (const { place } of rows) answers.set(place, refused(error))
      return
    }
    rows.forEach(({ place, item }, index) => {
      answers.set(place, writtenOf(item, results[index], way))
    })
  }

  const rows = items.map((item, place): Row<I> => ({ place, item, json: JSON.stringify(item, withoutNull) }))
  await inBatches(
    callsOf(rows),
    () => 1,
    async ([call = []]) => send(call),
  )
  return answersInOrder(items.length, answers)
}

function writtenOf<I extends PluginItem, R extends ItemResult, T>(
  item: I,
  result: R | undefined,
  way: ItemsWay<I, R, T>,
): Written<T> {
  // Somebody read Zoho after us and was faster: what we read is out of date, so read again.
  if (result?.status === 'stale') return refused(new RetryLaterError('moodle.newer_applied', { function: way.function }))
  if (result?.status === 'refused') return refused(passingTrouble(result.error, way.function) ?? way.refusalOf(item, result))
  const written = result === undefined ? undefined : way.written(result)
  if (written !== undefined) return written
  return refused(new RetryLaterError('moodle.answer_not_understood', { function: way.function, field: 'results[].status' }))
}

/**
 * Codes that are Moodle's own and say nothing about the item.
 * @throws SystemHeldError when it would hit every item
 */
function passingTrouble(code: string, wsfunction: string): RetryLaterError | undefined {
  if (code === 'dmlwriteexception') return databaseBusy(wsfunction)
  const error = errorOf({ exception: '', errorcode: code, message: '', debuginfo: '' }, wsfunction)
  if (error instanceof SystemHeldError) throw error
  return error instanceof RetryLaterError ? error : undefined
}

function callsOf<I>(rows: readonly Row<I>[]): Row<I>[][] {
  const calls: Row<I>[][] = []
  let characters = 0
  for (const row of rows) {
    const call = calls.at(-1)
    if (call === undefined || call.length === ITEMS_PER_CALL || characters + row.json.length > CHARACTERS_PER_CALL) {
      calls.push([row])
      characters = row.json.length
    } else {
      call.push(row)
      characters += row.json.length
    }
  }
  return calls
}

const withoutNull = (_name: string, value: unknown): unknown => (value === null ? undefined : value)

/** `created` and `updated` are done, `skipped` says so already. */
export function writtenOrUnchanged({ status }: ItemResult): Written | undefined {
  if (status === 'skipped') return { outcome: 'unchanged' }
  return status === 'created' || status === 'updated' ? done(undefined) : undefined
}

/** What the plugin's codes mean that all its functions use. Of its messages only what would be right goes on: others may quote values. */
export function refusalOfItem(subject: string, { error, field, message }: ItemResult): NeedsAttentionError {
  const because = (reason: string): NeedsAttentionError => recordRefused(subject, field, reason)
  switch (error) {
    case 'invalid': {
      const expected = /: (expected|must be) (.{1,200})$/su.exec(message)
      return because(expected === null ? 'Moodle refuses what is in it' : `${expected[1]} ${expected[2]}`)
    }
    case 'missing':
      return because('it is blank')
    case 'toolong':
      return because('it is too long')
    case 'usernotfound':
    case 'userdeleted':
      return because('the account was deleted in Moodle')
    case 'coursenotfound':
      return because('the course was deleted in Moodle')
    case 'paymenttaken':
      return because('another student has this payment at the same time; look in Zoho whose it is')
    case 'duplicate':
    case 'twice':
      return because('two records ask for it at once')
    default:
      return because(error === '' ? unknownReason : `Moodle says ${error}`)
  }
}
