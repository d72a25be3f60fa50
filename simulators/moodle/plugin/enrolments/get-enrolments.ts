import { invalidItems, moodleException } from '../../errors.ts'
import { type Parsed, struct, value, withDefault } from '../../params.ts'
import type { Enrolment } from '../../teaching/rows.ts'
import { pair } from '../../teaching/tables.ts'
import type { MoodleWorld, Visit } from '../../world.ts'
import { ItemFields } from '../item-fields.ts'
import { ItemRefused } from '../item-refused.ts'
import { type Item, itemsIn } from '../items.ts'

const MOST = 2000

export const getEnrolmentsParams = struct({
  items: value('raw'),
  after: withDefault('int', '0'),
  limit: withDefault('int', String(MOST)),
})

/** local_campusbridge_get_enrolments: the enrolments that any item asks for, of every method, by id and page by page. */
export function getEnrolments(
  { items, after, limit }: Parsed<typeof getEnrolmentsParams>,
  visit: Visit,
): { enrolments: unknown[]; next: number } {
  if (limit < 1 || limit > MOST) throw moodleException('invalidlimit', `limit: must be from 1 to ${MOST}.`)
  const { world } = visit
  const found = new Map(itemsIn(items).flatMap((item) => askedFor(item, world).map((each) => [each.id, each] as const)))
  const page = [...found.values()]
    .filter(({ id, userid }) => id > after && world.users.get(userid)?.deleted === false)
    .sort((a, b) => a.id - b.id)
    .slice(0, limit)
  visit.rows.found += page.length
  return { enrolments: page.map((each) => told(each, world)), next: page.length === limit ? (page.at(-1)?.id ?? 0) : 0 }
}

function askedFor(item: Item, { teaching }: MoodleWorld): Enrolment[] {
  const { userid, courseid } = readItem(item)
  if (courseid === undefined) return teaching.enrolments.where('user', userid ?? 0)
  if (userid === undefined) return teaching.enrolments.where('course', courseid)
  return teaching.enrolments.where('pair', pair(userid, courseid))
}

/** A bad item refuses the call as a whole. */
function readItem(item: Item): { userid: number | undefined; courseid: number | undefined } {
  try {
    const fields = new ItemFields(item, ['userid', 'courseid'])
    const read = { userid: fields.integer('userid', 1), courseid: fields.integer('courseid', 1) }
    if (read.userid === undefined && read.courseid === undefined)
      throw new ItemRefused('missing', 'courseid', 'courseid: it, userid or both must be given')
    return read
  } catch (error) {
    throw error instanceof ItemRefused ? invalidItems(error.message) : error
  }
}

function told({ id, userid, courseid, enrol, status, timestart, timeend }: Enrolment, { teaching }: MoodleWorld) {
  const roles = teaching.role_assignments.where('pair', pair(userid, courseid))
  return {
    id,
    userid,
    courseid,
    method: enrol,
    methodenabled: enrol !== 'manual' || teaching.courses.get(courseid)?.manualenrolment === 'on',
    status,
    timestart,
    timeend,
    roleids: [...new Set(roles.map(({ roleid }) => roleid))],
  }
}
