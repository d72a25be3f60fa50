import { expect } from 'vitest'
import { openDatabase } from '../src/db/database.ts'
import { DEFAULT_TENANT } from '../src/domain/ids.ts'
import { retryEvent } from '../src/verbs/put-back.ts'
import type { Account, OutsideCall, Student, World } from './world.ts'

/** One account for one student, saying what Zoho says, and Zoho knows it. A deleted student's is kept, suspended. */
export async function expectInStep(world: World, before: Student): Promise<void> {
  const student = await world.studentNow(before.id)
  const accounts = (await world.accounts()).filter((account) => isTheirs(account, before))
  expect(accounts).toHaveLength(1)
  const [account] = accounts
  if (student === undefined) {
    expect(account).toMatchObject({ idnumber: before.id, suspended: true })
    return
  }
  expect(account).toMatchObject({
    idnumber: student.id,
    firstname: student.First_Name,
    lastname: student.Last_Name,
    email: student.Academic_Email,
    city: student.City,
    country: 'JO',
    suspended: student.Status === 'Freeze',
  })
  expect(student.Student_Moodle_ID).toBe(String(account?.id))
}

const isTheirs = (account: Account, student: Student): boolean =>
  account.idnumber === student.id || [account.username, account.email].includes(String(student.Academic_Email))

/** Nothing is under way, promised, or in doubt: the ledger, the queue, the breakers and these subjects' audit are all closed. */
export async function expectNothingOpen(world: World, subjects: readonly string[]): Promise<void> {
  const { rows: jobs } = await world.look.query('select * from queue_jobs')
  expect(jobs).toEqual([])
  expect(await world.events(`status not in ('completed', 'skipped')`)).toEqual([])
  const { rows: breakers } = await world.look.query(`select system, code from breakers where state = 'open'`)
  expect(breakers).toEqual([])
  expect(await deedsInDoubt(world, subjects)).toEqual([])
}

export const deedsInDoubt = async (world: World, subjects: readonly string[]) =>
  (await Promise.all(subjects.map((subject) => world.audit(subject))))
    .flat()
    .filter(({ outcome }) => outcome === 'begun' || outcome === 'uncertain')

/** Somebody presses "retry" on an event that is done: both sides are compared once more. */
export async function retriedByPerson(world: World, eventId: string): Promise<void> {
  const event = await world.event(eventId)
  const database = openDatabase(world.databaseUrl, { max: 1, onError: () => {} })
  try {
    await retryEvent({ database, tenant: DEFAULT_TENANT, who: 'test', afterCommit: () => {} }, String(event?.id))
  } finally {
    await database.end()
  }
  await world.settled(eventId)
}

/** Calls that change something: those of Moodle by their names, those of Zoho by their method; a query is a POST too. */
const WRITE =
  /^(?:(?:core|enrol)_\w+_(?:create|update|add|delete|enrol|unenrol)_\w+|core_user_update_picture|local_campusbridge_(?:upsert|set|add|delete|attach)_\w+|(?:PUT|POST) \/crm\/v8\/(?!coql)\w+)$/

export const isWrite = ({ operation }: OutsideCall): boolean => WRITE.test(operation)

/** The effects of a journey, one that may be repeated named once. */
export const withoutRepeats = (effects: readonly string[], repeatable: readonly string[] = []): string[] =>
  effects.filter((effect, index) => !(repeatable.includes(effect) && effects.indexOf(effect) < index))

/** Sent again after a lost answer, the plugin's copies of records change nothing and say so, and a course is refused. */
const SENT_AGAIN = /^(?:local_campusbridge_set_|core_course_create_courses$)/

/** The calls that changed something over there, whoever heard of it. */
export const effectsIn = (calls: readonly OutsideCall[]): string[] =>
  calls
    .filter((call) => isWrite(call) && (call.fault === undefined || call.fault === 'lose'))
    .filter(({ operation, rows }) => !SENT_AGAIN.test(operation) || rows.written > 0)
    .map(({ operation }) => operation)
