import { z } from 'zod'
import { NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { MoodleUserChange, NewMoodleUser } from '../../ports/moodle.ts'
import { answersInOrder } from './answers-in-order.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { emailBelongsTo, type Reason, unknownReason } from './reasons.ts'

/** The plugin's function: each item for itself, idempotent, and it says which field it minds. */
export const UPSERT = 'local_campusbridge_upsert_users'

/** As many as it takes in one call; they travel in one form variable, which PHP cannot cut. */
const ROWS_PER_CALL = 100

type Item = { zohoid: string; as_of: number } & Record<string, unknown>
type Row = { place: number; item: Item }

const result = z.looseObject({
  status: z.string(),
  userid: z.int().positive().optional(),
  error: z.string().default(''),
  field: z.string().default(''),
  message: z.string().default(''),
})
const answer = z.looseObject({ results: z.array(result) })
type Result = z.output<typeof result>

/** Creates accounts; one that is there already, with our ID number, is brought into step and counts as done. */
export function createThroughPlugin(ask: Ask, users: readonly NewMoodleUser[], asOf: number): Promise<Written<MoodleUserId>[]> {
  return upsert(
    ask,
    users.map(({ subject, username, auth, createPassword, profile: { idnumber: _ours, ...profile } }) => ({
      zohoid: subject,
      username,
      auth,
      ...profile,
      createpassword: createPassword,
      as_of: asOf,
    })),
    ({ userid }) => (userid === undefined ? undefined : moodleUserId(userid)),
  )
}

/** Changes accounts that were found; whose ID number is another record's keeps it unless the change says otherwise. */
export async function updateThroughPlugin(ask: Ask, changes: readonly MoodleUserChange[], asOf: number): Promise<Written[]> {
  return upsert(
    ask,
    changes.map(({ subject, user, after: { idnumber, ...after } }) => ({
      zohoid: subject,
      userid: user,
      foreignidnumber: idnumber === undefined ? 'keep' : 'overwrite',
      ...after,
      as_of: asOf,
    })),
    () => true,
  ).then((written) => written.map((one) => (one.outcome === 'done' ? done(undefined) : one)))
}

/** @throws RetryLaterError, SystemHeldError when it is not about single rows */
async function upsert<T>(ask: Ask, items: readonly Item[], pick: (result: Result) => T | undefined): Promise<Written<T>[]> {
  const answers = new Map<number, Written<T>>()
  const send = async (rows: readonly Row[]): Promise<void> => {
    const results = await resultsOf(ask, rows)
    rows.forEach(({ place, item }, index) => {
      const one = results instanceof RetryLaterError ? results : results[index]
      answers.set(place, one instanceof RetryLaterError ? refused(one) : writtenOf(item, one, pick))
    })
  }
  await inBatches(
    items.map((item, place): Row => ({ place, item })),
    () => ROWS_PER_CALL,
    send,
  )
  return answersInOrder(items.length, answers)
}

/** A lost answer leaves the rows to the next run, which looks first; the call itself would be safe to repeat, but Moodle may be at it still. */
async function resultsOf(ask: Ask, rows: readonly Row[]): Promise<Result[] | RetryLaterError> {
  try {
    const { results } = await ask.write(UPSERT, [['items', JSON.stringify(rows.map(({ item }) => item))]], answer)
    return results
  } catch (error) {
    if (error instanceof RetryLaterError) return error
    throw error
  }
}

function writtenOf<T>(item: Item, one: Result | undefined, pick: (result: Result) => T | undefined): Written<T> {
  // Somebody read Zoho after us and was faster: what we read is out of date, so read again.
  if (one?.status === 'stale') return refused(new RetryLaterError('moodle.newer_applied', { function: UPSERT }))
  if (one?.status === 'refused') return refused(refusalOf(item, one))
  const isDone = one?.status === 'created' || one?.status === 'updated' || one?.status === 'skipped'
  const value = isDone ? pick(one) : undefined
  if (value !== undefined) return done(value)
  return refused(new RetryLaterError('moodle.answer_not_understood', { function: UPSERT, field: 'results[].status' }))
}

/** What the plugin's codes mean (moodle/local/campusbridge, classes/local/people). Its messages stay behind: they may quote values. */
function refusalOf({ zohoid: student, auth }: Item, { error, field, message }: Result): NeedsAttentionError | RetryLaterError {
  const because = (reason: Reason): NeedsAttentionError =>
    new NeedsAttentionError('student.refused_by_moodle', { student, reason })
  const user = Number(/\d+/.exec(message)?.[0] ?? 0)
  switch (error) {
    case 'userdeleted':
    case 'usernotfound':
      return new NeedsAttentionError('student.deleted_in_moodle', { student, user })
    case 'usernametaken':
    case 'idnumbertaken':
      return new NeedsAttentionError('student.account_taken', { student, user })
    case 'idnumbertwice':
      return new NeedsAttentionError('student.several_accounts', { student, by: 'ID number' })
    case 'emailtaken':
      return because(emailBelongsTo(user))
    case 'nopermission':
      throw new SystemHeldError('moodle', 'moodle.access_denied', { function: UPSERT })
    case 'invalid':
      if (field === 'auth') throw new SystemHeldError('moodle', 'moodle.auth_missing', { auth: String(auth) })
      return because(`the field ${field} holds what Moodle refuses`)
    case 'blank':
    case 'missing':
      return because(`the field ${field} is blank`)
    case 'toolong':
      return because(`the field ${field} is too long`)
    case 'useradmin':
      return because('it is the account of a site administrator, which web services may not change')
    case 'userguest':
      return because('it is the guest account')
    case 'userremote':
      return because('it is an account of another site (MNet)')
    case 'dmlwriteexception':
    case 'dmltransactionexception':
    case 'locktimeout':
      return new RetryLaterError('moodle.database_busy', { function: UPSERT })
    default:
      return because(error === '' ? unknownReason : `Moodle says ${error}`)
  }
}
