import { enrol, giveRole, manualEnrolmentOf, takeRole, updateEnrolment, type Wanted } from '../../enrolments/enrol.ts'
import type { Parsed } from '../../params.ts'
import { GUEST_ID } from '../../site.ts'
import { assignableRoles } from '../../teaching/roles.ts'
import type { Course, Enrolment } from '../../teaching/rows.ts'
import { FRONT_PAGE } from '../../teaching/seed.ts'
import { pair } from '../../teaching/tables.ts'
import type { Acting, MoodleWorld, Visit } from '../../world.ts'
import { appliedAt, claimTime } from '../applied-times.ts'
import { ItemFields } from '../item-fields.ts'
import { ItemRefused, type Refusal, refusalOr } from '../item-refused.ts'
import { type Item, itemsIn, type itemsParams } from '../items.ts'

type Change = { field: string; before: string; after: string }
type Ids = { userid: number; courseid: number }
/** In the order of Moodle's own description of the answer. */
type Result = (Ids & { status: 'created' | 'updated' | 'skipped' | 'stale'; changes?: Change[] }) | Refusal
type EnrolmentItem = Wanted & { roleid: number; asOf: number }

const fields = ['userid', 'courseid', 'roleid', 'status', 'timestart', 'timeend', 'as_of']

/** local_campusbridge_set_enrolments: a result for each item, whatever became of the others. */
export function setEnrolments({ items }: Parsed<typeof itemsParams>, visit: Visit): { results: Result[] } {
  const seen = new Set<string>()
  const results = itemsIn(items).map((item) =>
    refusalOr<Result>(() => {
      const read = readItem(item)
      const key = pair(read.userid, read.courseid)
      if (seen.has(key))
        throw new ItemRefused('twice', 'userid', 'userid: an earlier item of this call is about the same user and course')
      seen.add(key)
      return visit.world.teaching.journal.transaction(() => apply(read, visit))
    }),
  )
  visit.rows.written += results.filter(({ status }) => status === 'created' || status === 'updated').length
  visit.rows.found += results.filter(({ status }) => status === 'skipped').length
  return { results }
}

function readItem(item: Item): EnrolmentItem {
  const sent = new ItemFields(item, fields)
  sent.require(...fields)
  const read = {
    userid: sent.integer('userid', 1) ?? 0,
    courseid: sent.integer('courseid', 1) ?? 0,
    roleid: sent.integer('roleid', 1) ?? 0,
    status: sent.word('status', ['active', 'suspended']) ?? 'active',
    timestart: sent.integer('timestart', 0) ?? 0,
    timeend: sent.integer('timeend', 0) ?? 0,
    asOf: sent.asOf(),
  }
  if (read.courseid === FRONT_PAGE)
    throw new ItemRefused('frontpage', 'courseid', 'courseid: nobody is enrolled in the front page')
  if (read.timeend !== 0 && read.timeend <= read.timestart)
    throw new ItemRefused('invalid', 'timeend', 'timeend: must be after timestart, or 0 for no end')
  return read
}

function apply(item: EnrolmentItem, visit: Visit): Result {
  const { world } = visit
  const { userid, courseid, roleid } = item
  requireUser(userid, world)
  const course = requireCourse(item, world)
  if (isStale(item, world)) return { userid, courseid, status: 'stale' }
  requireMethod(course, world)
  const enrolment = manualEnrolmentOf(world, userid, courseid)
  if (enrolment === undefined) {
    enrol(item, roleid, visit)
    exchangeRole(item, visit)
    return { userid, courseid, status: 'created' }
  }
  updateEnrolment(enrolment, item, visit)
  const changes = [...differences(enrolment, item), ...exchangeRole(item, visit)]
  return changes.length === 0 ? { userid, courseid, status: 'skipped' } : { userid, courseid, status: 'updated', changes }
}

/** Whether something newer was applied; otherwise this is remembered, unless the item is refused after all. */
function isStale({ userid, courseid, asOf }: EnrolmentItem, { asOf: applied, teaching }: MoodleWorld): boolean {
  const key = pair(userid, courseid)
  if (appliedAt(applied, 'enrolment', key) > asOf) return true
  teaching.journal.note(claimTime(applied, 'enrolment', key, { asof: asOf, userid }))
  return false
}

function requireUser(userid: number, { users }: MoodleWorld): void {
  const refuse = (error: string, why: string) => new ItemRefused(error, 'userid', `userid: user ${userid} ${why}`)
  const user = users.get(userid)
  if (user === undefined) throw refuse('usernotfound', 'does not exist')
  if (user.deleted) throw refuse('userdeleted', 'was deleted in Moodle')
  if (user.id === GUEST_ID) throw refuse('userguest', 'is the guest account')
  if (!user.confirmed) throw refuse('usernotconfirmed', 'has not been confirmed')
}

function requireCourse({ courseid, roleid }: EnrolmentItem, { teaching }: MoodleWorld): Course {
  const course = teaching.courses.get(courseid)
  if (course === undefined) throw new ItemRefused('coursenotfound', 'courseid', `courseid: there is no course ${courseid}`)
  if (!assignableRoles.includes(roleid)) {
    const why = `there is no role ${roleid} that the service user may assign in course ${courseid}`
    throw new ItemRefused('rolenotassignable', 'roleid', `roleid: ${why}`)
  }
  return course
}

/** A course without manual enrolment gets one; where it is switched off, a person has to switch it on. */
function requireMethod(course: Course, { teaching }: MoodleWorld): void {
  if (course.manualenrolment === 'none') teaching.courses.replace({ ...course, manualenrolment: 'on' })
  if (course.manualenrolment !== 'off') return
  const fix = 'switch it on under Participants > Enrolment methods'
  throw new ItemRefused('instancedisabled', 'courseid', `courseid: manual enrolment is off in course ${course.id}; ${fix}`)
}

const differences = (enrolment: Enrolment, item: EnrolmentItem): Change[] =>
  (['status', 'timestart', 'timeend'] as const)
    .filter((field) => enrolment[field] !== item[field])
    .map((field) => ({ field, before: String(enrolment[field]), after: String(item[field]) }))

/** Gives the item's role, then takes away those that the service gave before; what a person gave stays. */
function exchangeRole({ userid, courseid, roleid }: EnrolmentItem, acting: Acting): Change[] {
  const roles = acting.world.teaching.role_assignments.where('pair', pair(userid, courseid))
  const others = roles.filter(
    (each) =>
      each.component === '' &&
      each.modifierid === acting.callerId &&
      each.roleid !== roleid &&
      assignableRoles.includes(each.roleid),
  )
  const has = roles.some((each) => each.roleid === roleid)
  if (!has) giveRole(userid, courseid, roleid, acting)
  for (const other of others) takeRole(other, acting)
  if (has && others.length === 0) return []
  return [{ field: 'roleid', before: others.map((each) => each.roleid).join(','), after: String(roleid) }]
}
