import { cleanParam, integerOf } from '../clean-param.ts'
import { codingError, invalidParameter, missingRecord, moodleException, noPermission } from '../errors.ts'
import { optionalList, type Parsed, struct, value } from '../params.ts'
import { shown } from '../teaching/format.ts'
import { roles } from '../teaching/roles.ts'
import { pair } from '../teaching/tables.ts'
import { userDetails } from '../user-details.ts'
import type { MoodleUser } from '../user-fields.ts'
import type { MoodleWorld, Visit } from '../world.ts'
import { isInForce } from './in-force.ts'

export const getEnrolledUsersParams = struct({
  courseid: value('int'),
  options: optionalList(struct({ name: value('alphanumext'), value: value('raw') })),
})

/** The fields that may be asked for, though some are never answered. */
const known = [
  ...['id', 'username', 'fullname', 'firstname', 'lastname', 'email', 'address', 'phone1', 'phone2', 'department', 'institution'],
  ...['interests', 'firstaccess', 'lastaccess', 'auth', 'confirmed', 'idnumber', 'lang', 'theme', 'timezone', 'mailformat'],
  ...['description', 'descriptionformat', 'city', 'country', 'profileimageurlsmall', 'profileimageurl', 'customfields', 'groups'],
  ...['roles', 'preferences', 'enrolledcourses', 'suspended', 'lastcourseaccess', 'trackforums'],
]
/** What is answered, in this order. */
const answered = [
  ...['id', 'username', 'firstname', 'lastname', 'fullname', 'email', 'department', 'institution', 'idnumber', 'interests'],
  ...['firstaccess', 'lastaccess', 'lastcourseaccess', 'city', 'country', 'profileimageurlsmall', 'profileimageurl', 'roles'],
  'enrolledcourses',
]

/**
 * core_enrol_get_enrolled_users: whoever is enrolled by any method. The rows do not say who is active or suspended: that takes a call
 * with `onlyactive` and one with `onlysuspended`. An option that does not exist is ignored.
 */
export function getEnrolledUsers({ courseid, options = [] }: Parsed<typeof getEnrolledUsersParams>, visit: Visit): unknown[] {
  const { world } = visit
  const asked = new Map(options.map(({ name, value: given }) => [name, given]))
  const has = (name: string): boolean => !['', '0', undefined].includes(asked.get(name))
  const int = (name: string): number => Number(integerOf(asked.get(name) ?? '0'))
  const order = orderOf(asked.get('sortby') ?? 'id', asked.get('sortdirection') ?? 'ASC')
  if (world.teaching.courses.get(courseid) === undefined) throw missingRecord('course')
  if (has('withcapability')) throw noPermission('Review permissions for others')
  if (has('onlyactive') && has('onlysuspended'))
    throw codingError('Both onlyactive and onlysuspended are set, this is probably not what you want!')
  // There are no groups here.
  if (int('groupid') !== 0) return []

  const isWanted = ({ active }: { active: boolean }): boolean =>
    has('onlyactive') ? active : has('onlysuspended') ? !active : true
  const people = peopleIn(courseid, world)
    .filter(isWanted)
    .map(({ user }) => user)
    .sort(order)
  const most = int('limitnumber')
  const page = people.slice(int('limitfrom'), most === 0 ? undefined : int('limitfrom') + most)
  visit.rows.found += page.length
  const fields = (asked.get('userfields')?.split(',') ?? known).map((field) => cleanParam(field, 'alphanumext'))
  return page.map((user) => told(user, courseid, fields, visit))
}

/** Somebody is suspended when no enrolment is in force. */
function peopleIn(courseid: number, world: MoodleWorld): { user: MoodleUser; active: boolean }[] {
  const active = new Map<number, boolean>()
  for (const enrolment of world.teaching.enrolments.where('course', courseid))
    active.set(enrolment.userid, active.get(enrolment.userid) === true || isInForce(enrolment, world))
  return [...active].flatMap(([id, isActive]) => {
    const user = world.users.get(id)
    return user === undefined || user.deleted ? [] : [{ user, active: isActive }]
  })
}

function told(user: MoodleUser, courseid: number, fields: string[], visit: Visit): Record<string, unknown> {
  const stranger = fields.find((field) => !known.includes(field))
  if (stranger !== undefined) throw moodleException('invaliduserfield', `Invalid user field: ${stranger}`)
  const given = visit.world.teaching.role_assignments.where('pair', pair(user.id, courseid))
  const all: Record<string, unknown> = {
    ...userDetails(user, visit),
    lastcourseaccess: 0,
    roles: given.map(({ roleid }) => ({
      roleid,
      name: '',
      shortname: roles.find(({ id }) => id === roleid)?.shortname ?? '',
      sortorder: 0,
    })),
  }
  const courses = coursesOf(user.id, visit.world)
  if (courses.length > 0) all.enrolledcourses = courses
  const wanted = new Set(['id', 'fullname', ...fields])
  return Object.fromEntries(answered.filter((field) => wanted.has(field) && field in all).map((field) => [field, all[field]]))
}

/** The visible courses in which somebody's enrolment is in force, in the order of the site. */
function coursesOf(userid: number, world: MoodleWorld): { id: number; fullname: string; shortname: string }[] {
  const { enrolments, courses, categories } = world.teaching
  const placeOf = (category: number): number => categories.get(category)?.sortorder ?? 0
  return enrolments
    .where('user', userid)
    .filter((enrolment) => isInForce(enrolment, world))
    .flatMap(({ courseid }) => courses.get(courseid) ?? [])
    .filter(({ visible }) => visible === 1)
    .sort((a, b) => placeOf(a.category) - placeOf(b.category) || b.id - a.id)
    .map(({ id, fullname, shortname }) => ({ id, fullname: shown(fullname), shortname: shown(shortname) }))
}

function orderOf(by: string, direction: string): (a: MoodleUser, b: MoodleUser) => number {
  const sign = { ASC: 1, DESC: -1 }[direction.toUpperCase()]
  if (!['id', 'firstname', 'lastname', 'siteorder'].includes(by) || sign === undefined)
    throw invalidParameter('Invalid value for sortby or sortdirection parameter')
  if (by === 'id') return (a, b) => sign * (a.id - b.id)
  if (by === 'firstname') return (a, b) => sign * a.firstname.localeCompare(b.firstname)
  return (a, b) =>
    sign * a.lastname.localeCompare(b.lastname) || (by === 'siteorder' ? a.firstname.localeCompare(b.firstname) : 0)
}
