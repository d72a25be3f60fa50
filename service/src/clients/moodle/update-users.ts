import { NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { MoodleUser, MoodleUserChange } from '../../ports/moodle.ts'
import { updateWarnings } from './answers.ts'
import { answersInOrder } from './answers-in-order.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import { flag, type Variable } from './form.ts'
import { usersBy } from './look-up.ts'
import { refusalOfUpdate } from './refusal-of-update.ts'

const UPDATE = 'core_user_update_users'
const ROWS_PER_CALL = 50

type Row = { place: number; change: MoodleUserChange }
type Sent = { warnings: ReadonlyMap<number, string>; refusal?: RefusedCall; loss?: RetryLaterError }

/**
 * Changes accounts in batches. Moodle takes each row for itself, returns none, and may answer `invalidresponse` although rows were
 * committed (reference/moodle.md §0 fact 3): so whatever it says, the set is read back once, and what is there counts.
 * @throws RetryLaterError, SystemHeldError when it is not about single rows
 */
export async function updateUsers(ask: Ask, changes: readonly MoodleUserChange[]): Promise<Written[]> {
  const answers = new Map<number, Written>()

  const send = async (rows: readonly Row[]): Promise<void> => {
    const sent = await sendOnce(ask, rows)
    const accounts = await readBack(ask, rows).catch((error: unknown) => {
      throw error instanceof RetryLaterError ? (sent.loss ?? error) : error
    })
    const untaken: Row[] = []
    for (const row of rows) {
      const { change, place } = row
      const account = accounts.get(change.user)
      const warning = sent.warnings.get(change.user)
      if (account === undefined || account.deleted) answers.set(place, refused(deletedInMoodle(change)))
      else if (differences(change, account).length === 0) answers.set(place, done(undefined))
      else if (warning !== undefined) answers.set(place, refused(await refusalOfUpdate(ask, change, { warning })))
      else if (sent.loss !== undefined) answers.set(place, refused(sent.loss))
      else if (rows.length === 1) {
        const kept = differences(change, account)
        const cause = { kept, ...(sent.refusal === undefined ? {} : { refusal: sent.refusal }) }
        answers.set(place, refused(await refusalOfUpdate(ask, change, cause)))
      } else untaken.push(row)
    }
    // Neither taken nor complained about: the call was refused for another row, broke off, or lost its end to PHP's limit.
    if (untaken.length === 0) return
    if (untaken.length < rows.length) return send(untaken)
    for (const half of halvesOf(untaken)) await send(half)
  }

  const rows = changes.map((change, place): Row => ({ place, change }))
  await inBatches(rows, () => ROWS_PER_CALL, send)
  return answersInOrder(changes.length, answers)
}

async function sendOnce(ask: Ask, rows: readonly Row[]): Promise<Sent> {
  try {
    const { warnings } = await ask.write(UPDATE, rows.flatMap(variablesOf), updateWarnings)
    return { warnings: new Map(warnings.map(({ itemid, warningcode }) => [itemid, warningcode])) }
  } catch (error) {
    if (error instanceof RefusedCall) return { warnings: new Map(), refusal: error }
    if (error instanceof RetryLaterError) return { warnings: new Map(), loss: error }
    throw error
  }
}

async function readBack(ask: Ask, rows: readonly Row[]): Promise<Map<number, MoodleUser>> {
  const users = await usersBy(
    ask,
    'id',
    rows.map(({ change }) => String(change.user)),
  )
  return new Map(users.map((user) => [user.id, user]))
}

const differences = ({ after }: MoodleUserChange, account: MoodleUser): string[] =>
  Object.entries(after).flatMap(([field, wanted]) => (account[field as keyof typeof after] === wanted ? [] : [field]))

const deletedInMoodle = ({ subject, user }: MoodleUserChange): NeedsAttentionError =>
  new NeedsAttentionError('student.deleted_in_moodle', { student: subject, user })

/** The id stands last: where PHP cuts a form in mid-row, the row is refused instead of losing fields. */
function variablesOf({ change }: Row, index: number): Variable[] {
  const fields = Object.entries(change.after).map(([field, value]) => [field, typeof value === 'boolean' ? flag(value) : value])
  return [...fields, ['id', String(change.user)]].map(([field, text]) => [`users[${index}][${field}]`, text ?? ''])
}
