import { RetryLaterError } from '../../domain/errors.ts'
import { type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { NewMoodleUser } from '../../ports/moodle.ts'
import { createdUsers } from './answers.ts'
import { answersInOrder } from './answers-in-order.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import { flag, type Variable } from './form.ts'
import { usersBy } from './look-up.ts'
import { accountTaken, createRefusals } from './refusal-of-create.ts'

const CREATE = 'core_user_create_users'
/** Moodle mails each new password before it answers. */
const MS_PER_MAIL = 2_000

/** How many rows one call may carry; shrinks for good once PHP was seen to drop the end of a batch. */
export type RowLimit = { rows: number }

type Row = { place: number; user: NewMoodleUser }
type Answer = Written<MoodleUserId>

/**
 * Creates accounts in batches. Moodle takes a batch whole or not at all and does not say which row it minds, so a refused batch is
 * first looked up, because rows that exist now are done, and then halved until only the bad row is left.
 * @throws RetryLaterError, SystemHeldError when it is not about single rows
 */
export async function createUsers(ask: Ask, limit: RowLimit, users: readonly NewMoodleUser[]): Promise<Answer[]> {
  const answers = new Map<number, Answer>()
  const refusalOf = createRefusals(ask)
  const settle = (row: Row, answer: Answer): void => {
    answers.set(row.place, answer)
  }

  const send = async (rows: readonly Row[]): Promise<void> => {
    let made: Map<string, number>
    try {
      const mails = rows.filter(({ user }) => user.createPassword).length
      const returned = await ask.write(CREATE, rows.flatMap(variablesOf), createdUsers, mails * MS_PER_MAIL)
      made = new Map(returned.map(({ username, id }) => [username, id]))
    } catch (error) {
      if (error instanceof RefusedCall) return afterRefusal(rows, error)
      if (error instanceof RetryLaterError) return afterLoss(rows, error)
      throw error
    }
    const missing = rows.filter((row) => {
      const id = made.get(row.user.username)
      if (id !== undefined) settle(row, done(moodleUserId(id)))
      return id === undefined
    })
    if (missing.length === 0) return
    if (missing.length === rows.length) return afterRefusal(rows, new RefusedCall(CREATE, 'unnamed', undefined))
    limit.rows = Math.min(limit.rows, rows.length - missing.length)
    await sendInParts(missing)
  }

  const sendInParts = async (rows: readonly Row[]): Promise<void> => {
    for (let next = 0; next < rows.length; ) {
      const part = rows.slice(next, next + limit.rows)
      next += part.length
      await send(part)
    }
  }

  /** Settles the rows whose username exists now. @returns the others */
  const settleExisting = async (rows: readonly Row[]): Promise<Row[]> => {
    const names = rows.map(({ user }) => user.username)
    const existing = new Map((await usersBy(ask, 'username', names)).map((user) => [user.username, user]))
    return rows.filter((row) => {
      const account = existing.get(row.user.username)
      if (account === undefined) return true
      const isOurs = account.idnumber !== '' && account.idnumber === row.user.profile.idnumber
      settle(row, isOurs ? done(account.id) : accountTaken(row.user, account.id))
      return false
    })
  }

  const afterRefusal = async (rows: readonly Row[], refusal: RefusedCall): Promise<void> => {
    const rest = await settleExisting(rows)
    const [first, ...others] = rest
    if (first === undefined) return
    // Names that are taken explain the refusal: without them the rest may pass whole.
    if (rest.length < rows.length) return send(rest)
    if (others.length === 0) return settle(first, refused(await refusalOf(first.user, refusal)))
    for (const half of halvesOf(rest)) await send(half)
  }

  /** Nobody knows whether Moodle did it, so look. What is not there is left to the next run: Moodle may still be at work on it. */
  const afterLoss = async (rows: readonly Row[], loss: RetryLaterError): Promise<void> => {
    const rest = await settleExisting(rows).catch((error: unknown) => {
      throw error instanceof RetryLaterError ? loss : error
    })
    for (const row of rest) settle(row, refused(loss))
  }

  await inBatches(
    users.map((user, place): Row => ({ place, user })),
    () => limit.rows,
    send,
  )
  return answersInOrder(users.length, answers)
}

/** A required field stands last: where PHP cuts a form in mid-row, the row is refused instead of losing its optional fields. */
function variablesOf({ user }: Row, index: number): Variable[] {
  const { city, country, idnumber, firstname, lastname, email } = user.profile
  const optional = Object.entries({ idnumber, city, country }).filter(([, text]) => text !== '')
  const fields: [string, string][] = [
    ...(user.createPassword ? [['createpassword', flag(true)] as [string, string]] : []),
    ['auth', user.auth],
    ...optional,
    ['username', user.username],
    ['firstname', firstname],
    ['lastname', lastname],
    ['email', email],
  ]
  return fields.map(([field, text]) => [`users[${index}][${field}]`, text])
}
