import { z } from 'zod'
import { type MoodleCohortId, type MoodleUserId, moodleCohortId, moodleUserId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { CohortMembership } from '../../ports/moodle-cohorts.ts'
import { halvesOf, inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import type { Variable } from './form.ts'
import { recordRefused, refusalOfRecord } from './record-refusals.ts'
import { rowsOf } from './rows.ts'
import { nothing, rowWarnings } from './teaching-answers.ts'
import { writeWhole } from './whole-batches.ts'

const READ = 'core_cohort_get_cohort_members'
const ADD = 'core_cohort_add_cohort_members'
const REMOVE = 'core_cohort_delete_cohort_members'
const ROWS_PER_CALL = 100
const COHORTS_PER_CALL = 20

const memberRows = z.array(z.looseObject({ cohortid: z.int().positive(), userids: z.array(z.int().positive()) }))

type Members = Map<MoodleCohortId, Set<MoodleUserId>>

/** A cohort that Moodle does not have is not in the answer. */
export async function cohortMembers(ask: Ask, cohorts: readonly MoodleCohortId[]): Promise<Members> {
  const members: Members = new Map()
  const read = async (ids: readonly MoodleCohortId[]): Promise<void> => {
    try {
      const variables = ids.map((id, index): Variable => [`cohortids[${index}]`, String(id)])
      for (const { cohortid, userids } of await ask.read(READ, variables, memberRows)) {
        members.set(moodleCohortId(cohortid), new Set(userids.map(moodleUserId)))
      }
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error
      // One that is gone fails the whole call.
      if (ids.length > 1) for (const half of halvesOf(ids)) await read(half)
      else if (error.errorcode !== 'invalidrecord') throw error
    }
  }
  await inBatches([...new Set(cohorts)], () => COHORTS_PER_CALL, read)
  return members
}

/** Who is a member already is `unchanged`. */
export const addToCohorts = (ask: Ask, memberships: readonly CohortMembership[]): Promise<Written[]> =>
  writeWhole(memberships, {
    function: ADD,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ cohort, user }) => ({
        'cohorttype.type': 'id',
        'cohorttype.value': cohort,
        'usertype.type': 'id',
        'usertype.value': user,
      }))
      const { warnings } = await ask.write(ADD, rowsOf('members', rows), rowWarnings)
      const told = new Set(warnings.map(({ message }) => message))
      return items.map((item) => writtenOf(item, told))
    },
    async standing(items) {
      const members = await cohortMembers(ask, cohortsOf(items))
      return items.map(({ cohort, user }) => (members.get(cohort)?.has(user) === true ? done(undefined) : undefined))
    },
    refusalOf: ({ subject }, refusal) => refusalOfRecord(subject, refusal),
  })

/** A warning names its row in its text alone, which is no text of a language pack (cohort/externallib.php, add_cohort_members). */
function writtenOf({ subject, cohort, user }: CohortMembership, told: ReadonlySet<string>): Written {
  if (told.has(`record already exists: cohort(id=${cohort} id=${user})`)) return { outcome: 'unchanged' }
  if (told.has(`cohort id=${cohort} not exists`)) {
    return refused(recordRefused(subject, 'cohort', `Moodle has no cohort ${cohort}`))
  }
  if (told.has(`user id=${user} not exists`)) return refused(recordRefused(subject, 'user', `Moodle has no account ${user}`))
  return done(undefined)
}

/** Who is no member, because of a deleted account or cohort too, needs no removal. */
export const removeFromCohorts = (ask: Ask, memberships: readonly CohortMembership[]): Promise<Written[]> =>
  writeWhole(memberships, {
    function: REMOVE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ cohort, user }) => ({ cohortid: cohort, userid: user }))
      await ask.write(REMOVE, rowsOf('members', rows), nothing)
      return items.map(() => done(undefined))
    },
    async standing(items) {
      const members = await cohortMembers(ask, cohortsOf(items))
      return items.map(({ cohort, user }) => (members.get(cohort)?.has(user) === true ? undefined : done(undefined)))
    },
    refusalOf: ({ subject }, refusal) => refusalOfRecord(subject, refusal),
  })

const cohortsOf = (items: readonly CohortMembership[]): MoodleCohortId[] => items.map(({ cohort }) => cohort)
