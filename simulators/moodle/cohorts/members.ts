import { invalidUser, MoodleError, missingRecord, moodleException } from '../errors.ts'
import { list, type Parsed, struct, value } from '../params.ts'
import type { Cohort } from '../teaching/rows.ts'
import { pair } from '../teaching/tables.ts'
import type { MoodleUser } from '../user-fields.ts'
import { type MoodleWorld, secondsNow, type Visit } from '../world.ts'
import { idIn } from './cohort-fields.ts'

const named = struct({ type: value('alphanumext'), value: value('raw') })
export const addCohortMembersParams = struct({ members: list(struct({ cohorttype: named, usertype: named })) })
export const deleteCohortMembersParams = struct({ members: list(struct({ cohortid: value('int'), userid: value('int') })) })
export const getCohortMembersParams = struct({ cohortids: list(value('int')) })

type Named = Parsed<typeof named>
type Warning = { warningcode: string; message: string }

/** core_cohort_add_cohort_members: each row for itself; what cannot be is a warning with a number for a code. */
export function addCohortMembers({ members }: Parsed<typeof addCohortMembersParams>, visit: Visit): { warnings: Warning[] } {
  const warnings = visit.world.teaching.journal.transaction(() => members.flatMap((member) => addOne(member, visit) ?? []))
  visit.rows.written += members.length - warnings.length
  return { warnings }
}

type Member = { cohorttype: Named; usertype: Named }

function addOne({ cohorttype, usertype }: Member, { world }: Visit): Warning | undefined {
  const { cohort_members: members } = world.teaching
  const told = (one: Named): string => `${one.type}=${one.value}`
  if (!['id', 'idnumber'].includes(cohorttype.type))
    return { warningcode: '1', message: `invalid parameter: cohortype=${cohorttype.type}` }
  if (!['id', 'username'].includes(usertype.type))
    return { warningcode: '1', message: `invalid parameter: usertype=${usertype.type}` }
  const cohort = unlessUnreadable(() => cohortNamed(cohorttype, world))
  if (cohort === undefined) return { warningcode: '2', message: `cohort ${told(cohorttype)} not exists` }
  const user = unlessUnreadable(() => userNamed(usertype, world))
  if (user === undefined || user.deleted) return { warningcode: '2', message: `user ${told(usertype)} not exists` }
  if (members.where('pair', pair(cohort.id, user.id)).length > 0)
    return { warningcode: '3', message: `record already exists: cohort(${told(cohorttype)} ${told(usertype)})` }
  members.insert({ id: members.nextId(), cohortid: cohort.id, userid: user.id, timeadded: secondsNow(world) })
  return undefined
}

const cohortNamed = ({ type, value: wanted }: Named, { teaching }: MoodleWorld): Cohort | undefined =>
  type === 'id' ? teaching.cohorts.get(idIn(wanted)) : teaching.cohorts.where('idnumber', wanted)[0]

const userNamed = ({ type, value: wanted }: Named, { users }: MoodleWorld): MoodleUser | undefined =>
  type === 'id' ? users.get(idIn(wanted)) : users.withUsername(wanted)

/** What the database does not take, core tells in words it has no translation for. */
function unlessUnreadable<T>(find: () => T): T {
  try {
    return find()
  } catch (error) {
    throw error instanceof MoodleError ? moodleException('Error', 'cohort/Error') : error
  }
}

/** core_cohort_delete_cohort_members: answers null, also for somebody who is not in; all or nothing. */
export function deleteCohortMembers({ members: sent }: Parsed<typeof deleteCohortMembersParams>, visit: Visit): null {
  const { cohorts, cohort_members: members, journal } = visit.world.teaching
  journal.transaction(() => {
    for (const { cohortid, userid } of sent) {
      if (cohorts.get(cohortid) === undefined) throw missingRecord('cohort')
      const user = visit.world.users.get(userid)
      if (user === undefined || user.deleted) throw invalidUser()
      for (const { id } of members.where('pair', pair(cohortid, userid))) members.erase(id)
    }
  })
  visit.rows.written += sent.length
  return null
}

/** core_cohort_get_cohort_members: by last name, then first name. */
export function getCohortMembers(
  { cohortids }: Parsed<typeof getCohortMembersParams>,
  visit: Visit,
): { cohortid: number; userids: number[] }[] {
  const { cohorts, cohort_members: members } = visit.world.teaching
  return cohortids.map((cohortid) => {
    if (cohorts.get(cohortid) === undefined) throw missingRecord('cohort')
    const people = members.where('cohort', cohortid).flatMap(({ userid }) => visit.world.users.get(userid) ?? [])
    people.sort((a, b) => a.lastname.localeCompare(b.lastname) || a.firstname.localeCompare(b.firstname))
    // Ids alone cost nothing each: 1,560 of them came in the 21 ms that any call takes.
    return { cohortid, userids: people.map(({ id }) => id) }
  })
}
